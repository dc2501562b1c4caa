"""What a session keeps of plans: the one that its user opened last to change, the way back from a search."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.urls import reverse

from marketplace.accounts.requests import viewer_of
from marketplace.brokerage.models import SupportPlan
from marketplace.brokerage.permissions import can_plan

SESSION_KEY = "plan_in_hand"


@dataclass(frozen=True)
class PlanInHand:
    """Whose plan support is looked for, where the plan is, and the shortlist of that person."""

    person_id: UUID
    name: str
    plan_url: str
    shortlist_url: str


def take_in_hand(session: SessionBase, plan: SupportPlan) -> None:
    """Remember a plan that is opened by whoever may change it."""
    session[SESSION_KEY] = str(plan.public_id)


def put_down(session: SessionBase) -> None:
    """Forget it."""
    session.pop(SESSION_KEY, None)


def plan_in_hand(request: HttpRequest) -> PlanInHand | None:
    """The plan that the user opened last, as long as they may change it and it can be changed."""
    kept = request.session.get(SESSION_KEY)
    if not kept:
        return None
    viewer = viewer_of(request)
    plans = SupportPlan.objects.visible_to(viewer).editable().select_related("person")
    plan = plans.filter(public_id=kept).first()
    if plan is None or not can_plan(viewer, plan.person):
        return None
    person_id = plan.person.public_id
    return PlanInHand(
        person_id,
        plan.person.name,
        reverse("brokerage:plan", args=[plan.public_id]),
        reverse("listings:shortlist_for", args=[person_id]),
    )
