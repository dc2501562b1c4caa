"""On which days planned times happen, and how much that is."""

from collections import Counter
from datetime import date, time, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from marketplace.core.dates import WEEKDAYS, Weekday
from marketplace.core.periods import Period
from marketplace.core.times import (
    PlannedAmount,
    PlannedTime,
    TermTime,
    amount_a_week,
    amount_of,
    occurrences,
    times_problems,
    unknown_terms,
)
from tests.marketplace.core.times.made import (
    MONDAY,
    any_day,
    any_period,
    any_terms,
    any_time,
    any_times,
    planned,
)

YEAR = Period(date(2026, 4, 1), date(2027, 4, 1))
AUTUMN = Period(date(2026, 9, 2), date(2026, 10, 24))
LATE_AUTUMN = Period(date(2026, 11, 2), date(2026, 12, 19))


def days(*times: PlannedTime, period: Period = YEAR, terms: list[Period] | None = None):
    return [one.day for one in occurrences(times, period, terms or [])]


def test_weekly_time_happens_on_its_weekday_from_the_first_day_and_not_on_the_last() -> None:
    found = days(planned(Weekday.WEDNESDAY))
    assert (found[0], found[-1], len(found)) == (date(2026, 4, 1), date(2027, 3, 31), 53)
    assert days(planned(Weekday.THURSDAY))[-1] == date(2027, 3, 25)


def test_weekly_time_happens_on_29_february() -> None:
    leap = Period(date(2028, 2, 28), date(2028, 3, 2))
    assert days(planned(Weekday.TUESDAY), period=leap) == [date(2028, 2, 29)]
    assert days(planned(date(2028, 2, 29)), period=leap) == [date(2028, 2, 29)]


@pytest.mark.parametrize("sunday", [date(2026, 3, 29), date(2026, 10, 25)])
def test_time_in_the_hour_that_the_clock_skips_or_repeats_happens_once(sunday: date) -> None:
    around = Period(sunday - timedelta(days=1), sunday + timedelta(days=2))
    night = planned(Weekday.SUNDAY, time(1, 30))
    assert days(night, period=around) == [sunday]
    assert amount_of(occurrences([night], around)).hours == 1


def test_every_second_week_goes_on_through_a_year_of_53_weeks() -> None:
    second = planned(Weekday.FRIDAY, every_weeks=2, counted_from=date(2026, 12, 14))
    found = days(second, period=Period(date(2026, 1, 1), date(2027, 2, 1)))
    assert found == [date(2026, 12, 18), date(2027, 1, 1), date(2027, 1, 15), date(2027, 1, 29)]


def test_every_second_week_does_not_happen_before_the_week_from_which_it_counts() -> None:
    second = planned(Weekday.FRIDAY, every_weeks=2, counted_from=MONDAY)
    assert days(second, period=Period(date(2026, 9, 1), date(2026, 10, 24))) == [
        date(2026, 10, 9),
        date(2026, 10, 23),
    ]


def test_single_date_happens_inside_the_period_only() -> None:
    once = planned(date(2026, 10, 14))
    assert days(once) == [date(2026, 10, 14)]
    assert days(once, period=Period(date(2026, 10, 15), YEAR.until)) == []
    assert days(once, period=Period(YEAR.start, date(2026, 10, 14))) == []


def test_occurrences_are_in_order_of_day_and_start() -> None:
    late, early = planned(Weekday.MONDAY, time(18)), planned(Weekday.MONDAY, time(8))
    found = occurrences([late, early], Period(MONDAY, date(2026, 10, 13)))
    assert [one.time for one in found] == [early, late, early, late]


def test_period_without_an_end_is_refused() -> None:
    with pytest.raises(ValueError, match="has an end"):
        occurrences([planned(Weekday.MONDAY)], Period(MONDAY))


def test_time_of_term_leaves_out_holidays_and_time_of_holidays_has_only_them() -> None:
    october = Period(date(2026, 10, 12), date(2026, 11, 9))
    terms = [LATE_AUTUMN, AUTUMN]
    in_term = planned(Weekday.MONDAY, term_time=TermTime.TERM)
    in_holidays = planned(Weekday.MONDAY, term_time=TermTime.HOLIDAYS)
    assert [day.day for day in days(in_term, period=october, terms=terms)] == [12, 19, 2]
    assert [day.day for day in days(in_holidays, period=october, terms=terms)] == [26]


def test_time_of_term_when_no_terms_are_set_happens_always() -> None:
    assert len(days(planned(Weekday.MONDAY, term_time=TermTime.TERM))) == 52
    assert days(planned(Weekday.MONDAY, term_time=TermTime.HOLIDAYS)) == []


def test_amounts_count_workers_in_hours_and_each_nth_week_as_one_nth() -> None:
    times = [
        planned(Weekday.MONDAY, minutes=45, workers=2),
        planned(Weekday.FRIDAY, minutes=120, every_weeks=3, counted_from=MONDAY),
        planned(date(2026, 10, 14), minutes=600),
        planned(Weekday.SUNDAY, term_time=TermTime.HOLIDAYS),
    ]
    term = PlannedAmount(Fraction(3, 2) + Fraction(2, 3), Fraction(4, 3))
    assert amount_a_week(times) == term
    assert amount_a_week(times, in_term=False) == term + PlannedAmount(Fraction(1), Fraction(1))


def happens(one: PlannedTime, day: date, terms: list[Period]) -> bool:
    """What the words of a time say, asked of one day."""
    if one.on is not None:
        return day == one.on
    monday = day - timedelta(days=day.weekday())
    weeks = (monday - (one.counted_from or monday)).days // 7
    known = not unknown_terms(Period(day, day + timedelta(days=1)), terms)
    school = any(day in term for term in terms) or not known
    return (
        WEEKDAYS[day.weekday()] == one.weekday
        and weeks >= 0
        and weeks % one.every_weeks == 0
        and (one.term_time == TermTime.ALWAYS or school == (one.term_time == TermTime.TERM))
    )


@given(any_times(), any_period(), any_terms())
def test_occurrences_are_what_each_day_by_itself_says(times, period, terms) -> None:
    assert times_problems(times) == []
    length = (period.until - period.start).days
    expected = Counter(
        (day, one)
        for day in (period.start + timedelta(days=n) for n in range(length))
        for one in times
        if happens(one, day, terms)
    )
    assert Counter((one.day, one.time) for one in occurrences(times, period, terms)) == expected


@given(any_times(), any_times(), any_period(), any_terms())
def test_days_of_two_lists_together_are_those_of_each(these, those, period, terms) -> None:
    whole = Counter(occurrences([*these, *those], period, terms))
    assert whole == Counter(occurrences(these, period, terms)) + Counter(
        occurrences(those, period, terms)
    )


@given(any_times(), any_period(), any_terms(), st.data())
def test_boundary_inside_a_period_changes_no_day(times, period, terms, data) -> None:
    assume(period.until - period.start > timedelta(days=1))
    last = period.until - timedelta(days=1)
    cut = data.draw(st.dates(period.start + timedelta(days=1), last))
    parts = [Period(period.start, cut), Period(cut, period.until)]
    pieces = [one for part in parts for one in occurrences(times, part, terms)]
    assert pieces == occurrences(times, period, terms)


@given(st.lists(any_time(), max_size=6), st.integers(1, 3), st.booleans())
def test_amount_a_week_times_weeks_is_the_amount_of_their_days(times, rounds, in_term) -> None:
    last_monday = max([one.counted_from for one in times if one.counted_from] or [MONDAY])
    weeks = 60 * rounds  # a multiple of each number of weeks from 1 to 6
    whole = Period(last_monday, last_monday + timedelta(weeks=weeks))
    wanted = [one for one in times if one.on is None]
    left_out = TermTime.HOLIDAYS if in_term else TermTime.TERM
    happened = [one for one in wanted if one.term_time != left_out]
    as_always = [PlannedTime(**{**vars(one), "term_time": TermTime.ALWAYS}) for one in happened]
    a_week, total = amount_a_week(times, in_term=in_term), amount_of(occurrences(as_always, whole))
    assert (a_week.hours * weeks, a_week.visits * weeks) == (total.hours, total.visits)


@given(any_times(), any_period())
def test_amount_a_week_of_a_term_is_what_happens_while_one_term_runs(times, period) -> None:
    weekly = [one for one in times if one.every_weeks == 1]
    week = Period(period.start, period.start + timedelta(weeks=1))
    happened = occurrences([one for one in weekly if one.on is None], week, [period, week])
    assert amount_of(happened) == amount_a_week(weekly)


@given(any_terms(), any_period(), any_day())
def test_unknown_terms_hold_the_days_that_are_not_known(terms, period, day) -> None:
    alone = Period(day, day + timedelta(days=1))
    unknown = unknown_terms(period, terms)
    assert any(day in one for one in unknown) == (
        day in period and bool(unknown_terms(alone, terms))
    )
    assert all(before.until < after.start for before, after in pairwise(unknown))
