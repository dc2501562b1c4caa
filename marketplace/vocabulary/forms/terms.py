"""The shape of what is typed about the words of a list."""

from collections.abc import Iterable
from typing import Any

from django import forms

from marketplace.core.gov_forms import GovForm
from marketplace.core.seen_forms import SeenForm
from marketplace.vocabulary.models import Term
from marketplace.vocabulary.rules import MOST_TERMS, NAME_LENGTH


class LabelForm(GovForm):
    """What a word is called."""

    label = forms.CharField(
        label="Name",
        max_length=NAME_LENGTH,
        error_messages={"required": "Enter the name of the word"},
    )


class NewTermsForm(GovForm):
    """What new words are called."""

    label = forms.CharField(
        label="Names",
        help_text="1 name on each line. They follow the words that are there.",
        max_length=MOST_TERMS * NAME_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Enter a name, or several with 1 on each line"},
    )

    @property
    def labels(self) -> list[str]:
        """Each line that is not empty."""
        return [line for line in self.cleaned_data["label"].splitlines() if line.strip()]


class TermNameForm(SeenForm, LabelForm):
    """The same of a word that there is."""


class TermPlaceForm(GovForm):
    """Where in its list a word is."""

    place = forms.IntegerField(
        label="Place in the list",
        help_text="1 is the first",
        min_value=1,
        max_value=MOST_TERMS,
        error_messages={"required": "Enter the place in the list, like 1"},
    )


class MergeForm(GovForm):
    """Which word takes the place of this one."""

    into = forms.TypedChoiceField(
        label="Merge into",
        coerce=int,
        error_messages={"required": "Choose the word to merge this one into"},
    )

    def __init__(self, *args: Any, others: Iterable[Term], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "Choose a word"), *((term.pk, term.label) for term in others)]
        self.fields["into"].choices = choices  # type: ignore[attr-defined]
