"""The budget that a plan is held beside: what is agreed, else what the person was told it may be."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta

from marketplace.brokerage.models import PersonalBudget, SupportPlan
from marketplace.brokerage.rules import BudgetKind, Link, nearest
from marketplace.people.models import Person

KindOfPerson = tuple[int, str]


def budgets_to_plan_with(
    people: Collection[Person], on: date
) -> dict[KindOfPerson, PersonalBudget]:
    """By person's id and kind, what a plan can start on: the agreed budget in force on a day, else the
    next that begins, else the newest estimate that the person was told (statutory guidance 11.7). One
    query."""
    rows = PersonalBudget.objects.agreed_or_told().filter(person__in=people)
    estimates = sorted((row for row in rows if row.is_estimate), key=_told)
    agreed = sorted((row for row in rows if _lasts(row, on)), key=lambda row: row.from_date)
    # The last one of a key is what stays in the table.
    return {(row.person_id, row.kind): row for row in [*estimates, *reversed(agreed)]}


def budget_to_plan_with(
    person: Person, on: date, kind: BudgetKind = BudgetKind.CARE
) -> PersonalBudget | None:
    """The same, of one person and kind. One query."""
    return budgets_to_plan_with([person], on).get((person.pk, kind))


def budget_of(plan: SupportPlan, on: date) -> PersonalBudget | None:
    """The budget that a plan is held beside on a day: of its kind, on a day of the plan. One query."""
    rows = PersonalBudget.objects.agreed_or_told().filter(person=plan.person_id, kind=plan.kind)
    return nearest_budget(plan, list(rows), on)


def nearest_budget(
    plan: SupportPlan, budgets: Iterable[PersonalBudget], on: date
) -> PersonalBudget | None:
    """The same, of budgets read already. Only a plan that nobody approved is held beside an estimate,
    and only where no agreed budget lasts."""
    day = max(on, plan.from_date or on)
    if plan.until_date is not None and plan.until_date <= day:
        day = plan.until_date - timedelta(1)
    own = [row for row in budgets if (row.person_id, row.kind) == (plan.person_id, plan.kind)]
    estimates = [row for row in own if row.is_estimate]
    if estimates and plan.approved_at is None and not any(_lasts(row, day) for row in own):
        return max(estimates, key=_told)
    agreed = (row for row in own if not row.is_estimate)
    return nearest((Link(row, row.from_date, row.until_date) for row in agreed), day)


def _lasts(row: PersonalBudget, on: date) -> bool:
    """Whether it is agreed, and in force on a day or for later."""
    return not row.is_estimate and (row.until_date is None or row.until_date > on)


def _told(row: PersonalBudget) -> tuple[float, int]:
    """The later it was told, the more it says of an estimate."""
    return (row.estimated_at.timestamp() if row.estimated_at else 0.0, row.pk)
