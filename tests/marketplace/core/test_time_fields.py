"""A time of day and a length of time, read from what people type."""

from datetime import time

import pytest
from django.core.exceptions import ValidationError

from marketplace.core.time_fields import ClockField, LengthField


@pytest.mark.parametrize(
    ("typed", "at"),
    [
        ("8.30am", time(8, 30)),
        ("8:30 AM", time(8, 30)),
        ("8.30 a.m.", time(8, 30)),
        ("830am", time(8, 30)),
        ("8am", time(8)),
        ("12am", time(0)),
        ("12.15pm", time(12, 15)),
        ("5 p.m.", time(17)),
        ("17:30", time(17, 30)),
        ("1730", time(17, 30)),
        ("08:30", time(8, 30)),
        ("00.05", time(0, 5)),
        ("noon", time(12)),
        (" Midday ", time(12)),
        ("midnight", time(0)),
        ("", None),
        ("  ", None),
    ],
)
def test_time_of_day_is_read_as_people_write_it(typed: str, at: time | None) -> None:
    assert ClockField(required=False).clean(typed) == at


@pytest.mark.parametrize(
    "typed", ["8.30", "8", "12.30", "13pm", "0am", "25:00", "17:61", "8.3am", "early", "8.30amx"]
)
def test_time_of_day_that_could_be_two_or_none_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        ClockField().clean(typed)


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("45 minutes", 45),
        ("45mins", 45),
        ("90 m", 90),
        ("1 hour", 60),
        ("1.5 hours", 90),
        ("0.25h", 15),
        ("1 hour 30 minutes", 90),
        ("1 hour and 15 mins", 75),
        ("1h30", 90),
        ("24 hours", 1440),
        ("", None),
    ],
)
def test_length_is_read_in_hours_and_minutes(typed: str, minutes: int | None) -> None:
    assert LengthField(required=False).clean(typed) == minutes


@pytest.mark.parametrize("typed", ["45", "an hour", "hour", "1.11 hours", "-5 minutes", "1 day"])
def test_length_without_a_unit_or_in_others_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        LengthField().clean(typed)


def test_what_is_kept_is_shown_as_people_write_it() -> None:
    assert ClockField().prepare_value(time(17, 30)) == "5.30pm"
    assert ClockField().prepare_value("half past") == "half past"
    assert LengthField().prepare_value(180) == "3 hours"
    assert LengthField().prepare_value("long") == "long"
