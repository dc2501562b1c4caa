"""The days on which planned times happen, and how much they come to: exact fractions, never floats.

The times are valid ones: `times_problems` finds nothing in them.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from marketplace.core.dates import WEEKDAYS
from marketplace.core.periods import Period
from marketplace.core.times.planned import PlannedTime, TermTime
from marketplace.core.times.school import SchoolYear


@dataclass(frozen=True)
class Occurrence:
    """A planned time on one London day, that on which it begins."""

    day: date
    time: PlannedTime


@dataclass(frozen=True)
class PlannedAmount:
    """Hours of work (two people for 30 minutes are one hour) and visits (by two people: one visit)."""

    hours: Fraction = Fraction(0)
    visits: Fraction = Fraction(0)

    def __add__(self, other: "PlannedAmount") -> "PlannedAmount":
        return PlannedAmount(self.hours + other.hours, self.visits + other.visits)


def occurrences(
    times: Iterable[PlannedTime], period: Period, terms: Collection[Period] = ()
) -> list[Occurrence]:
    """When times happen in a period, in order of day and start; a start that is not agreed comes first.

    `terms` are the council's school terms in and around the period (`council.queries.school_terms`).
    Raises ValueError for a period without an end.
    """
    if period.until is None:
        raise ValueError("Days are counted in a period that has an end.")
    year = SchoolYear(terms)
    found = [
        Occurrence(date.fromordinal(day), one)
        for one in times
        for day in _ordinals(one, period.start.toordinal(), period.until.toordinal())
        if year.allows(one.term_time, date.fromordinal(day))
    ]
    return sorted(found, key=_order)


def amount_of(happened: Iterable[Occurrence]) -> PlannedAmount:
    """How much occurrences come to."""
    return sum((_once(one.time) for one in happened), PlannedAmount())


def amount_a_week(times: Iterable[PlannedTime], *, in_term: bool = True) -> PlannedAmount:
    """How much weekly times come to in an average week of term, or of school holidays.

    What comes every n weeks counts one nth. A single date is in no average week.
    """
    left_out = TermTime.HOLIDAYS if in_term else TermTime.TERM
    return sum(
        (
            _share(_once(one), one.every_weeks)
            for one in times
            if one.on is None and one.term_time != left_out
        ),
        PlannedAmount(),
    )


def _once(planned: PlannedTime) -> PlannedAmount:
    return PlannedAmount(Fraction(planned.minutes * planned.workers, 60), Fraction(1))


def _share(amount: PlannedAmount, weeks: int) -> PlannedAmount:
    return PlannedAmount(amount.hours / weeks, amount.visits / weeks)


def _ordinals(planned: PlannedTime, start: int, until: int) -> range:
    """The days of one time, as numbers of the calendar, whose 1 is a Monday."""
    if planned.weekday is None:
        day = planned.on.toordinal() if planned.on else until
        return range(day, day + (start <= day < until))
    step = 7 * planned.every_weeks
    if planned.counted_from is None:
        first = start + (WEEKDAYS.index(planned.weekday) + 1 - start) % 7
        return range(first, until, step)
    first = planned.counted_from.toordinal() + WEEKDAYS.index(planned.weekday)
    return range(max(first, start + (first - start) % step), until, step)


def _order(one: Occurrence) -> tuple[date, int, int]:
    start = one.time.start
    return one.day, start.hour * 60 + start.minute if start else -1, one.time.uuid.int
