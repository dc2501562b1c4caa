"""Planned times as people say them."""

from datetime import date, time, timedelta
from uuid import UUID

import pytest
from hypothesis import given

from marketplace.core.dates import WEEKDAYS, Weekday
from marketplace.core.times import PlannedTime, TermTime
from marketplace.core.times_words import spoken_times
from tests.marketplace.core.times.made import MONDAY, any_times, planned

MON, TUE, WED, THU, FRI, SAT, SUN = WEEKDAYS
HALF_PAST = time(8, 30)


def each(days: list[Weekday], *starts: time | None, **more: object) -> list[PlannedTime]:
    return [planned(day, start, **more) for day in days for start in starts]


SAID = {
    "Monday to Friday, 8.30am, 45 minutes": each([MON, TUE, WED, THU, FRI], HALF_PAST, minutes=45),
    "Wednesdays 5.30pm to 8.30pm": each([WED], time(17, 30), minutes=180),
    "Mondays and Thursdays, 9am, 1 hour, two people together": each([THU, MON], time(9), workers=2),
    "every second Friday from 9 October 2026, 2 hours": each(
        [FRI], None, minutes=120, every_weeks=2, counted_from=MONDAY
    ),
    "14 October 2026, 10am, 3 hours": [planned(date(2026, 10, 14), time(10), minutes=180)],
    "14 October 2026 and 21 October 2026, 10am, 1 hour": [
        planned(date(2026, 10, 21), time(10)),
        planned(date(2026, 10, 14), time(10)),
    ],
    "Mondays, 9am, 1 hour, in term time": each([MON], time(9), term_time=TermTime.TERM),
    "Mondays 9am to 11am, in school holidays": each(
        [MON], time(9), minutes=120, term_time=TermTime.HOLIDAYS
    ),
    "Monday to Friday, 8.30am and 6pm, 30 minutes each": each(
        [MON, TUE, WED, THU, FRI], time(18), HALF_PAST, minutes=30
    ),
    "every day, 8.30am, 12pm and 6pm, 30 minutes each": each(
        list(WEEKDAYS), HALF_PAST, time(12), time(18), minutes=30
    ),
    "Mondays, Tuesdays and Thursdays, 30 minutes": each([MON, TUE, THU], None, minutes=30),
    "Saturdays and Sundays, twice a day, 30 minutes each": each([SAT, SUN], None, None, minutes=30),
    "Mondays and Tuesdays, 30 minutes; Tuesdays, 30 minutes": [
        *each([MON], None, minutes=30),
        *each([TUE], None, None, minutes=30),
    ],
    "Mondays, 4 times a day, 30 minutes each": each([MON], None, None, None, None, minutes=30),
    "Fridays 10pm to 7am": each([FRI], time(22), minutes=540),
    "Mondays 9am to 12pm and 2pm to 5pm": each([MON], time(9), time(14), minutes=180),
    "Fridays, 9am, 24 hours": each([FRI], time(9), minutes=1440),
    "every second Friday from 9 October 2026, 9am to 5pm": each(
        [FRI], time(9), minutes=480, every_weeks=2, counted_from=MONDAY
    ),
    "every 4 weeks on Tuesday and Friday from 6 October 2026, 9am, 1 hour": each(
        [TUE, FRI], time(9), every_weeks=4, counted_from=MONDAY
    ),
    "every second week, Monday to Wednesday, from 5 October 2026, 9am, 1 hour": each(
        [MON, TUE, WED], time(9), every_weeks=2, counted_from=MONDAY
    ),
    "every 3 weeks, Monday to Sunday, from 5 October 2026, 9am, 1 hour": each(
        list(WEEKDAYS), time(9), every_weeks=3, counted_from=MONDAY
    ),
    "Monday to Friday, 8.30am, 45 minutes; Saturdays, 9am, 1 hour; 14 October 2026, 1 hour": [
        planned(date(2026, 10, 14), None),
        *each([SAT], time(9)),
        *each([MON, TUE, WED, THU, FRI], HALF_PAST, minutes=45),
    ],
    "": [],
}


@pytest.mark.parametrize(("said", "times"), SAID.items(), ids=SAID.keys())
def test_times_are_said_in_the_same_words_in_whatever_order(said, times) -> None:
    assert spoken_times(times) == said
    assert spoken_times(list(reversed(times))) == said


@given(any_times())
def test_times_that_differ_are_said_apart_and_the_same_are_said_alike(times) -> None:
    said = spoken_times(times)
    assert bool(said) == bool(times)
    again = [PlannedTime(**{**vars(one), "uuid": UUID(int=n)}) for n, one in enumerate(times)]
    assert spoken_times(again) == said
    for place, one in enumerate(times):
        longer = PlannedTime(**{**vars(one), "minutes": one.minutes + 1})
        assert spoken_times([*times[:place], longer, *times[place + 1 :]]) != said


def test_first_day_of_what_comes_every_second_week_is_the_first_day_on_which_it_happens() -> None:
    first = MONDAY + timedelta(days=6)
    said = spoken_times([planned(SUN, every_weeks=2, counted_from=MONDAY)])
    assert said.startswith(f"every second Sunday from {first.day} October 2026")
