"""Planned times for tests, and any that can be planned."""

from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from marketplace.core.dates import WEEKDAYS, Weekday
from marketplace.core.periods import Period
from marketplace.core.times import PlannedTime, TermTime

MONDAY = date(2026, 10, 5)


def planned(day: Weekday | date, start: time | None = time(9), **more: Any) -> PlannedTime:
    """A time on a weekday or a single date, of an hour unless said."""
    key = "on" if isinstance(day, date) else "weekday"
    facts = {"uuid": UUID(int=1), "minutes": 60, "start": start, key: day}
    return PlannedTime(**{**facts, **more})


def mondays() -> st.SearchStrategy[date]:
    return st.integers(-200, 200).map(lambda weeks: MONDAY + timedelta(weeks=weeks))


@st.composite
def any_time(draw: st.DrawFn) -> PlannedTime:
    """Any time in which `times_problems` finds nothing."""
    length = {
        "minutes": draw(st.integers(5, 1440)),
        "workers": draw(st.integers(1, 6)),
        "start": draw(st.none() | st.times().map(lambda at: at.replace(second=0, microsecond=0))),
        "uuid": draw(st.uuids()),
    }
    if draw(st.booleans()):
        return PlannedTime(on=draw(any_day()), **length)
    weeks = draw(st.integers(1, 6))
    return PlannedTime(
        weekday=draw(st.sampled_from(WEEKDAYS)),
        every_weeks=weeks,
        counted_from=draw(mondays()) if weeks > 1 else None,
        term_time=draw(st.sampled_from(TermTime)),
        **length,
    )


def any_day() -> st.SearchStrategy[date]:
    """Days of nine years, 29 February of three of them and two years of 53 weeks included."""
    return st.dates(date(2023, 1, 1), date(2032, 12, 31))


def any_times() -> st.SearchStrategy[list[PlannedTime]]:
    return st.lists(any_time(), max_size=6, unique_by=lambda one: one.uuid)


@st.composite
def any_period(draw: st.DrawFn) -> Period:
    start = draw(any_day())
    return Period(start, start + timedelta(days=draw(st.integers(1, 500))))


@st.composite
def any_terms(draw: st.DrawFn) -> list[Period]:
    """Terms that follow one another without overlap; some gaps are holidays, some are too long."""
    terms, day = [], draw(any_day())
    for _ in range(draw(st.integers(0, 5))):
        start = day + timedelta(days=draw(st.sampled_from([0, 9, 44, 69, 70, 71, 200])))
        day = start + timedelta(days=draw(st.integers(1, 120)))
        terms.append(Period(start, day))
    return terms
