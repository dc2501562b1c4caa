"""How an amount fits a plan item: its price times its units, part of them, or several periods."""

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from itertools import count

from marketplace.core.pence import round_pence
from marketplace.core.periods import add_months
from payments.reconciliation.rules.values import Income, Planned, Shape

WHOLE = 100
QUARTER = 25
MOST_PERIODS = 6
MOST_WEEKS_IN = 13
ADVANCE = timedelta(28)
ROUNDING = 2


@dataclass(frozen=True, slots=True)
class Fit:
    """A shape, the units it stands for (in hundredths), and pence above (+) or below (-) the plan.

    ``room_c`` is what else the plan has in one period; ``trusted`` says that staff have confirmed
    so many periods at once before.
    """

    shape: Shape
    units_c: int = 0
    off_pence: int = 0
    periods: int = 1
    room_c: int = 0
    trusted: bool = False


MISFIT = Fit(Shape.NONE)


@dataclass(frozen=True, slots=True)
class Due:
    """One period of a plan item; first and last are the days on which it may fall."""

    first: date
    last: date

    def distance(self, day: date) -> int:
        """Days from the period: below nought is early, above is late."""
        if day < self.first:
            return (day - self.first).days
        return max((day - self.last).days, 0)


def pence_for(planned: Planned, units_c: int) -> int:
    """What so many hundredths of a unit cost at the frozen price."""
    return round_pence(Fraction(planned.price_pence * units_c, WHOLE))


@lru_cache(maxsize=100_000)
def fit(planned: Planned, spent_pence: int, tolerance_percent: int) -> Fit:
    """How an amount spent fits a plan item, best shape first."""
    expected = pence_for(planned, planned.units_c)
    if spent_pence <= 0 or expected <= 0:
        return MISFIT
    if spent_pence == expected:
        return Fit(Shape.FULL, planned.units_c)
    units_c = _units(planned, spent_pence)
    if units_c is not None and units_c < planned.units_c:
        return Fit(Shape.PART, units_c, room_c=planned.units_c - units_c)
    periods, rest = divmod(spent_pence, expected)
    if rest == 0 and _comes_again(planned) and 2 <= periods <= MOST_PERIODS:
        trusted = periods in planned.standing
        return Fit(Shape.SEVERAL, planned.units_c * periods, periods=periods, trusted=trusted)
    off = spent_pence - expected
    if abs(off) * 100 <= tolerance_percent * expected:
        return Fit(Shape.NEAR, planned.units_c, off_pence=off)
    return MISFIT


def _units(planned: Planned, spent_pence: int) -> int | None:
    """Units bought, when the amount is a whole number of them, or of quarter hours."""
    if planned.price_pence <= 0:
        return None
    step = QUARTER if planned.unit == "hour" else WHOLE
    units_c = round_pence(Fraction(spent_pence * WHOLE, planned.price_pence * step)) * step
    return units_c if units_c and pence_for(planned, units_c) == spent_pence else None


def fit_income(income: Income, received_pence: int, day: date) -> Fit:
    """Money in fits when it is what one to thirteen weeks come to, near the budget's time.

    A penny or two a week either way is how the payer rounded.
    """
    in_time = income.first - ADVANCE <= day and (
        income.until is None or day < income.until + ADVANCE
    )
    for weekly_pence in (income.weekly_pence, *income.other_weekly_pence):
        weeks = round_pence(Fraction(received_pence, weekly_pence)) if weekly_pence else 0
        off = received_pence - weeks * weekly_pence
        if in_time and abs(off) <= weeks * ROUNDING and 1 <= weeks <= MOST_WEEKS_IN:
            return Fit(Shape.FULL, weeks * WHOLE, off_pence=off, periods=weeks)
    return MISFIT


def due_near(planned: Planned, day: date, *, early: int, late: int) -> list[Due]:
    """The periods for which a payment on a day could be: due no more than `late` days before it
    and `early` days after it."""
    if not _comes_again(planned):
        once = Due(planned.first, planned.until or planned.first + timedelta(364))
        return [once] if -early <= once.distance(day) <= late else []
    found = []
    for number in count(max(_periods_before(planned, day - timedelta(late)) - 1, 0)):
        due = _due(planned, number)
        if due.first > day + timedelta(early):
            break
        if planned.until is not None and due.first >= planned.until:
            break
        if -early <= due.distance(day) <= late:
            found.append(due)
    return found


def _comes_again(planned: Planned) -> bool:
    return bool(planned.every_days or planned.every_months)


def _periods_before(planned: Planned, day: date) -> int:
    step = planned.every_days or 31 * planned.every_months
    return (day - planned.first).days // step


def _due(planned: Planned, number: int) -> Due:
    start, following = _start(planned, number), _start(planned, number + 1)
    if planned.weekday is None or planned.every_months or planned.every_days % 7:
        return Due(start, following - timedelta(1))
    visit = start + timedelta((planned.weekday - start.weekday()) % 7)
    return Due(visit, visit)


def _start(planned: Planned, number: int) -> date:
    if planned.every_months:
        return add_months(planned.first, number * planned.every_months)
    return planned.first + timedelta(number * planned.every_days)
