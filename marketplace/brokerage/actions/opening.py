"""Opening a plan, which leaves a trace that its person can read."""

from enum import StrEnum
from uuid import UUID

from django.db import transaction

from marketplace.accounts.viewer import Viewer
from marketplace.brokerage.models import SupportPlan
from marketplace.core.errors import NotVisible
from marketplace.people.actions import open_person
from marketplace.people.rules import Scope


@transaction.atomic
def open_plan(*, by: Viewer, public_id: UUID, purpose: StrEnum) -> SupportPlan:
    """A plan that the viewer may see, with its person; writes the read log. Raises NotVisible."""
    plan = (
        SupportPlan.objects.visible_to(by)
        .filter(public_id=public_id)
        .select_related("person", "author", "submitted_by", "approved_by")
        .first()
    )
    if plan is None:
        raise NotVisible("No such plan is on your list.")
    open_person(by=by, public_id=plan.person.public_id, scope=Scope.PLAN, purpose=purpose)
    return plan
