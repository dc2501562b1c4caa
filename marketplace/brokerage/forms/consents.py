"""That a plan is the person's own: on their own page, and as a worker heard it."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms

from marketplace.brokerage.forms.writing import PlanForm
from marketplace.brokerage.queries import Deciding
from marketplace.brokerage.rules import (
    HEARD,
    LINE_LENGTH,
    REASONS_LENGTH,
    ConsentKind,
    ConsentWay,
    GivenConsent,
)
from marketplace.core.gov_forms import DateBoxesField, GovForm, HintedRadios


class MyPlanForm(GovForm):
    """The person says that it is their plan, of what they have read."""

    plan = forms.UUIDField(widget=forms.HiddenInput, required=False)
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

    def __init__(self, *args: Any, speaks_for: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if speaks_for:
            view = self.fields["own_view"]
            view.label, view.required = f"What does {speaks_for} say about the plan?", True
            view.error_messages["required"] = f"Enter what {speaks_for} says about the plan"

    def named_plan(self) -> UUID | None:
        """The plan that the form was sent about; None where it names none. Call it on a sent form."""
        self.full_clean()
        return self.cleaned_data.get("plan")


class PlanConsentForm(PlanForm):
    """Who said that this is the person's plan, as a worker heard it."""

    kind = forms.ChoiceField(
        label="How was it decided?",
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
    speaker = forms.ChoiceField(
        label="Which attorney or deputy?",
        widget=HintedRadios(hints={}),
        required=False,
        error_messages={"invalid_choice": "Choose one of these people"},
    )
    way = forms.ChoiceField(
        label="How did you hear it?",
        choices=[(way.value, way.label) for way in HEARD],
        widget=HintedRadios(hints={}),
        error_messages={"required": "Choose how you heard it"},
    )
    said_by = forms.CharField(
        label="Who said it, or who decided",
        help_text="For example, Margaret herself. Leave it empty for an attorney or deputy.",
        max_length=LINE_LENGTH,
        required=False,
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

    def __init__(self, *args: Any, deciding: Deciding, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind, speaker = self.fields["kind"], self.fields["speaker"]
        said_date = self.fields["said_date"]
        assert isinstance(kind, forms.ChoiceField)  # noqa: S101 - narrows the type
        assert isinstance(speaker, forms.ChoiceField)  # noqa: S101 - narrows the type
        assert isinstance(said_date, DateBoxesField)  # noqa: S101 - narrows the type
        said_date.latest = today
        self.speakers = {str(one.relationship_id): one for one in deciding.speakers}
        kind.choices = [(each.value, each.label) for each in _offered(deciding)]
        speaker.choices = [
            (key, f"{one.name}, {one.kind.label.lower()}") for key, one in self.speakers.items()
        ]
        if not self.speakers:
            del self.fields["speaker"]
        if not deciding.is_unable:
            del self.fields["consulted"]

    def given(self) -> GivenConsent:
        """What was entered, for the action. Call it on a valid form."""
        typed, kind = self.cleaned_data, ConsentKind(self.cleaned_data["kind"])
        chosen = self.speakers.get(typed.get("speaker", ""))
        speaker = chosen if kind is ConsentKind.SPEAKER else None
        return GivenConsent(
            kind,
            ConsentWay(typed["way"]),
            typed["said_date"],
            speaker.name if speaker else typed["said_by"],
            typed["own_view"],
            typed.get("consulted", ""),
            speaker.kind if speaker else None,
        )


def _offered(deciding: Deciding) -> list[ConsentKind]:
    """What a worker may record: for whoever cannot decide this, also what others said or decided."""
    offered = [ConsentKind.NOTE]
    if deciding.speakers:
        offered.append(ConsentKind.SPEAKER)
    if deciding.is_unable:
        offered.append(ConsentKind.BEST_INTERESTS)
    return offered
