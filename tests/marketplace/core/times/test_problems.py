"""Why times cannot be, and what is said where the school terms are not known."""

from datetime import UTC, date, time
from uuid import UUID

import pytest

from marketplace.core.dates import Weekday
from marketplace.core.errors import Problem, problem
from marketplace.core.periods import Period
from marketplace.core.times import (
    PlannedTime,
    TermTime,
    term_notes,
    times_problems,
    unknown_terms,
)
from marketplace.core.wording import sentence_of
from tests.marketplace.core.times.made import MONDAY, planned

FRIDAY = Weekday.FRIDAY
REFUSED = {
    "time_day_unclear": PlannedTime(UUID(int=1), 60),
    "time_minutes_out_of_range": planned(FRIDAY, minutes=1441),
    "time_workers_out_of_range": planned(FRIDAY, workers=0),
    "time_start_unlike": planned(FRIDAY, time(9, 0, 30)),
    "time_date_repeats": planned(MONDAY, term_time=TermTime.TERM),
    "time_weeks_out_of_range": planned(FRIDAY, every_weeks=0),
    "time_first_week_missing": planned(FRIDAY, every_weeks=2),
    "time_first_week_needless": planned(FRIDAY, counted_from=MONDAY),
    "time_first_week_not_monday": planned(FRIDAY, every_weeks=2, counted_from=date(2026, 10, 9)),
}


def codes(problems: list[Problem]) -> list[str]:
    return [one.code for one in problems]


@pytest.mark.parametrize(("code", "one"), REFUSED.items(), ids=REFUSED.keys())
def test_time_when_it_cannot_be_is_refused_with_its_place(code: str, one: PlannedTime) -> None:
    before = planned(Weekday.MONDAY, uuid=UUID(int=7))
    found = times_problems([before, one])
    assert codes(found) == [code]
    assert sentence_of(found[0]).startswith("Time 2")
    assert found[0].field.endswith("_2")


@pytest.mark.parametrize(
    "one",
    [
        planned(FRIDAY, None, minutes=5),
        planned(FRIDAY, time(0), minutes=1440, workers=6),
        planned(FRIDAY, every_weeks=52, counted_from=MONDAY, term_time=TermTime.HOLIDAYS),
        planned(date(2028, 2, 29)),
    ],
)
def test_time_when_it_can_be_has_no_problem(one: PlannedTime) -> None:
    assert times_problems([one]) == []


def test_day_when_given_twice_over_or_start_with_a_zone_is_refused() -> None:
    both = planned(FRIDAY, on=MONDAY)
    assert codes(times_problems([both])) == ["time_day_unclear"]
    assert codes(times_problems([planned(FRIDAY, time(9, tzinfo=UTC))])) == ["time_start_unlike"]


def test_date_when_it_comes_every_second_week_is_refused() -> None:
    found = times_problems([planned(MONDAY, every_weeks=2, counted_from=MONDAY)])
    assert codes(found) == ["time_date_repeats"]


def test_same_time_twice_is_refused_and_twice_a_day_without_a_start_is_not() -> None:
    def pair(start: time | None, *ids: int) -> list[PlannedTime]:
        return [planned(FRIDAY, start, uuid=UUID(int=n)) for n in ids]

    assert codes(times_problems(pair(time(9), 1, 2))) == ["time_twice", "time_twice"]
    assert times_problems(pair(None, 1, 2)) == []
    assert codes(times_problems(pair(None, 1, 1))) == ["time_id_twice", "time_id_twice"]


def test_more_times_than_anybody_plans_are_refused_without_reading_them() -> None:
    found = times_problems([planned(FRIDAY)] * 169)
    assert codes(found) == ["times_too_many"]
    assert sentence_of(found[0]) == "Times: enter 168 or fewer."


SUMMER = Period(date(2026, 4, 13), date(2026, 7, 21))
AUTUMN = Period(date(2026, 9, 2), date(2026, 12, 19))


def test_terms_are_known_through_a_holiday_between_two_and_not_outside() -> None:
    terms = [AUTUMN, SUMMER]
    assert not unknown_terms(Period(date(2026, 8, 1), date(2026, 8, 8)), terms)
    assert not unknown_terms(Period(SUMMER.start, AUTUMN.until), terms)
    assert unknown_terms(Period(SUMMER.start, date(2026, 12, 20)), terms)
    assert unknown_terms(SUMMER, [])


def test_terms_when_a_year_is_missing_between_two_are_not_known_there() -> None:
    later = Period(date(2027, 9, 1), date(2027, 12, 18))
    gap = [Period(AUTUMN.until, later.start)]
    assert unknown_terms(Period(SUMMER.start, later.until), [AUTUMN, later]) == [
        Period(SUMMER.start, AUTUMN.start),
        *gap,
    ]


def test_terms_of_a_period_without_an_end_are_not_known_for_ever() -> None:
    assert unknown_terms(Period(AUTUMN.start), [AUTUMN]) == [Period(AUTUMN.until)]
    assert unknown_terms(Period(AUTUMN.start), [Period(AUTUMN.start)]) == []


def test_notes_say_for_which_days_no_terms_are_set_where_a_time_hangs_on_them() -> None:
    period = Period(AUTUMN.start, date(2027, 4, 1))
    in_term = planned(FRIDAY, term_time=TermTime.TERM)
    assert term_notes([planned(FRIDAY)], period, []) == []
    assert term_notes([in_term], AUTUMN, [AUTUMN]) == []
    facts = {"start": AUTUMN.until, "until": period.until}
    expected = problem("school_terms_unknown", **facts)
    assert term_notes([planned(FRIDAY), in_term], period, [AUTUMN]) == [expected]


@pytest.mark.parametrize(
    ("until", "which"),
    [
        (date(2027, 4, 1), "from 19 December 2026 to 31 March 2027."),
        (None, "from 19 December 2026."),
    ],
)
def test_note_names_the_days(until: date | None, which: str) -> None:
    said = sentence_of(problem("school_terms_unknown", start=AUTUMN.until, until=until))
    assert said.startswith(f"No school terms are set {which} Until they are, ")
