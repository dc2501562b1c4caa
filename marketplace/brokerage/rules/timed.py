"""How much planned times come to: units in an average week, and units of single dates. Exact."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from marketplace.brokerage.rules.cost import WEEKS_A_YEAR, CostLine, how_much_how_often
from marketplace.brokerage.rules.kinds import Frequency
from marketplace.core.dates import Weekday
from marketplace.core.times import (
    Occurrence,
    PlannedAmount,
    PlannedTime,
    amount_a_week,
    amount_of,
)
from marketplace.listings.rules import DayBand, PriceUnit

#: Units that times count: hours of work (of every worker), and visits or sessions, one each time.
#: Of a night, a week, a mile or an item times say only when; how many is typed.
COUNTED_BY_TIMES = frozenset({PriceUnit.HOUR, PriceUnit.VISIT, PriceUnit.SESSION})
#: Weeks of the standard year in which schools are open: 190 days for pupils (SI 1999/3181, regulation
#: 3: 380 sessions) and five for teachers alone (School Teachers' Pay and Conditions Document).
TERM_WEEKS = 39
_WEEKEND = (Weekday.SATURDAY, Weekday.SUNDAY)
_SATURDAY = 5


@dataclass(frozen=True)
class TimedUnits:
    """Units in an average week of the standard year, and units of single dates, each counted once."""

    weekly: Fraction = Fraction(0)
    dated: Fraction = Fraction(0)

    @property
    def comes_once(self) -> bool:
        """Whether it comes on single dates only."""
        return not self.weekly


def timed_units(unit: str, times: Iterable[PlannedTime]) -> TimedUnits | None:
    """How many units times come to; None where there are none, or they do not count this unit."""
    times = tuple(times)
    if not times or unit not in COUNTED_BY_TIMES:
        return None
    in_term = units_in(unit, amount_a_week(times, in_term=True))
    in_holidays = units_in(unit, amount_a_week(times, in_term=False))
    year = in_term * TERM_WEEKS + in_holidays * (WEEKS_A_YEAR - TERM_WEEKS)
    dated = (Occurrence(one.on, one) for one in times if one.on is not None)
    return TimedUnits(year / WEEKS_A_YEAR, units_in(unit, amount_of(dated)))


def units_in(unit: str, amount: PlannedAmount) -> Fraction:
    """An amount in a unit that times count: hours, or visits."""
    return amount.hours if unit == PriceUnit.HOUR else amount.visits


def cost_line_of(
    unit: str,
    price_pence: int,
    times: Iterable[PlannedTime],
    quantity: Decimal,
    frequency: Frequency,
) -> CostLine:
    """An item's price and how much of it, exact: what its times come to, else what was typed."""
    timed = timed_units(unit, times)
    if timed is None:
        return CostLine(price_pence, quantity, frequency)
    if timed.comes_once:
        return CostLine(price_pence, timed.dated, Frequency.ONCE)
    return CostLine(price_pence, timed.weekly, Frequency.WEEK, timed.dated)


def timed_words(units: TimedUnits, unit: str) -> str:
    """Units of times in words: "3 hours a week", "2 visits, once", or both."""
    weekly = how_much_how_often(units.weekly, unit, Frequency.WEEK)
    dated = how_much_how_often(units.dated, unit, Frequency.ONCE)
    if units.comes_once:
        return dated
    return f"{weekly}, and {dated}" if units.dated else weekly


def band_of(planned: PlannedTime) -> DayBand:
    """Whether a time begins on a weekday or at the weekend; bank holidays are not told apart."""
    at_weekend = planned.weekday in _WEEKEND
    if planned.on is not None:
        at_weekend = planned.on.weekday() >= _SATURDAY
    return DayBand.WEEKEND if at_weekend else DayBand.WEEKDAY
