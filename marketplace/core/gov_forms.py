"""Forms in the look of the house: a renderer, a bound field, and the fields of ``gov_fields``.

Inherit ``GovForm`` and draw each field with ``{% field form.name %}``. The
site-wide ``FORM_RENDERER`` stays Django's own, because the editors' admin draws its forms with it.
"""

from pathlib import Path
from typing import Any

import django.forms
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.forms.renderers import BaseRenderer, DjangoTemplates
from django.forms.utils import ErrorList
from django.utils.functional import cached_property

from marketplace.core.gov_fields import (
    CODES_WITHOUT_LABEL,
    DateBoxes,
    DateBoxesField,
    HintedRadios,
    PoundsField,
    PoundsInput,
)

__all__ = [
    "DateBoxes",
    "DateBoxesField",
    "GovForm",
    "HintedRadios",
    "PoundsField",
    "PoundsInput",
]

CHOICES = (forms.RadioSelect, forms.CheckboxSelectMultiple)
_BARE = (forms.CheckboxInput, *CHOICES, forms.MultiWidget, forms.HiddenInput)
NAMED_IN_ERRORS = (DateBoxesField, PoundsField)
_DJANGOS_WORDS = forms.Field.default_error_messages["required"]
#: What a field says of a limit or a choice while no form says it better; "" where a validator speaks.
_DJANGOS_LIMITS = {
    "",
    str(forms.IntegerField.default_error_messages["invalid"]),
    *(
        str(kind.default_error_messages["invalid_choice"])
        for kind in (forms.ChoiceField, forms.ModelChoiceField, forms.ModelMultipleChoiceField)
    ),
}


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
    def errors(self) -> ErrorList:
        """What went wrong, naming the field as it is labelled.

        Ours where the form left Django's "This field is required"; the label goes before what a
        field of ``gov_fields`` says, because a grid has many boxes with the same words.
        """
        return ErrorList([self._said(one) for one in super().errors.as_data()], renderer=RENDERER)

    def _said(self, error: ValidationError) -> str:
        asked = getattr(self.field, "named", "") or str(self.label)
        words = str(error.messages[0])
        if words == str(_DJANGOS_WORDS):
            return _missing_words(self.field, asked)
        named = (
            isinstance(self.field, NAMED_IN_ERRORS)
            and error.code in CODES_WITHOUT_LABEL
            and not words.casefold().startswith(f"{asked.casefold()}:")
        )
        if ours := _limit_words(self.field, error):
            return f"{asked.rstrip('?')}: {ours}"
        return f"{asked.rstrip('?')}: {words[:1].lower()}{words[1:]}" if named else words

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
        engines: list[dict[str, Any]] = settings.TEMPLATES
        own = [folder for engine in engines for folder in engine["DIRS"]]
        builtin = Path(django.forms.__file__).parent / "templates"
        return self.backend(
            {"APP_DIRS": True, "DIRS": [*own, builtin], "NAME": "handrail_forms", "OPTIONS": {}}
        )


RENDERER = GovRenderer()


class GovFormMixin:
    """Put before ``forms.Form`` or ``forms.ModelForm`` to draw the form in the look of the house."""

    default_renderer: BaseRenderer | type[BaseRenderer] | None = RENDERER
    # Every failure is answered with our own words, never with a browser's bubble.
    use_required_attribute = False

    def _widget_data_value(self, widget: forms.Widget, html_name: str) -> Any:
        """What was sent in a box of several lines has each line end as one sign, as the browser counted
        it against the limit; it sends two (HTML, form submission)."""
        sent = super()._widget_data_value(widget, html_name)  # type: ignore[misc]
        if isinstance(widget, forms.Textarea) and isinstance(sent, str):
            return sent.replace("\r\n", "\n")
        return sent


def _missing_words(field: forms.Field, asked: str) -> str:
    """What to do about a question left out, where the form did not say it better."""
    if isinstance(field, forms.BooleanField):
        return f"Choose “{asked}”"
    if isinstance(field, forms.FileField):
        return f"{asked}: choose a file"
    if isinstance(field.widget, forms.EmailInput):
        return "Enter your email address, like name@example.org"
    if isinstance(field.widget, forms.PasswordInput):
        return f"Enter your {asked.lower()}"
    if asked.startswith("Your "):
        return f"Enter your {asked.removeprefix('Your ')}"
    chosen = isinstance(field, forms.ChoiceField | forms.ModelChoiceField)
    return (
        f"{asked} {'Choose' if chosen else 'Enter'} an answer"
        if asked.endswith("?")
        else (f"{asked}: {'choose' if chosen else 'enter'} an answer")
    )


def _limit_words(field: forms.Field, error: ValidationError) -> str:
    """What to enter instead, after the label; empty where the form says it itself."""
    code = str(error.code)
    if str(field.error_messages.get(code, "")) not in _DJANGOS_LIMITS:
        return ""
    if isinstance(field, forms.IntegerField) and code in {"invalid", "min_value", "max_value"}:
        return _number_words(field.min_value, field.max_value)
    if code == "max_length" and error.params:
        most, length = error.params["limit_value"], error.params["show_value"]
        return f"enter at most {most} characters. You entered {length}"
    if code == "invalid_choice":
        several = isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField)
        return f"choose {'from' if several else 'one of'} the answers shown"
    return ""


def _number_words(least: Any, most: Any) -> str:
    if least is not None and most is not None:
        return f"enter a whole number from {least} to {most}"
    if least is not None:
        return f"enter a whole number, {least} or more"
    return f"enter a whole number{'' if most is None else f', {most} or less'}"


class GovForm(GovFormMixin, forms.Form):
    """A plain form in the look of the house."""

    def retype(self, **values: str) -> None:
        """Show a sent form again with other values in these fields; every other answer stays as it was
        sent, and a list of ticks stays a list."""
        sent = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict or a dict
        for name, value in values.items():
            sent[self.add_prefix(name)] = value
        self.data = sent
