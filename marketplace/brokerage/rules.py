"""Plans: states, units a week, weekly cost, what is left, the seven questions, who must approve."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from marketplace.core.pence import round_pence


class PlanState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    SUPERSEDED = "superseded"


PLAN_TRANSITIONS: dict[PlanState, frozenset[PlanState]] = {
    PlanState.DRAFT: frozenset({PlanState.SUBMITTED}),
    PlanState.SUBMITTED: frozenset({PlanState.RETURNED, PlanState.APPROVED}),
    PlanState.RETURNED: frozenset({PlanState.SUBMITTED}),
    PlanState.APPROVED: frozenset({PlanState.SUPERSEDED}),
    PlanState.SUPERSEDED: frozenset(),
}
EDITABLE = frozenset({PlanState.DRAFT, PlanState.RETURNED})


class ItemKind(StrEnum):
    LISTING = "listing"
    OFF_MARKET = "off_market"
    EQUIPMENT = "equipment"
    NATURAL = "natural"


ITEM_KIND_LABELS = {
    ItemKind.LISTING: "From the directory",
    ItemKind.OFF_MARKET: "From somebody not in the directory",
    ItemKind.EQUIPMENT: "Equipment",
    ItemKind.NATURAL: "Family, friends or free",
}


class Frequency(StrEnum):
    WEEK = "week"
    FORTNIGHT = "fortnight"
    FOUR_WEEKS = "four_weeks"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    ONCE = "once"


#: How many times a week each happens (reports, formula 7: month 12/52, quarter 4/52).
WEEKS_FACTOR: dict[Frequency, Fraction] = {
    Frequency.WEEK: Fraction(1),
    Frequency.FORTNIGHT: Fraction(1, 2),
    Frequency.FOUR_WEEKS: Fraction(1, 4),
    Frequency.MONTH: Fraction(12, 52),
    Frequency.QUARTER: Fraction(4, 52),
    Frequency.YEAR: Fraction(1, 52),
}
FREQUENCY_LABELS = {
    Frequency.WEEK: "a week",
    Frequency.FORTNIGHT: "a fortnight",
    Frequency.FOUR_WEEKS: "every four weeks",
    Frequency.MONTH: "a month",
    Frequency.QUARTER: "a quarter",
    Frequency.YEAR: "a year",
    Frequency.ONCE: "once",
}


class Deployment(StrEnum):
    """Who pays the supplier."""

    DIRECT_PAYMENT = "direct_payment"
    COUNCIL_MANAGED = "council_managed"


DEPLOYMENT_LABELS = {
    Deployment.DIRECT_PAYMENT: "Direct payment",
    Deployment.COUNCIL_MANAGED: "Council pays direct",
}


class Payer(StrEnum):
    """Where a stream of a personal budget comes from."""

    COUNCIL = "council"
    NHS = "nhs"
    PERSON = "person"


PAYER_LABELS = {
    Payer.COUNCIL: "Council",
    Payer.NHS: "NHS",
    Payer.PERSON: "Own contribution",
}

#: The seven questions that a plan answers.
SEVEN_QUESTIONS: dict[int, str] = {
    1: "What is important to you?",
    2: "What do you want to change or achieve?",
    3: "How will you be supported?",
    4: "How will you use your personal budget?",
    5: "How will your support be managed?",
    6: "How will you stay in control?",
    7: "What will you do to make it happen?",
}


@dataclass(frozen=True)
class CostLine:
    """One item's price in pence, how many units each time, and how often."""

    price_pence: int
    quantity: Decimal
    frequency: Frequency


@dataclass(frozen=True)
class PlanCost:
    """What a plan costs a week, a year and once, in pence. The year counts one-offs once."""

    weekly_pence: int
    one_off_pence: int

    @property
    def annual_pence(self) -> int:
        return self.weekly_pence * 52 + self.one_off_pence


def weekly_pence(line: CostLine) -> int:
    """An item's cost a week in pence, rounded once; nought for a one-off."""
    if line.frequency == Frequency.ONCE:
        return 0
    return round_pence(
        Fraction(line.price_pence) * Fraction(line.quantity) * WEEKS_FACTOR[line.frequency]
    )


def one_off_pence(line: CostLine) -> int:
    """An item's cost once in pence; nought for anything that comes again."""
    if line.frequency != Frequency.ONCE:
        return 0
    return round_pence(Fraction(line.price_pence) * Fraction(line.quantity))


def plan_cost(lines: list[CostLine]) -> PlanCost:
    """The whole plan: the sum of the rounded items, so that the page adds up."""
    return PlanCost(sum(map(weekly_pence, lines)), sum(map(one_off_pence, lines)))
