"""What stands around one plan in time: other approved plans of its kind, and times without support."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from marketplace.brokerage.models import Pause, SupportPlan
from marketplace.brokerage.queries.planning_budget import budgets_to_plan_with
from marketplace.brokerage.rules import BudgetKind, Link, PauseReason, PlanState, followed_by
from marketplace.people.models import Person


@dataclass(frozen=True)
class OtherPlan:
    """An approved plan of the same kind. `ends`: on which day it will end if this one is approved;
    None where it stays as it is."""

    public_id: UUID
    first: date
    until: date | None
    ends: date | None

    @property
    def is_replaced(self) -> bool:
        """Whether nothing of it is left if this one is approved."""
        return self.ends == self.first


@dataclass(frozen=True)
class Beside:
    """The approved plans beside one that hold today or later, and where it ends because of them."""

    plans: tuple[OtherPlan, ...]
    until: date | None

    @property
    def moved(self) -> tuple[OtherPlan, ...]:
        """Those that end, or are replaced, if this one is approved."""
        return tuple(plan for plan in self.plans if plan.ends is not None)


def plans_beside(plan: SupportPlan, on: date) -> Beside:
    """The approved plans of its kind that hold on a day or later. One query."""
    rows = SupportPlan.objects.not_over(on).filter(person=plan.person_id, kind=plan.kind)
    others = list(rows.exclude(pk=plan.pk).order_by("from_date"))
    ends, until = _effect(plan, others)
    return Beside(
        tuple(
            OtherPlan(row.public_id, row.from_date or on, row.until_date, ends.get(row.pk))
            for row in others
        ),
        until,
    )


def _effect(
    plan: SupportPlan, others: Collection[SupportPlan]
) -> tuple[dict[int, date], date | None]:
    """What approving a sent plan does to the others; nothing for one that is decided or not sent."""
    if plan.state != PlanState.SUBMITTED or plan.from_date is None:
        return {}, plan.until_date
    links = (Link(row.pk, row.from_date, row.until_date) for row in others if row.from_date)
    followed = followed_by(links, plan.from_date, plan.until_date)
    return followed.ends, followed.until


def kinds_to_end(person: Person, on: date) -> list[BudgetKind]:
    """Of which kinds a person has a plan that holds on a day or later, and is not ended. One query."""
    rows = SupportPlan.objects.not_over(on).filter(person=person, state=PlanState.APPROVED)
    return sorted(BudgetKind(kind) for kind in set(rows.values_list("kind", flat=True)))


def kinds_to_start(person: Person, on: date) -> list[BudgetKind]:
    """Beside care, of which kinds a person has a budget, or an estimate, and no open plan. Two queries."""
    open_plans = SupportPlan.objects.open().filter(person=person)
    kinds = {kind for _, kind in budgets_to_plan_with([person], on)}
    kinds -= {BudgetKind.CARE.value, *open_plans.values_list("kind", flat=True)}
    return [kind for kind in BudgetKind if kind in kinds]


@dataclass(frozen=True)
class PauseLine:
    """Days without support, as recorded now."""

    id: int
    reason: PauseReason
    first: date
    until: date | None

    def is_over(self, on: date) -> bool:
        return self.until is not None and self.until <= on


def pauses_of(person: Person) -> list[PauseLine]:
    """The times without support that are recorded for a person, newest first. One query."""
    rows = Pause.objects.filter(person=person, withdrawn_at=None).order_by("-from_date", "-pk")
    return [
        PauseLine(row.pk, PauseReason(row.reason), row.from_date, row.until_date) for row in rows
    ]
