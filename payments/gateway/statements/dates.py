"""Reading a date strictly: one that is not in the calendar is refused, never moved."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cache, lru_cache

from marketplace.core.dates import london_date
from marketplace.core.errors import problem
from marketplace.core.labels import LabelledEnum
from payments.gateway.errors import RowRefused
from payments.gateway.statements.text import shown


class DateStyle(LabelledEnum):
    """How a file writes its dates. Day first and month first are never guessed from one date."""

    DAY_FIRST = "day_first", "Day first, like 31/01/2026"
    ISO = "iso", "Year first, like 2026-01-31"
    MONTH_FIRST = "month_first", "Month first, like 01/31/2026"


_DAYS = (
    "%d/%m/%Y",
    "%d/%m/%y",
    "%d-%m-%Y",
    "%d-%m-%y",
    "%d.%m.%Y",
    "%d.%m.%y",
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
#: What a cell must look like to be worth trying: never narrower than what strptime takes.
_PARTS: Mapping[str, str] = {
    "%Y": r"\d{4}",
    "%y": r"\d{2}",
    "%m": r"\d{1,2}",
    "%d": r"\s*\d{1,2}",
    "%b": r"[^\W\d_]+",
    "%B": r"[^\W\d_]+",
    "%H": r"\d{1,2}",
    "%M": r"\d{1,2}",
    "%S": r"\d{1,2}",
    "%f": r"\d{1,6}",
    "%z": r"(?:[+-]\d\d:?\d\d(?::?\d\d(?:\.\d{1,6})?)?|Z)",
    " ": r"\s+",
}
_PART = re.compile(r"%.| |[^%\s]+")
_DIGIT, _WORD, _SPACE = re.compile(r"\d"), re.compile(r"[^\W\d_]{2,}"), re.compile(r"\s+")
#: Judgement: the longest shape has 44 characters; whatever is longer is no date.
LONGEST_DATE = 50
#: Outlines of one column. Judgement: a bank writes one shape of date, whose months have
#: names of 7 lengths and days of 1 or 2 digits; a file with more is made to keep us busy.
MOST_OUTLINES = 100
#: Judgement: no statement that is imported is older or newer; a typing slip in a year is.
FIRST_YEAR = 1990
LAST_YEAR = 2199


def date_reader(style: DateStyle) -> Callable[[str], date]:
    """A reader for the dates of one column.

    Which shapes a cell can have is found once for each outline (digits and words, whatever they
    say), so a cell costs one or two tries at most. Days are remembered, for files repeat them.
    """
    outlines: dict[str, tuple[str, ...]] = {}

    def fitting(written: str) -> tuple[str, ...]:
        outline = _outline(written)
        if outline not in outlines and len(outlines) < MOST_OUTLINES:
            looks = _all_shapes(style).items()
            outlines[outline] = tuple(shape for shape, look in looks if look.fullmatch(written))
        return outlines.get(outline, ())

    @lru_cache(maxsize=2000)
    def read(text: str) -> date:
        written = text.strip()
        if not written:
            raise RowRefused(problem("statement_date_empty"))
        for shape in fitting(written) if len(written) <= LONGEST_DATE else ():
            try:
                moment = datetime.strptime(written, shape)  # noqa: DTZ007 (a bare day has no zone)
            except ValueError:
                continue
            return _in_range(_london(moment), written)
        raise RowRefused(problem("statement_date_style", shown=shown(written), style=style.value))

    return read


def iso_date(text: str) -> date:
    """The London date of an ISO date or date and time, as XML statements write them."""
    written = text.strip()
    try:
        if len(written) == len("2026-01-31"):
            return _in_range(date.fromisoformat(written), written)
        return _in_range(_london(datetime.fromisoformat(written)), written)
    except ValueError as error:
        raise RowRefused(problem("statement_date_not_a_day", shown=shown(written))) from error


def _outline(written: str) -> str:
    """Digits as 0, words as a, spaces as one. A single letter, like T or Z, says what it is."""
    return _SPACE.sub(" ", _WORD.sub("a", _DIGIT.sub("0", written)))


@cache
def _all_shapes(style: DateStyle) -> Mapping[str, re.Pattern[str]]:
    days = _SHAPES[style]
    shapes = [
        *days,
        *(day + time + zone for day in days for time in _TIMES for zone in _MOMENTS),
    ]
    return {shape: _look(shape) for shape in shapes}


def _look(shape: str) -> re.Pattern[str]:
    parts = (_PARTS.get(part) or re.escape(part) for part in _PART.findall(shape))
    return re.compile("".join(parts), re.IGNORECASE)


def _london(moment: datetime) -> date:
    return moment.date() if moment.tzinfo is None else london_date(moment)


def _in_range(day: date, written: str) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise RowRefused(problem("statement_date_year", shown=shown(written)))
    return day
