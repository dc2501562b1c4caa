"""Days, months and half years."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)


def days(first: date, end: date) -> Iterator[date]:
    """Each day from the first; the end is not in it."""
    day = first
    while day < end:
        yield day
        day += ONE_DAY


def months_later(first: date, months: int) -> date:
    """The same day of a later month; the last day of a shorter one."""
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, month + 1, min(first.day, monthrange(year, month + 1)[1]))


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def half_year(day: date) -> tuple[date, date]:
    """First and last day of the half year: April to September, October to March."""
    if 4 <= day.month <= 9:
        return date(day.year, 4, 1), date(day.year, 9, 30)
    begins = day.year if day.month >= 10 else day.year - 1
    return date(begins, 10, 1), date(begins + 1, 3, 31)
