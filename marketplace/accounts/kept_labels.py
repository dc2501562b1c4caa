"""Kept answers as a page shows them: under the labels of the form that they were typed into."""

from dataclasses import dataclass

from django import forms

from marketplace.accounts.kept_fields import Answers, spelled
from marketplace.accounts.kept_forms import FormClass, forms_at

#: What pages put beside a button: which one was pressed, where to go then, on which thing.
PAGES_OWN = frozenset({"do", "next", "public_id", "version", "with"})


@dataclass(frozen=True)
class ShownAnswer:
    """One answer: its label and its words, a list where several were chosen."""

    label: str
    values: list[str]


def shown_answers(path: str, kept: Answers) -> list[ShownAnswer]:
    """Each answer as it was asked for at this address, without what the page put into the form."""
    form = _form_of(path, {name for name, _ in kept})
    return [
        ShownAnswer(_label(form, name), [_words(form, name, value) for value in values if value])
        for name, values in kept
        if not _is_hidden(form, name)
    ]


def shown_files(path: str, kept: Answers, names: list[str]) -> list[str]:
    """The labels of the fields in which a file must be chosen again."""
    form = _form_of(path, {name for name, _ in kept} | {*names})
    return [_label(form, name) for name in names]


def _form_of(path: str, names: set[str]) -> FormClass | None:
    """Of the forms at this address the one that has most of these fields, and fewest others."""
    ranked = [
        (len(names & {*form.base_fields}), -len(form.base_fields), form.__qualname__, form)
        for form in forms_at(path)
        if names & {*form.base_fields}
    ]
    return max(ranked, key=lambda one: one[:3])[3] if ranked else None


def _field(form: FormClass | None, name: str) -> forms.Field | None:
    return form.base_fields.get(name) if form else None


def _label(form: FormClass | None, name: str) -> str:
    field = _field(form, name)
    return str(field.label) if field and field.label else spelled(name)


def _is_hidden(form: FormClass | None, name: str) -> bool:
    """Told by its widget; without one, the names that pages give to their own hidden fields."""
    field = _field(form, name)
    return field.widget.is_hidden if field else name in PAGES_OWN


def _words(form: FormClass | None, name: str, value: str) -> str:
    """The label of a choice; what was typed as it was typed."""
    field = _field(form, name)
    if isinstance(field, forms.BooleanField):
        return "Yes"
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        return str(dict(field.choices).get(value, value))  # type: ignore[arg-type]
    return value
