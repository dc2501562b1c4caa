"""A time of day and a length of time, each typed in one box and read kindly."""

import re
from datetime import time, timedelta
from fractions import Fraction
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from marketplace.core.words import spoken_clock, spoken_length

_WORDS = {"noon": time(12), "midday": time(12), "midnight": time(0)}
_CLOCK = re.compile(r"(\d{1,2})(?:[.:]?(\d{2}))?(am|pm)?")
_HOURS = r"(?P<hours>\d{1,2}(?:\.\d{1,2})?)h(?:(?:ou)?rs?)?"
_MINUTES = r"(?P<minutes>\d{1,4})(?P<unit>m(?:in(?:ute)?s?)?)?"
_LENGTH = re.compile(f"(?:{_HOURS})?(?:{_MINUTES})?")
_LIKE_LENGTH = "Enter hours or minutes, like 45 minutes or 1.5 hours"


class ClockField(forms.CharField):
    """A time of day, cleaned to a ``time`` (None when left empty): "8.30am", "17:30", "noon".

    An hour up to 12 needs "am" or "pm", unless it is written with a zero first, like 08:30.
    """

    default_error_messages: ClassVar[dict[str, Any]] = {"required": "Enter a time, like 8.30am"}

    def prepare_value(self, value: Any) -> Any:
        return spoken_clock(value) if isinstance(value, time) else value

    def to_python(self, value: Any) -> time | None:  # type: ignore[override]
        typed = _plain(value)
        if not typed:
            return None
        if typed in _WORDS:
            return _WORDS[typed]
        found = _CLOCK.fullmatch(typed)
        if found is None:
            raise ValidationError(
                "Enter hours and minutes with am or pm, like 8.30am", code="invalid"
            )
        return _time(found[1], int(found[2] or 0), found[3])


def _time(hours: str, minute: int, half: str | None) -> time:
    hour = int(hours)
    if half is None and not hours.startswith("0") and hour <= 12:
        raise ValidationError("Enter am or pm after the time, like 8.30am", code="invalid")
    if half is not None and not 1 <= hour <= 12:
        raise ValidationError("Enter an hour from 1 to 12 before am or pm", code="invalid")
    if half is not None:
        hour = hour % 12 + (12 if half == "pm" else 0)
    try:
        return time(hour, minute)
    except ValueError as problem:
        raise ValidationError(
            "There is no such time. Enter a time like 8.30am or 17:30", code="invalid"
        ) from problem


class LengthField(forms.CharField):
    """A length of time, cleaned to whole minutes (None when left empty): "45 minutes", "1.5 hours".

    A number alone is refused: nobody can tell hours from minutes.
    """

    default_error_messages: ClassVar[dict[str, Any]] = {"required": _LIKE_LENGTH}

    def prepare_value(self, value: Any) -> Any:
        return spoken_length(timedelta(minutes=value)) if isinstance(value, int) else value

    def to_python(self, value: Any) -> int | None:  # type: ignore[override]
        typed = re.sub("and|,", "", _plain(value))
        if not typed:
            return None
        found = _LENGTH.fullmatch(typed)
        if found is None or not (found["hours"] or found["unit"]):
            raise ValidationError(_LIKE_LENGTH, code="invalid")
        minutes = Fraction(found["hours"] or 0) * 60 + int(found["minutes"] or 0)
        if minutes.denominator != 1:
            raise ValidationError("Enter whole minutes, like 45 minutes", code="invalid")
        return int(minutes)


def _plain(value: Any) -> str:
    """What was typed in small letters, without spaces and without the dots of "a.m."."""
    typed = re.sub(r"\s", "", str(value or "")).lower()
    return re.sub(r"([ap])\.?m\.?$", r"\1m", typed)
