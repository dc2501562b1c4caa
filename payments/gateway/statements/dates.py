"""Reading a date strictly: one that is not in the calendar is refused, never moved."""

from collections.abc import Callable
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache

from marketplace.core.dates import london_date


class DateRefused(ValueError):
    """The text is not a date in the expected form. The message says why."""


class DateStyle(StrEnum):
    """How a file writes its dates. Day first and month first are never told apart by guessing."""

    ISO = "iso"
    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


_DAYS = (
    "%d/%m/%Y",
    "%d/%m/%y",
    "%d-%m-%Y",
    "%d.%m.%Y",
    "%d %b %Y",
    "%d-%b-%Y",
    "%d %B %Y",
)
_SHAPES: dict[DateStyle, tuple[str, ...]] = {
    DateStyle.ISO: ("%Y-%m-%d", "%Y/%m/%d", "%Y%m%d"),
    DateStyle.DAY_FIRST: (*_DAYS, "%d-%b-%y", "%d %b %y"),
    DateStyle.MONTH_FIRST: ("%m/%d/%Y", "%m/%d/%y", "%m-%d-%Y", "%b %d %Y", "%B %d %Y"),
}
_MOMENTS = ("%z", " %z", "")
_TIMES = (" %H:%M:%S", " %H:%M", "T%H:%M:%S", "T%H:%M:%S.%f")
FIRST_YEAR = 1990
LAST_YEAR = 2199


def date_reader(style: DateStyle) -> Callable[[str], date]:
    """A reader for one file's style. It remembers days that it has read, for files repeat them."""
    shapes = _all_shapes(style)

    @lru_cache(maxsize=2000)
    def read(text: str) -> date:
        shown = text.strip()
        for shape in shapes:
            try:
                moment = datetime.strptime(shown, shape)  # noqa: DTZ007 (a bare day has no zone)
            except ValueError:
                continue
            return _in_range(_london(moment), shown)
        raise DateRefused(_refusal(shown, style))

    return read


def iso_date(text: str) -> date:
    """The London date of an ISO date or date and time, as XML statements write them."""
    shown = text.strip()
    try:
        if len(shown) == len("2026-01-31"):
            return _in_range(date.fromisoformat(shown), shown)
        return _in_range(_london(datetime.fromisoformat(shown)), shown)
    except DateRefused:
        raise
    except ValueError as error:
        raise DateRefused(f"“{shown}” is not a date in the calendar.") from error


def _all_shapes(style: DateStyle) -> list[str]:
    days = _SHAPES[style]
    return [
        *days,
        *(day + time + zone for day in days for time in _TIMES for zone in _MOMENTS),
    ]


def _london(moment: datetime) -> date:
    return moment.date() if moment.tzinfo is None else london_date(moment)


def _in_range(day: date, shown: str) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise DateRefused(f"“{shown}” is not in a year that a statement can be of.")
    return day


def _refusal(shown: str, style: DateStyle) -> str:
    if not shown:
        return "The date is empty."
    expected = {
        DateStyle.ISO: "year-month-day, like 2026-01-31",
        DateStyle.DAY_FIRST: "day first, like 31/01/2026",
        DateStyle.MONTH_FIRST: "month first, like 01/31/2026",
    }[style]
    return f"“{shown}” is not a date in the calendar written {expected}."
