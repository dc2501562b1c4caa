"""Sending a plan, and deciding it: seven verdicts beside seven answers."""

from datetime import date
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from marketplace.brokerage.forms.ending import keep_near
from marketplace.brokerage.forms.writing import PlanForm
from marketplace.brokerage.rules import MET, MISSING_LENGTH, REASONS_LENGTH, SEVEN_QUESTIONS
from marketplace.core.gov_forms import DateBoxesField, HintedRadios
from marketplace.core.periods import week_start

MORE = "more"


class SubmitForm(PlanForm):
    from_date = DateBoxesField(
        label="First day of the plan",
        help_text="It can be past or ahead. Leave it empty for this Monday.",
        required=False,
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        kwargs["initial"] = {"from_date": week_start(today), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        keep_near(today, self.fields["from_date"])


class PlanDecisionForm(PlanForm):
    """A verdict and, where more is needed, what is missing, for each question; reasons for the whole."""

    reasons = forms.CharField(
        label="Other changes needed",
        help_text="The broker and the person read your words.",
        max_length=REASONS_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in SEVEN_QUESTIONS:
            self.fields[f"verdict_{number}"] = forms.ChoiceField(
                label=f"Question {number}",
                choices=[(MET, "Answered"), (MORE, "Needs more")],
                widget=HintedRadios(hints={}),
                required=False,
            )
            self.fields[f"missing_{number}"] = forms.CharField(
                label="What is missing",
                max_length=MISSING_LENGTH,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def pair(self, number: int) -> tuple[BoundField, BoundField]:
        """The two controls of one question."""
        return self[f"verdict_{number}"], self[f"missing_{number}"]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        for number in SEVEN_QUESTIONS:
            missing = typed.get(f"missing_{number}", "").strip()
            if typed.get(f"verdict_{number}") == MORE and not missing:
                self.add_error(f"missing_{number}", f"Question {number}: enter what is missing")
            if typed.get(f"verdict_{number}") == MET and missing:
                self.add_error(
                    f"verdict_{number}",
                    f"Question {number}: choose “Needs more”, or clear what is missing",
                )
        return typed

    def sent(self) -> list[tuple[str, str]]:
        """What was entered, for the page on which it is confirmed to send again."""
        return [(name, self.data[name]) for name in self.fields if self.data.get(name)]

    def verdicts(self) -> dict[int, str]:
        """Per question with a verdict: met, or what is missing."""
        said = {}
        for number in SEVEN_QUESTIONS:
            verdict = self.cleaned_data.get(f"verdict_{number}")
            missing = self.cleaned_data.get(f"missing_{number}", "").strip()
            if verdict == MET:
                said[number] = MET
            elif missing:
                said[number] = missing
        return said
