"""Plans that were decided, for the manager who decided and for the broker who sent them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from marketplace.accounts.viewer import Viewer
from marketplace.brokerage.models import PlanDecision
from marketplace.brokerage.rules import Decision
from marketplace.people.models import Person
from marketplace.people.rules import AccessCapacity, Scope


@dataclass(frozen=True)
class DecidedLine:
    """One decision. The name only of somebody whose plan the viewer still may see."""

    plan_id: UUID
    person_id: int | None
    name: str
    decision: Decision
    decided_at: datetime
    decider: str
    weekly_pence: int
    state_label: str


def own_decisions(viewer: Viewer) -> QuerySet[PlanDecision]:
    """What a manager decided in this council, the newest first."""
    rows = PlanDecision.objects.filter(
        decided_by=viewer.user_id, plan__authority_id=viewer.council_id
    )
    return rows.select_related("plan__person", "decided_by")


def decisions_for_broker(viewer: Viewer) -> QuerySet[PlanDecision]:
    """What was decided on plans of the people on a broker's list, the newest first."""
    people = Person.objects.visible_to(viewer, scope=Scope.PLAN, capacity=AccessCapacity.BROKER)
    rows = PlanDecision.objects.filter(plan__person__in=people)
    return rows.select_related("plan__person", "decided_by")


def decided_lines(viewer: Viewer, decisions: list[PlanDecision]) -> list[DecidedLine]:
    """These decisions as a list shows them. One query."""
    ids = {one.plan.person_id for one in decisions}
    seen = Person.objects.visible_to(viewer, scope=Scope.PLAN).filter(pk__in=ids)
    names = dict(seen.values_list("pk", "name"))
    return [
        DecidedLine(
            one.plan.public_id,
            one.plan.person_id if one.plan.person_id in names else None,
            names.get(one.plan.person_id, ""),
            Decision(one.decision),
            one.decided_at,
            one.decided_by.name,
            one.plan.weekly_pence,
            one.plan.days(viewer.today).label,
        )
        for one in decisions
    ]
