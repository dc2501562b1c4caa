"""What goes on when a budget ends: payments that are still made, and support that is still planned."""

from dataclasses import dataclass
from datetime import date

from marketplace.brokerage.models import PersonalBudget, SupportPlan
from marketplace.brokerage.queries.funding import commitments, funding
from marketplace.brokerage.rules import BudgetKind, BudgetState, PaymentRoad
from marketplace.core.periods import Period
from marketplace.people.models import Person


@dataclass(frozen=True)
class PaidOn:
    """What an agreement pays first from a day on."""

    road: PaymentRoad
    first: date
    weekly_pence: int
    one_off_pence: int


@dataclass(frozen=True)
class GoesOn:
    """What goes on after a budget: payments, and the support of its kind that is still planned."""

    payments: tuple[PaidOn, ...]
    support: tuple[str, ...]


def budgets_to_end(person: Person, on: date) -> list[BudgetKind]:
    """Of which kinds a person has a budget in force on a day or agreed for later, with no end. One query."""
    rows = PersonalBudget.objects.not_ended(on).filter(person=person, state=BudgetState.AGREED)
    held = set(rows.values_list("kind", flat=True))
    return [kind for kind in BudgetKind if kind in held]


def paying_from(person: Person, day: date) -> tuple[PaidOn, ...]:
    """What each agreement of a person pays from a day on. Five queries."""
    found: dict[int, PaidOn] = {}
    for segment in funding([person.pk], Period(day))[person.pk]:
        paid = PaidOn(
            segment.road,
            max(segment.first, day),
            sum(part.weekly_pence for part in segment.parts),
            sum(part.one_off_pence for part in segment.parts),
        )
        found.setdefault(segment.agreement_id, paid)
    return tuple(found.values())


def goes_on(person: Person, kind: BudgetKind, day: date) -> GoesOn:
    """What goes on from a day on when a person's budget of a kind ends on it. Thirteen queries."""
    plans = SupportPlan.objects.not_over(day).filter(person=person, kind=kind)
    of_kind = set(plans.values_list("pk", flat=True))
    planned = commitments([person.pk], Period(day), paused=True)[person.pk]
    support = {each.line_id: each.title for each in planned if each.plan_id in of_kind}
    return GoesOn(paying_from(person, day), tuple(support.values()))
