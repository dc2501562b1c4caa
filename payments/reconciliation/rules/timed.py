"""When a line with times falls due, and for how many units.

Where all that comes again comes on one weekday, each day on which it happens is due; else each week,
from its Monday, with the units that fall in it. What comes alike in every turn (every so many weeks)
is one rhythm. All else is counted day by day, as far as a day ahead: times of several rhythms, single
dates, and times that hang on the school year.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from marketplace.brokerage.rules import COUNTED_BY_TIMES, Commitment, units_in
from marketplace.core.dates import WEEKDAYS
from marketplace.core.pence import round_pence
from marketplace.core.periods import Period, week_start
from marketplace.core.times import Occurrence, PlannedTime, TermTime, amount_of, occurrences
from payments.reconciliation.rules.values import Planned


def is_timed(commitment: Commitment) -> bool:
    """Whether its times say how many units fall due, and when."""
    return bool(commitment.times) and commitment.unit in COUNTED_BY_TIMES


def with_units(planned: Planned, units: Fraction) -> Planned:
    """The same with so many units each time. Hundredths are rounded; where they do not hold the
    units, as with 20 minutes of an hour, the exact ones stand beside them, and price whole dues."""
    units_c = round_pence(units * 100)
    return replace(planned, units_c=units_c, units=None if units * 100 == units_c else units)


def timed_dues(
    planned: Planned, commitment: Commitment, terms: Collection[Period], ahead: date
) -> Iterator[Planned]:
    """What falls due of a commitment with times, up to a day ahead where it is counted day by day.

    Dues of different units are several plans of the one line. `terms` are the council's school terms.
    """
    times = commitment.times
    if _is_one_rhythm(times):
        yield _in_rhythm(planned, commitment)
        return
    end = min(commitment.until or ahead, ahead)
    if commitment.first >= end:
        return
    by_day = only_weekday(times) is not None or all(one.on for one in times)
    counted = _by_day if by_day else _by_week
    every_days = 0 if all(one.on for one in times) else 7
    for units, days in _alike(counted(commitment, Period(commitment.first, end), terms)):
        yield with_units(
            replace(
                planned, every_days=every_days, due_on=tuple(days), due_days=1 if by_day else 7
            ),
            units,
        )


def only_weekday(times: Iterable[PlannedTime]) -> int | None:
    """The weekday on which all that comes again comes, Monday is zero; None when on several, or none."""
    days = {one.weekday for one in times if one.weekday}
    return WEEKDAYS.index(days.pop()) if len(days) == 1 else None


def _is_one_rhythm(times: Sequence[PlannedTime]) -> bool:
    rhythms = {(one.every_weeks, one.counted_from, one.term_time, one.on) for one in times}
    first = times[0]
    return len(rhythms) == 1 and first.on is None and first.term_time is TermTime.ALWAYS


def _in_rhythm(planned: Planned, commitment: Commitment) -> Planned:
    first = commitment.times[0]
    weekday = only_weekday(commitment.times)
    return with_units(
        replace(
            planned,
            anchor=first.counted_from or week_start(commitment.anchor),
            every_days=7 * first.every_weeks,
            every_months=0,
            weekday=weekday,
            due_days=0 if weekday is not None else 7,
        ),
        _units(commitment.unit, (Occurrence(date.min, one) for one in commitment.times)),
    )


def _by_day(
    commitment: Commitment, period: Period, terms: Collection[Period]
) -> Mapping[date, Fraction]:
    """Units of each day on which it happens."""
    found: dict[date, list[Occurrence]] = defaultdict(list)
    for one in occurrences(commitment.times, period, terms):
        found[one.day].append(one)
    return {day: _units(commitment.unit, happened) for day, happened in found.items()}


def _by_week(
    commitment: Commitment, period: Period, terms: Collection[Period]
) -> Mapping[date, Fraction]:
    """Units of each week whose Monday is in a period, by that Monday."""
    start = week_start(period.start + timedelta(6))
    until = week_start((period.until or start) + timedelta(6))
    if start >= until:
        return {}
    found: dict[date, Fraction] = defaultdict(Fraction)
    for day, units in _by_day(commitment, Period(start, until), terms).items():
        found[week_start(day)] += units
    return found


def _alike(units_of: Mapping[date, Fraction]) -> Iterable[tuple[Fraction, list[date]]]:
    """The days that have the same units, in order."""
    found: dict[Fraction, list[date]] = defaultdict(list)
    for day in sorted(units_of):
        found[units_of[day]].append(day)
    return found.items()


def _units(unit: str, happened: Iterable[Occurrence]) -> Fraction:
    return units_in(unit, amount_of(happened))
