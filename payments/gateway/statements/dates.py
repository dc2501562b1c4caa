"""Reading a date strictly: one that is not in the calendar is refused, never moved."""

from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache

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
#: Judgement: no statement that is imported is older or newer; a typing slip in a year is.
FIRST_YEAR = 1990
LAST_YEAR = 2199


def date_reader(style: DateStyle) -> Callable[[str], date]:
    """A reader for one file's style. It remembers days that it has read, for files repeat them."""
    shapes = _all_shapes(style)

    @lru_cache(maxsize=2000)
    def read(text: str) -> date:
        written = text.strip()
        for shape in shapes:
            try:
                moment = datetime.strptime(written, shape)  # noqa: DTZ007 (a bare day has no zone)
            except ValueError:
                continue
            return _in_range(_london(moment), written)
        if not written:
            raise RowRefused(problem("statement_date_empty"))
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


def _all_shapes(style: DateStyle) -> list[str]:
    days = _SHAPES[style]
    return [
        *days,
        *(day + time + zone for day in days for time in _TIMES for zone in _MOMENTS),
    ]


def _london(moment: datetime) -> date:
    return moment.date() if moment.tzinfo is None else london_date(moment)


def _in_range(day: date, written: str) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise RowRefused(problem("statement_date_year", shown=shown(written)))
    return day
