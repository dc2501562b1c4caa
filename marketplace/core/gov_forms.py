"""Forms in the look of the house: a renderer, a bound field, and the two inputs people get wrong.

Inherit ``GovForm`` (or ``GovModelForm``) and draw each field with ``{% field form.name %}``. The
site-wide ``FORM_RENDERER`` stays Django's own, because the editors' admin draws its forms with it.
"""

from datetime import date
from pathlib import Path
from typing import Any, ClassVar

import django.forms
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.forms.renderers import DjangoTemplates
from django.forms.utils import pretty_name
from django.utils.functional import cached_property

from marketplace.core.pence import format_pounds, parse_pounds
from marketplace.core.words import spoken_date

CHOICES = (forms.RadioSelect, forms.CheckboxSelectMultiple)
_BARE = (forms.CheckboxInput, *CHOICES, forms.MultiWidget, forms.HiddenInput)
_DJANGOS_WORDS = forms.Field.default_error_messages["required"]
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class GovBoundField(BoundField):
    """A bound field whose control carries the stylesheet's class and points at its hint and error."""

    def __init__(self, form: forms.BaseForm, field: forms.Field, name: str) -> None:
        # A form of a library is drawn here too; its controls' templates are found by our renderer.
        form.renderer = RENDERER
        super().__init__(form, field, name)
        if isinstance(field.widget, CHOICES):
            field.widget.template_name = "components/widgets/choices.html"

    def as_widget(
        self,
        widget: forms.Widget | None = None,
        attrs: dict[str, Any] | None = None,
        only_initial: bool = False,
    ) -> Any:
        shown = widget or self.field.widget
        own = {"class": _css_class(shown)} if _css_class(shown) else {}
        # A placeholder vanishes when it is needed; the label and the hint stay.
        dressed = {**own, **shown.attrs, "placeholder": False, **(attrs or {})}
        return super().as_widget(shown, dressed, only_initial)

    @property
    def aria_describedby(self) -> str | None:
        """Ids of the hint and the error; also kept on group controls, whose fieldset carries it."""
        return super().aria_describedby or None

    @property
    def first_id(self) -> str:
        """The id of the first control, which an error summary links to."""
        widget = self.field.widget
        grouped = isinstance(widget, (*CHOICES, forms.MultiWidget))
        return f"{self.auto_id}_0" if grouped else self.auto_id

    @property
    def is_one_tick(self) -> bool:
        """Whether the control is a single tick box, whose label stands beside it."""
        return isinstance(self.field.widget, forms.CheckboxInput)


def _css_class(widget: forms.Widget) -> str:
    if isinstance(widget, _BARE):
        return ""
    if isinstance(widget, forms.Textarea):
        return "area"
    return "select" if isinstance(widget, forms.Select) else "input"


class GovRenderer(DjangoTemplates):
    """Django's form templates, with the project's component templates before them."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"
    bound_field_class = GovBoundField

    @cached_property
    def engine(self) -> Any:
        own = [d for conf in settings.TEMPLATES for d in conf.get("DIRS", [])]
        builtin = Path(django.forms.__file__).parent / self.backend.app_dirname
        return self.backend(
            {"APP_DIRS": True, "DIRS": [*own, builtin], "NAME": "handrail_forms", "OPTIONS": {}}
        )


RENDERER = GovRenderer()


class GovFormMixin:
    """Put before ``forms.Form`` or ``forms.ModelForm`` to draw the form in the look of the house."""

    default_renderer = RENDERER
    bound_field_class = GovBoundField
    # Every failure is answered with our own words, never with a browser's bubble.
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            if field.error_messages.get("required") == _DJANGOS_WORDS:
                asked = field.label or pretty_name(name)
                field.error_messages["required"] = _missing_words(field, asked)


def _missing_words(field: forms.Field, asked: str) -> str:
    """What to do about a question left out, where the form did not say it better."""
    if isinstance(field, forms.BooleanField):
        return f"Tick the box beside “{asked}”"
    if isinstance(field, forms.FileField):
        return f"Choose a file for “{asked}”"
    chosen = isinstance(field, forms.ChoiceField | forms.ModelChoiceField)
    return f"{'Choose' if chosen else 'Give'} an answer to “{asked}”"


class GovForm(GovFormMixin, forms.Form):
    """A plain form in the look of the house."""


class GovModelForm(GovFormMixin, forms.ModelForm):  # type: ignore[type-arg]
    """A model form in the look of the house."""


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

    ``min_pence`` and ``max_pence`` are inclusive limits.
    """

    widget = PoundsInput
    default_error_messages: ClassVar[dict[str, Any]] = {
        "required": "Type an amount in pounds and pence, like 16.50"
    }

    def __init__(
        self, *, min_pence: int | None = None, max_pence: int | None = None, **kwargs: Any
    ) -> None:
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
            raise ValidationError(f"The amount must be {format_pounds(self.min_pence)} or more")
        if value is not None and self.max_pence is not None and value > self.max_pence:
            raise ValidationError(f"The amount must be {format_pounds(self.max_pence)} or less")


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
    default_error_messages: ClassVar[dict[str, Any]] = {"required": "Type a date, like 14 11 2026"}

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
        year = _whole(typed[2], "year", "Type all four figures, like 2026")
        if not 1900 <= year <= 2200:
            raise ValidationError("Type all four figures of the year, like 2026", code="invalid")
        day, month = _whole(typed[0], "day", "Use a number, like 14"), _month(typed[1])
        try:
            return date(year, month, day)
        except ValueError as problem:
            raise ValidationError(
                f"There is no {typed[0]} {typed[1]} {typed[2]}. Check the day and the month",
                code="invalid",
            ) from problem

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and self.earliest and value < self.earliest:
            raise ValidationError(f"The date must be {spoken_date(self.earliest)} or later")
        if value and self.latest and value > self.latest:
            raise ValidationError(f"The date must be {spoken_date(self.latest)} or earlier")


def _refuse_missing(typed: list[str]) -> None:
    missing = [n for n, part in zip(("day", "month", "year"), typed, strict=True) if not part]
    if missing:
        raise ValidationError(f"Type the {' and the '.join(missing)} too", code="incomplete")


def _whole(typed: str, part: str, help_: str) -> int:
    if not (typed.isascii() and typed.isdigit()):
        raise ValidationError(f"“{typed}” is not a {part}. {help_}", code="invalid")
    return int(typed)


def _month(typed: str) -> int:
    if typed[:3].lower() in _MONTHS:
        return _MONTHS.index(typed[:3].lower()) + 1
    return _whole(typed, "month", "Use a number or a name, like 11 or November")
