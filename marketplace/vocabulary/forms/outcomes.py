"""The shape of what an administrator enters of the outcomes that plans are for."""

from collections.abc import Sequence
from typing import Any

from django import forms

from marketplace.core.gov_forms import DateBoxesField, GovForm, HintedRadios
from marketplace.vocabulary.models import OutcomeTerm
from marketplace.vocabulary.rules import NAME_LENGTH, SOURCE_LENGTH, OutcomesFor


class FrameworkForm(GovForm):
    name = forms.CharField(
        label="Name",
        help_text="For example, Living well",
        max_length=NAME_LENGTH,
        error_messages={"required": "Enter a name for the framework"},
    )
    for_whom = forms.TypedChoiceField(
        label="Whose plans is it for?",
        choices=OutcomesFor.choices(),
        coerce=OutcomesFor,
        widget=HintedRadios(hints={}),
        error_messages={"required": "Choose whose plans it is for"},
    )
    from_date = DateBoxesField(
        label="First day",
        help_text="From this day, brokers can choose its outcomes. For example, 1 4 2027.",
        required=True,
        error_messages={"required": "Enter the first day, like 1 4 2027"},
    )
    source = forms.CharField(
        label="Where it comes from (optional)",
        help_text="For example, Adult social care strategy 2027",
        max_length=SOURCE_LENGTH,
        required=False,
    )


class OutcomeTermForm(GovForm):
    label = forms.CharField(
        label="Name of the outcome",
        help_text="For example, Choice and control",
        max_length=NAME_LENGTH,
        error_messages={"required": "Enter a name for the outcome"},
    )
    part_of = forms.TypedMultipleChoiceField(
        label="Which outcomes of the law is it part of?",
        help_text="Choose all of them. Reports to government are made from this.",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least 1 outcome of the law"},
    )
    search_for = forms.CharField(
        label="Words to find support with (optional)",
        help_text="For example, company. A broker’s search begins with these words.",
        max_length=NAME_LENGTH,
        required=False,
    )

    def __init__(self, *args: Any, statutory: Sequence[OutcomeTerm], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["part_of"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - narrows the type
        field.choices = [(str(term.pk), term.label) for term in statutory]


class EndFrameworkForm(GovForm):
    until_date = DateBoxesField(
        label="First day without it",
        help_text="From this day, brokers cannot choose its outcomes. For example, 1 4 2027.",
        required=True,
        error_messages={"required": "Enter the first day without it, like 1 4 2027"},
    )
