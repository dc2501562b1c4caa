"""How a page of a plan loads it, and what every such page shows of the person."""

from uuid import UUID

from django.http import HttpRequest

from marketplace.accounts.requests import authority_of, user_of
from marketplace.brokerage.models import SupportPlan
from marketplace.brokerage.queries import open_plan
from marketplace.core.clock import now
from marketplace.people.rules import Purpose


def load_plan(request: HttpRequest, public_id: UUID, purpose: Purpose) -> SupportPlan:
    """The plan, if this user may see it in this council; else Http404. Writes the read log."""
    return open_plan(
        by=user_of(request),
        at=now(),
        authority_id=authority_of(request).pk,
        public_id=public_id,
        purpose=purpose,
    )
