"""The shape of evidence and of verdicts."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.base import File

from marketplace.accreditation.actions.deciding import Verdict
from marketplace.accreditation.actions.evidence import upload_problems
from marketplace.accreditation.models import Criterion, Evidence, Scheme
from marketplace.accreditation.queries import Shown
from marketplace.accreditation.rules import (
    DBS_LEVEL_LABELS,
    DBS_OUTCOME_LABELS,
    FILE_RULES,
    EvidenceKind,
    EvidenceState,
    FileRule,
)
from marketplace.accreditation.rules.checks import NO_PRINTED_END, Dates, date_problems
from marketplace.core.gov_forms import DateBoxesField, GovForm, HintedRadios

#: For each kind: who issued it, its reference, when it was issued, when it runs out.
LABELS = {
    EvidenceKind.CERTIFICATE: ("Who issued it?", "Certificate number", "Date of issue", "End date"),
    EvidenceKind.INSURANCE: ("Who insures you?", "Policy number", "First day of cover", "End date"),
    EvidenceKind.DBS_OUTCOME: (
        "Who asked for the check?",
        "Certificate number",
        "Date on the certificate",
        "",
    ),
    EvidenceKind.REFERENCE: (
        "Who gives it, and how do they know you?",
        "Their telephone number or email address",
        "When did they write it?",
        "",
    ),
    EvidenceKind.POLICY: ("Who agreed it?", "Version", "When was it agreed?", "Next review"),
    EvidenceKind.REGISTRATION: (
        "Who are you registered with?",
        "Registration number",
        "First day of registration",
        "End date",
    ),
    EvidenceKind.TRAINING: (
        "Who gave the training?",
        "Course or certificate number",
        "When was it finished?",
        "When must it be renewed?",
    ),
}


class ApplyForm(GovForm):
    """Which scheme, and whether to start from what was shown last time."""

    scheme = forms.ChoiceField(
        label="What do you want to be accredited for?",
        error_messages={"required": "Choose a scheme"},
    )
    copy_evidence = forms.BooleanField(
        label="Start with the evidence from my last application",
        help_text="Only what was not refused and is still in date",
        required=False,
        initial=True,
    )

    def __init__(
        self, *args: Any, schemes: Sequence[Scheme], may_copy: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        scheme = self.fields["scheme"]
        hints = {str(one.pk): one.summary for one in schemes}
        only_one = len(schemes) == 1
        scheme.widget = forms.HiddenInput() if only_one else HintedRadios(hints=hints)
        scheme.initial = schemes[0].pk if only_one else None
        scheme.choices = [(one.pk, one.name) for one in schemes]  # type: ignore[attr-defined]
        if not may_copy:
            del self.fields["copy_evidence"]


class EvidenceForm(GovForm):
    """What proves one criterion; the questions are those of its kind of evidence."""

    dbs_level = forms.ChoiceField(
        label="Which level was it?",
        choices=[(k.value, label) for k, label in DBS_LEVEL_LABELS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the level that is printed on the certificate"},
    )
    dbs_outcome = forms.ChoiceField(
        label="What does it say?",
        help_text="If something is recorded you can still be accepted. We talk to you first.",
        choices=[(k.value, label) for k, label in DBS_OUTCOME_LABELS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the certificate says"},
    )
    issuer = forms.CharField(max_length=120, error_messages={"required": "Say who it comes from"})
    reference = forms.CharField(max_length=80, required=False)
    issued_date = DateBoxesField(help_text="For example 14 9 2026")
    expires_date = DateBoxesField(help_text="For example 13 9 2027", required=False)
    upload = forms.FileField(
        label="Copy of the document",
        required=False,
        error_messages={"empty": "This file is empty. Choose another one"},
    )

    def __init__(
        self,
        *args: Any,
        criterion: Criterion,
        evidence: Evidence | None,
        today: date,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("initial", _kept(evidence))
        super().__init__(*args, **kwargs)
        self.criterion, self.today = criterion, today
        self.kind = EvidenceKind(criterion.evidence_kind)
        self._fit_questions()
        self._fit_file(bool(evidence and evidence.file))

    def _fit_questions(self) -> None:
        names = ("issuer", "reference", "issued_date", "expires_date")
        for name, label in zip(names, LABELS[self.kind], strict=True):
            self.fields[name].label = label
        months = self.criterion.expires_after_months
        if self.kind in NO_PRINTED_END:
            del self.fields["expires_date"]
        else:
            ends = self.fields["expires_date"]
            ends.required = bool(months)
            ends.label = ends.label if months else f"{ends.label}, if it has one"
        if self.kind != EvidenceKind.DBS_OUTCOME:
            del self.fields["dbs_level"], self.fields["dbs_outcome"]
        self.fields["reference"].required = self.kind == EvidenceKind.DBS_OUTCOME

    def _fit_file(self, has_file: bool) -> None:
        rule, upload = FILE_RULES[self.kind], self.fields["upload"]
        if rule == FileRule.NEVER:
            del self.fields["upload"]
            return
        megabytes = settings.EVIDENCE_MAX_BYTES // 1_000_000
        upload.help_text = f"PDF or photo, up to {megabytes} MB. Only accreditors can open it."
        upload.required = rule == FileRule.REQUIRED and not has_file
        upload.error_messages["required"] = "Add a copy of the document"
        if has_file:
            upload.label = "Put another copy in its place"
        elif rule == FileRule.OPTIONAL:
            upload.label = "Copy of the document, if you have one"

    def clean_upload(self) -> "File[bytes] | None":
        upload: File[bytes] | None = self.cleaned_data["upload"]
        if upload and (problems := upload_problems(upload)):
            raise forms.ValidationError(problems)
        return upload

    def clean(self) -> dict[str, Any]:
        answers: dict[str, Any] = super().clean() or {}
        issued, ends_given = answers.get("issued_date"), "expires_date" not in self.errors
        if issued and ends_given:
            dates = Dates(issued, answers.get("expires_date"), self.criterion.expires_after_months)
            for field, words in date_problems(self.kind, dates, self.today):
                self.add_error(field, words)
        return answers


def _kept(evidence: Evidence | None) -> dict[str, Any]:
    if evidence is None:
        return {}
    names = ("issuer", "reference", "issued_date", "expires_date", "dbs_level", "dbs_outcome")
    return {name: getattr(evidence, name) for name in names}


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
