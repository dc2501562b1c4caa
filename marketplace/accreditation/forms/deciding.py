"""Verdicts with their reasons."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms

from marketplace.accreditation.actions.deciding import Verdict
from marketplace.accreditation.models import Evidence
from marketplace.accreditation.queries.evidence import Shown
from marketplace.accreditation.rules import EvidenceState
from marketplace.core.gov_forms import GovForm


class DecisionForm(GovForm):
    """A verdict and a reason for each piece of evidence, and the words on the whole."""

    decision_reason = forms.CharField(
        label="Reason for your decision",
        help_text="The supplier reads it. It must be there when you refuse.",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, shown: Sequence[Shown], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shown = [one for one in shown if one.evidence]
        for one in self.shown:
            self._add(one.evidence)  # type: ignore[arg-type]

    def _add(self, evidence: Evidence) -> None:
        pending = evidence.state == EvidenceState.PENDING
        self.fields[f"verdict_{evidence.pk}"] = forms.ChoiceField(
            label="Decision",
            choices=[
                (EvidenceState.ACCEPTED.value, "Accept"),
                (EvidenceState.REFUSED.value, "Refuse"),
            ],
            widget=forms.RadioSelect,
            required=False,
            initial=None if pending else evidence.state,
        )
        self.fields[f"reason_{evidence.pk}"] = forms.CharField(
            label="What you saw, or why you refuse",
            required=False,
            max_length=400,
            initial=evidence.judged_reason,
            widget=forms.Textarea(attrs={"rows": 2}),
        )

    def fields_of(self, evidence: Evidence) -> tuple[Any, Any]:
        """The two bound fields that stand beside a piece of evidence."""
        return self[f"verdict_{evidence.pk}"], self[f"reason_{evidence.pk}"]

    def clean(self) -> dict[str, Any]:
        answers: dict[str, Any] = super().clean() or {}
        for verdict in self.verdicts:
            if verdict.state == EvidenceState.REFUSED and not verdict.reason:
                self.add_error(f"reason_{verdict.evidence_id}", "Say why you refuse this")
        return answers

    @property
    def verdicts(self) -> list[Verdict]:
        """What was chosen and written for each piece of evidence."""
        return list(self._verdicts())

    def _verdicts(self) -> Iterator[Verdict]:
        for one in self.shown:
            key = one.evidence.pk  # type: ignore[union-attr]
            chosen = self.cleaned_data.get(f"verdict_{key}") or EvidenceState.PENDING
            yield Verdict(key, EvidenceState(chosen), self.cleaned_data.get(f"reason_{key}", ""))


class ReasonForm(GovForm):
    """Why what stands is changed."""

    reason = forms.CharField(
        label="Reason",
        help_text="The supplier reads it",
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Give a reason"},
    )
