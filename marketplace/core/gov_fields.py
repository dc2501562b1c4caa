"""The inputs people get wrong, read kindly: an amount in pounds, a date in three boxes, hinted radios."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from marketplace.core.pence import format_pounds, parse_pounds
from marketplace.core.words import spoken_date

#: What to enter in each box of a date.
_HELP = {
    "day": "Enter a number, like 14",
    "month": "Enter a number or a name, like 11 or November",
    "year": "Enter the year with 4 digits, like 2026",
}
#: Characters of one box. Judgement: twice the longest name of a month.
_LONGEST_PART = 18

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class HintedRadios(forms.RadioSelect):
    """Radios of which some say more under their label: ``hints`` by value."""

    def __init__(self, hints: dict[str, str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.hints = hints

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if hint := self.hints.get(str(value)):
            option["hint"] = hint
            option["attrs"]["aria-describedby"] = f"{option['attrs']['id']}_hint"
        return option


#: Errors that say what to enter, but not in which box: whoever draws the field puts its label first.
CODES_WITHOUT_LABEL = frozenset({"invalid", "incomplete", "limit", "refused"})


class PoundsInput(forms.TextInput):
    """One box with a pound sign before it; the value in hand is pence, or what was typed."""

    template_name = "components/widgets/pounds.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "decimal", "autocomplete": "off", **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        if isinstance(value, int):
            return f"{'-' if value < 0 else ''}{abs(value) // 100}.{abs(value) % 100:02}"
        return None if value in (None, "") else str(value)


class PoundsField(forms.Field):
    """An amount typed in pounds, cleaned to integer pence (None when left empty).

    ``min_pence`` and ``max_pence`` are inclusive limits. ``named`` is what its errors call it where its
    label alone does not say, as in a grid: "A night, weekend".
    """

    widget = PoundsInput
    default_error_messages: ClassVar[dict[str, Any]] = {
        "required": "Enter an amount in pounds and pence, like 16.50"
    }

    def __init__(
        self,
        *,
        min_pence: int | None = None,
        max_pence: int | None = None,
        named: str = "",
        **kwargs: Any,
    ) -> None:
        self.named = named
        self.min_pence, self.max_pence = min_pence, max_pence
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> int | None:
        if value is None or isinstance(value, int):
            return value
        if not str(value).strip():
            return None
        try:
            return parse_pounds(str(value))
        except ValueError as problem:
            raise ValidationError(str(problem), code="invalid") from problem

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is not None and self.min_pence is not None and value < self.min_pence:
            raise ValidationError(
                f"Enter an amount of {format_pounds(self.min_pence)} or more", code="limit"
            )
        if value is not None and self.max_pence is not None and value > self.max_pence:
            raise ValidationError(
                f"Enter an amount of {format_pounds(self.max_pence)} or less", code="limit"
            )


class DateBoxes(forms.MultiWidget):
    """Three boxes, day, month and year, which keep exactly what was typed."""

    template_name = "components/widgets/date_boxes.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        box = {"class": "input", "data-width": "4", "inputmode": "numeric", "autocomplete": "off"}
        month = {**box, "inputmode": "text", "data-width": "6"}
        super().__init__(
            {
                "day": forms.TextInput(box),
                "month": forms.TextInput(month),
                "year": forms.TextInput(box),
            },
            attrs,
        )

    def decompress(self, value: Any) -> list[Any]:
        return [value.day, value.month, value.year] if isinstance(value, date) else ["", "", ""]


class DateBoxesField(forms.Field):
    """A date typed in three boxes, cleaned to a ``date`` (None when all three are left empty).

    The month may be a number or its name. ``earliest`` and ``latest`` are inclusive.
    """

    widget = DateBoxes
    default_error_messages: ClassVar[dict[str, Any]] = {"required": "Enter a date, like 14 11 2026"}

    def __init__(
        self, *, earliest: date | None = None, latest: date | None = None, **kwargs: Any
    ) -> None:
        self.earliest, self.latest = earliest, latest
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | None:
        if value is None or isinstance(value, date):
            return value
        typed = [str(part or "").strip() for part in value]
        if not any(typed):
            return None
        _refuse_missing(typed)
        _refuse_long(typed)
        year = _whole(typed[2], "year")
        if not 1900 <= year <= 2200:
            raise ValidationError(_HELP["year"], code="invalid")
        day, month = _whole(typed[0], "day"), _month(typed[1])
        try:
            return date(year, month, day)
        except (ValueError, OverflowError) as problem:
            raise ValidationError(
                f"There is no {typed[0]} {typed[1]} {typed[2]}. Enter a day and a month that exist",
                code="invalid",
            ) from problem

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and self.earliest and value < self.earliest:
            raise ValidationError(
                f"Enter a date on or after {spoken_date(self.earliest)}", code="limit"
            )
        if value and self.latest and value > self.latest:
            raise ValidationError(
                f"Enter a date on or before {spoken_date(self.latest)}", code="limit"
            )


def _refuse_missing(typed: list[str]) -> None:
    missing = [n for n, part in zip(_HELP, typed, strict=True) if not part]
    if missing:
        raise ValidationError(f"Enter the {' and the '.join(missing)} too", code="incomplete")


def _refuse_long(typed: list[str]) -> None:
    """What no box of a date holds is not repeated in the sentence, and never read as a number."""
    for part, text in zip(_HELP, typed, strict=True):
        if len(text) > _LONGEST_PART:
            raise ValidationError(f"The {part} is too long. {_HELP[part]}", code="invalid")


def _whole(typed: str, part: str) -> int:
    if not (typed.isascii() and typed.isdigit()):
        raise ValidationError(f"“{typed}” is not a {part}. {_HELP[part]}", code="invalid")
    return int(typed)


def _month(typed: str) -> int:
    if typed[:3].lower() in _MONTHS:
        return _MONTHS.index(typed[:3].lower()) + 1
    return _whole(typed, "month")
