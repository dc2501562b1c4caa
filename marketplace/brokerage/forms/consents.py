"""That a plan is the person's own: on their own page, and as a worker heard it."""

from datetime import date
from typing import Any

from django import forms

from marketplace.brokerage.forms.writing import PlanForm
from marketplace.brokerage.rules import (
    HEARD,
    LINE_LENGTH,
    REASONS_LENGTH,
    ConsentKind,
    ConsentWay,
    GivenConsent,
)
from marketplace.core.gov_forms import DateBoxesField, GovForm, HintedRadios

#: What a worker may record. A speaker is offered once the person has one who was verified.
BY_A_WORKER = (ConsentKind.NOTE, ConsentKind.BEST_INTERESTS)


class MyPlanForm(GovForm):
    """The person says that it is their plan, of what they have read."""

    content_version = forms.IntegerField(
        widget=forms.HiddenInput,
        error_messages={
            "required": "We could not read this page. Open your plan and send it again.",
            "invalid": "We could not read this page. Open your plan and send it again.",
        },
    )
    own_view = forms.CharField(
        label="Do you want to say anything about your plan? (optional)",
        help_text="Your broker and the council manager read your words.",
        max_length=REASONS_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ConsentForm(PlanForm):
    """Who said that this is the person's plan, as a worker heard it."""

    kind = forms.ChoiceField(
        label="How was it decided?",
        choices=[(kind.value, kind.label) for kind in BY_A_WORKER],
        widget=HintedRadios(
            hints={
                ConsentKind.NOTE.value: "The person told you that this is their plan",
                ConsentKind.BEST_INTERESTS.value: (
                    "Only where the person was helped and cannot decide this (Mental Capacity Act)"
                ),
            }
        ),
        error_messages={"required": "Choose how it was decided"},
    )
    way = forms.ChoiceField(
        label="How did you hear it?",
        choices=[(way.value, way.label) for way in HEARD],
        widget=HintedRadios(hints={}),
        error_messages={"required": "Choose how you heard it"},
    )
    said_by = forms.CharField(
        label="Who said it, or who decided",
        help_text="For example, Margaret herself.",
        max_length=LINE_LENGTH,
        error_messages={"required": "Enter who said it, or who decided"},
    )
    said_date = DateBoxesField(
        label="When",
        help_text="For example, 22 9 2026.",
        error_messages={"required": "When: enter a date, like 22 9 2026"},
    )
    own_view = forms.CharField(
        label="The person’s own words, or their view",
        help_text="As they said it. For a best-interests decision, what you know of their wishes.",
        max_length=REASONS_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Enter the person’s own words, or their view"},
    )
    consulted = forms.CharField(
        label="Who was asked, for a best-interests decision",
        help_text="Family, friends, carers, an advocate: who they are, and what they think.",
        max_length=REASONS_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said_date = self.fields["said_date"]
        assert isinstance(said_date, DateBoxesField)  # noqa: S101 - narrows the type
        said_date.latest = today

    def given(self) -> GivenConsent:
        """What was entered, for the action. Call it on a valid form."""
        typed = self.cleaned_data
        return GivenConsent(
            ConsentKind(typed["kind"]),
            ConsentWay(typed["way"]),
            typed["said_date"],
            typed["said_by"],
            typed["own_view"],
            typed["consulted"],
        )
