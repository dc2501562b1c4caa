"""Kept answers as a page shows them: under the labels of the form that they were typed into."""

from collections.abc import Iterator
from dataclasses import dataclass

from django import forms

from marketplace.accounts.kept_fields import Answers, spelled

#: What pages put beside a button: which one was pressed, where to go then, on which thing.
PAGES_OWN = frozenset({"do", "next", "public_id", "version", "with"})
FormClass = type[forms.Form]


@dataclass(frozen=True)
class ShownAnswer:
    """One answer: its label and its words, a list where several were chosen."""

    label: str
    values: list[str]


def shown_answers(kept: Answers) -> list[ShownAnswer]:
    """Each answer as it was asked for, without what the page itself had put into the form."""
    form = _form_of({name for name, _ in kept})
    return [
        ShownAnswer(_label(form, name), [_words(form, name, value) for value in values if value])
        for name, values in kept
        if not _is_hidden(form, name)
    ]


def shown_files(kept: Answers, names: list[str]) -> list[str]:
    """The labels of the fields in which a file must be chosen again."""
    form = _form_of({name for name, _ in kept} | {*names})
    return [_label(form, name) for name in names]


def _form_of(names: set[str]) -> FormClass | None:
    """The form of ours that has most of these fields, and fewest others; None where none has any."""
    ranked = [
        (len(names & {*form.base_fields}), -len(form.base_fields), form.__qualname__, form)
        for form in _forms(forms.Form)
        if names & {*form.base_fields}
    ]
    return max(ranked, key=lambda one: one[:3])[3] if ranked else None


def _forms(base: FormClass) -> Iterator[FormClass]:
    for form in base.__subclasses__():
        yield form
        yield from _forms(form)


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
