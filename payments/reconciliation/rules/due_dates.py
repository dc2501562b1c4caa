"""The days on which the payments of a plan item fall due."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

from marketplace.core.periods import add_months
from payments.reconciliation.rules.values import Planned

# By definition: the most days that a month has. A shorter step would overlook the period that a day is in.
LONGEST_MONTH = 31
# Days from the first to the last on which a one-off may be bought. Judgement: a year, in which every
# plan is reviewed (2014 Regulations, regulation 7). Shorter sends late one-offs to a person.
ONE_OFF_DAYS = 364


@dataclass(frozen=True, slots=True, order=True)
class DuePeriod:
    """One period of a plan item; first and last are the days on which it may fall."""

    first: date
    last: date

    def distance(self, day: date) -> int:
        """Days from the period: below zero is early, above is late."""
        if day < self.first:
            return (day - self.first).days
        return max((day - self.last).days, 0)


def due_near(planned: Planned, day: date, *, early: int, late: int) -> list[DuePeriod]:
    """The periods for which a payment on a day could be: due no more than `late` days before it
    and `early` days after it."""
    periods = _periods(planned, day - timedelta(late), day + timedelta(early))
    return [due for due in periods if -early <= due.distance(day) <= late]


def dues_within(planned: Planned, since: date, before: date) -> list[DuePeriod]:
    """The periods that begin before a day and did not end before another."""
    periods = _periods(planned, since, before - timedelta(1))
    return [due for due in periods if due.first < before and due.last >= since]


def _one_off(planned: Planned) -> Iterator[DuePeriod]:
    """A year from the day on which the line first began, or to its end; none where it did not come then."""
    if _anchor(planned) == planned.first:
        last = planned.first + timedelta(ONE_OFF_DAYS)
        if planned.until is not None:
            last = min(last, planned.until - timedelta(1))
        yield DuePeriod(planned.first, last)


def _periods(planned: Planned, since: date, until: date) -> Iterator[DuePeriod]:
    """The due periods that may touch the days from one to another, these included."""
    if planned.due_on:
        return _named(planned, since, until)
    return _in_rhythm(planned, since, until) if planned.recurs else _one_off(planned)


def _named(planned: Planned, since: date, until: date) -> Iterator[DuePeriod]:
    length = timedelta(max(planned.due_days, 1) - 1)
    first = bisect_left(planned.due_on, since - length)
    for day in planned.due_on[first : bisect_right(planned.due_on, until)]:
        yield DuePeriod(day, day + length)


def _in_rhythm(planned: Planned, since: date, until: date) -> Iterator[DuePeriod]:
    for number in count(max(_periods_before(planned, since) - 1, 0)):
        due = _due(planned, number)
        if due.first > until or (planned.until is not None and due.first >= planned.until):
            return
        if due.first >= planned.first:
            yield due


def days_between(planned: Planned) -> int:
    """Days from one due date to the next, the most there can be; zero for a one-off."""
    return planned.every_days or LONGEST_MONTH * planned.every_months


def is_on_one_day(planned: Planned) -> bool:
    """Whether each of its due periods is a single day."""
    if planned.due_on:
        return planned.due_days <= 1
    on_weekday = planned.weekday is not None and _is_in_weeks(planned)
    return planned.recurs and (on_weekday or (planned.due_days or planned.every_days) == 1)


def _is_in_weeks(planned: Planned) -> bool:
    """Whether what recurs comes every week, or every so many."""
    return not planned.every_months and planned.every_days % 7 == 0


def _periods_before(planned: Planned, day: date) -> int:
    return (day - _anchor(planned)).days // days_between(planned)


def _due(planned: Planned, number: int) -> DuePeriod:
    start, following = _start(planned, number), _start(planned, number + 1)
    if planned.weekday is None or not _is_in_weeks(planned):
        end = start + timedelta(planned.due_days) if planned.due_days else following
        return DuePeriod(start, end - timedelta(1))
    visit = start + timedelta((planned.weekday - start.weekday()) % 7)
    return DuePeriod(visit, visit)


def _start(planned: Planned, number: int) -> date:
    if planned.every_months:
        return add_months(_anchor(planned), number * planned.every_months)
    return _anchor(planned) + timedelta(number * planned.every_days)


def _anchor(planned: Planned) -> date:
    return planned.anchor or planned.first
