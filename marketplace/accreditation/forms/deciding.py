"""Verdicts with their reasons."""

from collections.abc import Sequence
from typing import Any

from django import forms

from marketplace.accreditation.models import Evidence
from marketplace.accreditation.queries.evidence import CriterionEvidence
from marketplace.accreditation.rules import (
    DECISION_LENGTH,
    REASON_LENGTH,
    EvidenceState,
    Verdict,
)
from marketplace.core.gov_forms import GovForm


class VerdictsForm(GovForm):
    """A verdict and a reason for each piece of evidence, and the words on the whole."""

    decision_reason = forms.CharField(
        label="Reason for your decision",
        help_text="The supplier reads the reason. Enter a reason when you refuse.",
        required=False,
        max_length=DECISION_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, shown: Sequence[CriterionEvidence], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.evidence = [one.evidence for one in shown if one.evidence]
        for evidence in self.evidence:
            self._add(evidence)

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
            label="What you saw, or your reason to refuse",
            required=False,
            max_length=REASON_LENGTH,
            initial=evidence.judged_reason,
            widget=forms.Textarea(attrs={"rows": 2}),
        )

    def fields_of(self, evidence: Evidence) -> tuple[Any, Any]:
        """The two bound fields of a piece of evidence."""
        return self[f"verdict_{evidence.pk}"], self[f"reason_{evidence.pk}"]

    @property
    def verdicts(self) -> list[Verdict]:
        """What was chosen and written for each piece of evidence."""
        given = self.cleaned_data
        return [
            Verdict(
                one.pk,
                EvidenceState(given.get(f"verdict_{one.pk}") or EvidenceState.PENDING),
                given.get(f"reason_{one.pk}", ""),
            )
            for one in self.evidence
        ]


class AccreditationReasonForm(GovForm):
    """Why an accreditation is changed."""

    reason = forms.CharField(
        label="Reason",
        help_text="The supplier reads the reason",
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter a reason"},
    )
