"""Periods are half-open: the first day is in, the last is not."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Period:
    """From a day, until (not with) another; until None means open-ended."""

    start: date
    until: date | None = None

    def __post_init__(self) -> None:
        if self.until is not None and self.until <= self.start:
            raise ValueError("A period must end after it starts.")

    def __contains__(self, day: date) -> bool:
        return self.start <= day and (self.until is None or day < self.until)

    def overlaps(self, other: "Period") -> bool:
        return (other.until is None or self.start < other.until) and (
            self.until is None or other.start < self.until
        )


def week_start(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(day.weekday())


def add_months(day: date, months: int) -> date:
    """The same day of the month later; the last day where that month is shorter."""
    month_index = day.year * 12 + day.month - 1 + months
    year, month = divmod(month_index, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise ValueError("No such month.")
