"""What a plan costs a week, a year and once, beside its budget."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from marketplace.brokerage.rules.kinds import Frequency
from marketplace.core.pence import round_pence

#: The standard year of these sums, so that twelve months cost what 52 weeks do; 365 days are a day more.
WEEKS_A_YEAR = 52
#: How many times a week each happens (reports, formula 7: month 12/52, quarter 4/52).
WEEKS_FACTOR: dict[Frequency, Fraction] = {
    Frequency.WEEK: Fraction(1),
    Frequency.FORTNIGHT: Fraction(1, 2),
    Frequency.FOUR_WEEKS: Fraction(1, 4),
    Frequency.MONTH: Fraction(12, WEEKS_A_YEAR),
    Frequency.QUARTER: Fraction(4, WEEKS_A_YEAR),
    Frequency.YEAR: Fraction(1, WEEKS_A_YEAR),
}


@dataclass(frozen=True)
class CostLine:
    """One item's price in pence, how many units each time, and how often.

    `dated` are units of single dates beside what comes again, each counted once.
    """

    price_pence: int
    quantity: Decimal | Fraction
    frequency: Frequency
    dated: Fraction = Fraction(0)


@dataclass(frozen=True)
class PlanCost:
    """What a plan costs a week, a year and once, in pence. The year counts one-offs once."""

    weekly_pence: int
    one_off_pence: int

    @property
    def annual_pence(self) -> int:
        return self.weekly_pence * WEEKS_A_YEAR + self.one_off_pence

    @property
    def average_weekly_pence(self) -> int:
        """A week with one-offs spread over the year, rounded up: what a manager's limit is compared with."""
        return -(-self.annual_pence // WEEKS_A_YEAR)


@dataclass(frozen=True)
class Position:
    """A plan's cost beside its budget, in pence. Below zero is over.

    `is_estimate`: nobody agreed that budget yet; the person was told that it may be so.
    """

    budget_pence: int
    cost: PlanCost
    is_estimate: bool = False

    @property
    def budget_annual_pence(self) -> int:
        return self.budget_pence * WEEKS_A_YEAR

    @property
    def left_to_plan_pence(self) -> int:
        """The budget less committed items, a week."""
        return self.budget_pence - self.cost.weekly_pence

    @property
    def left_to_plan_annual_pence(self) -> int:
        """The same over the first year, with one-offs."""
        return self.budget_annual_pence - self.cost.annual_pence

    @property
    def over_pence(self) -> int:
        """How far a week is over the budget; zero within it."""
        return max(0, -self.left_to_plan_pence)

    @property
    def over_annual_pence(self) -> int:
        """How far the first year is over, one-offs counted; zero within it."""
        return max(0, -self.left_to_plan_annual_pence)

    @property
    def is_over(self) -> bool:
        """Over in a week, or in the first year because of one-off costs."""
        return self.over_annual_pence > 0

    def plus(self, line: CostLine) -> "Position":
        """The same plan with one more item."""
        week, once = weekly_pence(line), one_off_pence(line)
        cost = PlanCost(self.cost.weekly_pence + week, self.cost.one_off_pence + once)
        return replace(self, cost=cost)

    def beside(self, budget_pence: int, *, is_estimate: bool = False) -> "Position":
        """The same plan beside another budget, in pence a week."""
        return replace(self, budget_pence=budget_pence, is_estimate=is_estimate)


def weekly_pence(line: CostLine) -> int:
    """An item's cost a week in pence, rounded once; zero for a one-off."""
    if line.frequency == Frequency.ONCE:
        return 0
    return round_pence(
        Fraction(line.price_pence) * Fraction(line.quantity) * WEEKS_FACTOR[line.frequency]
    )


def one_off_pence(line: CostLine) -> int:
    """An item's cost once in pence: of a one-off, and of single dates beside what comes again."""
    once = Fraction(line.quantity) if line.frequency == Frequency.ONCE else Fraction(0)
    return round_pence(Fraction(line.price_pence) * (once + line.dated))


def in_hundredths(units: Fraction) -> Decimal:
    """Units in whole hundredths, halves away from zero: as rows and pages have them."""
    return Decimal(round_pence(units * 100)).scaleb(-2)


def how_much_how_often(quantity: Decimal | Fraction, unit: str, frequency: Frequency) -> str:
    """How much how often, like "5 visits a week", "about 0.33 hours a week" or "1 item, once"."""
    shown = in_hundredths(Fraction(quantity))
    about = "" if shown == quantity else "about "
    many = f"{about}{shown.normalize():f} {unit}{'' if quantity == 1 else 's'}"
    often = frequency.label
    return f"{many}, {often}" if frequency == Frequency.ONCE else f"{many} {often}"


def plan_cost(lines: Iterable[CostLine]) -> PlanCost:
    """The whole plan: the sum of the rounded items, so that the page adds up."""
    lines = list(lines)
    return PlanCost(sum(map(weekly_pence, lines)), sum(map(one_off_pence, lines)))


def position_of(
    budget_pence: int, lines: Iterable[CostLine], *, is_estimate: bool = False
) -> Position:
    """A plan's cost beside its budget, in pence a week: the one place where it is put together."""
    return Position(budget_pence, plan_cost(lines), is_estimate)
