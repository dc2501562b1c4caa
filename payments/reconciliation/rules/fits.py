"""How an amount fits a plan item: its price times its units, part of them, or several periods."""

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache

from marketplace.core.pence import round_pence
from payments.reconciliation.rules.values import Planned, Shape

WHOLE = 100
QUARTER = 25
MOST_PERIODS = 6


@dataclass(frozen=True, slots=True)
class Fit:
    """A shape, the units it stands for (in hundredths), and pence above (+) or below (-) the plan."""

    shape: Shape
    units_c: int
    off_pence: int = 0
    periods: int = 1


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
def fit(planned: Planned, spent_pence: int, tolerance_percent: int) -> Fit | None:
    """How an amount spent fits a plan item, best shape first; None when it does not."""
    expected = pence_for(planned, planned.units_c)
    if spent_pence <= 0 or expected <= 0:
        return None
    if spent_pence == expected:
        return Fit(Shape.FULL, planned.units_c)
    units_c = _units(planned, spent_pence)
    if units_c is not None and units_c < planned.units_c:
        return Fit(Shape.PART, units_c)
    periods, rest = divmod(spent_pence, expected)
    if rest == 0 and planned.every_days and 2 <= periods <= MOST_PERIODS:
        return Fit(Shape.SEVERAL, planned.units_c * periods, periods=periods)
    off = spent_pence - expected
    if abs(off) * 100 <= tolerance_percent * expected:
        return Fit(Shape.NEAR, planned.units_c, off_pence=off)
    return None


def _units(planned: Planned, spent_pence: int) -> int | None:
    """Units bought, when the amount is a whole number of them, or of quarter hours."""
    if planned.price_pence <= 0:
        return None
    step = QUARTER if planned.unit == "hour" else WHOLE
    units_c = round_pence(Fraction(spent_pence * WHOLE, planned.price_pence * step)) * step
    return units_c if units_c and pence_for(planned, units_c) == spent_pence else None


def due_near(planned: Planned, day: date, *, early: int, late: int) -> list[Due]:
    """The periods for which a payment on a day could be: due no more than `late` days before it
    and `early` days after it."""
    from_day, to_day = day - timedelta(late), day + timedelta(early)
    if not planned.every_days:
        once = Due(planned.first, planned.until or planned.first + timedelta(364))
        return [once] if -early <= once.distance(day) <= late else []
    step = planned.every_days
    number = max((from_day - planned.first).days // step - 1, 0)
    found = []
    while (start := planned.first + timedelta(number * step)) <= to_day:
        due = _due(planned, start)
        number += 1
        if planned.until is not None and due.first >= planned.until:
            break
        if due.first >= planned.first and -early <= due.distance(day) <= late:
            found.append(due)
    return found


def _due(planned: Planned, start: date) -> Due:
    if planned.weekday is None or planned.every_days % 7:
        return Due(start, start + timedelta(planned.every_days - 1))
    visit = start + timedelta((planned.weekday - start.weekday()) % 7)
    return Due(visit, visit)
