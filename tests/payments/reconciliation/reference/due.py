"""When the lines of the plan fall due."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache

from tests.payments.reconciliation.reference.books import Books
from tests.payments.reconciliation.reference.days import ONE_DAY, days, monday_of, months_later
from tests.payments.reconciliation.reference.facts import Line
from tests.payments.reconciliation.reference.pence import rounded

ONE_OFF = timedelta(days=365)
WEEKS = {"weekly": 1, "fortnightly": 2, "four-weekly": 4}
MONTHS = {"monthly": 1, "quarterly": 3, "yearly": 12}


@dataclass(frozen=True)
class DuePeriod:
    """Support of one line that falls due: first and last day, and the line as it is on the first day."""

    line: Line
    first: date
    last: date
    hundredths: int


@lru_cache(maxsize=1_000)
def due_periods(books: Books, number: int, last: date) -> list[DuePeriod]:
    """All due periods of a line whose first day is not after the last day."""
    begun = first_began(books, number, last)
    found = []
    for day in days(begun, last + ONE_DAY) if begun else ():
        line = books.line_on(number, day)
        paused = any(pause.holds(number, day) for pause in books.pauses)
        period = period_from(line, begun, day) if begun and line and not paused else None
        if period is not None and not period.line.times and period.line.frequency == "once":
            found.append(once(books, period))
        elif period is not None:
            found.append(period)
    return found


def first_began(books: Books, number: int, last: date) -> date | None:
    """The first day on which the line holds, up to the last day."""
    for day in days(min((plan.starts for plan in books.plans()), default=last), last + ONE_DAY):
        if books.line_on(number, day):
            return day
    return None


def period_from(line: Line, begun: date, day: date) -> DuePeriod | None:
    """The due period whose first day this is, if one is."""
    if line.times:
        hundredths = line.times.get(day.weekday(), 0)
        return DuePeriod(line, day, day, hundredths) if hundredths else None
    end = end_from(line, begun, day)
    return DuePeriod(line, day, end - ONE_DAY, line.quantity) if end else None


def once(books: Books, period: DuePeriod) -> DuePeriod:
    """What comes once may be bought for a year from the line's first day, or until the line ends."""
    ends = period.first
    for day in days(period.first, period.first + ONE_OFF):
        line = books.line_on(period.line.number, day)
        if line and not line.times and line.frequency == "once":
            ends = day
    return replace(period, last=ends)


def end_from(line: Line, begun: date, day: date) -> date | None:
    """The day on which the next period would begin, if one begins on this day."""
    if line.frequency == "once":
        return day + ONE_DAY if day == begun else None
    if line.frequency in WEEKS:
        length = timedelta(weeks=WEEKS[line.frequency])
        return day + length if (day - monday_of(begun)) % length == timedelta(0) else None
    step = MONTHS[line.frequency]
    months = (day.year - begun.year) * 12 + day.month - begun.month
    if months % step == 0 and day == months_later(begun, months):
        return months_later(begun, months + step)
    return None


def unpaid(books: Books, period: DuePeriod, today: date = date.max) -> int:
    """Pence of a due period that no payment up to today has paid, at the price on its first day."""
    paid = sum(
        row.hundredths
        for row in books.paid
        if row.line == period.line.number
        and row.first == period.first
        and (row.booked is None or row.booked <= today)
    )
    return rounded(Fraction(period.line.price * max(0, period.hundredths - paid), 100))
