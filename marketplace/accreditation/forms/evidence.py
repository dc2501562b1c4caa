"""What proves a criterion: the questions of its kind of evidence."""

from typing import Any

from django import forms
from django.conf import settings

from marketplace.accreditation.models import Criterion, Evidence
from marketplace.accreditation.rules import (
    FILE_RULES,
    ISSUER_LENGTH,
    KINDS_WITHOUT_END,
    REFERENCE_LENGTH,
    DbsLevel,
    DbsOutcome,
    EvidenceKind,
    FileRule,
)
from marketplace.core.gov_forms import DateBoxesField, GovForm

#: For each kind: who issued it, its reference, when it was issued, when it runs out.
QUESTIONS = {
    EvidenceKind.CERTIFICATE: ("Issued by", "Certificate number", "Date of issue", "End date"),
    EvidenceKind.INSURANCE: ("Insurer", "Policy number", "First day of cover", "End date"),
    EvidenceKind.DBS_OUTCOME: (
        "Organisation that asked for the check",
        "Certificate number",
        "Date on the certificate",
        "",
    ),
    EvidenceKind.REFERENCE: (
        "Name of the referee, and how they know you",
        "Phone number or email address of the referee",
        "Date of the reference",
        "",
    ),
    EvidenceKind.POLICY: ("Agreed by", "Version", "Date agreed", "Next review"),
    EvidenceKind.REGISTRATION: (
        "Registered with",
        "Registration number",
        "First day of registration",
        "End date",
    ),
    EvidenceKind.TRAINING: (
        "Training provider",
        "Course or certificate number",
        "Date finished",
        "Renewal date",
    ),
}


class EvidenceForm(GovForm):
    """What proves one criterion; the questions are those of its kind of evidence."""

    dbs_level = forms.TypedChoiceField(
        label="Level of the check",
        coerce=DbsLevel,
        choices=DbsLevel.choices(),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the level of the check, as printed on the certificate"},
    )
    dbs_outcome = forms.TypedChoiceField(
        label="Outcome of the check",
        coerce=DbsOutcome,
        help_text="If something is recorded, you can still be accredited. We talk to you first.",
        choices=DbsOutcome.choices(),
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose the outcome of the check, as printed on the certificate"
        },
    )
    issuer = forms.CharField(
        max_length=ISSUER_LENGTH, error_messages={"required": "Enter who issued the evidence"}
    )
    reference = forms.CharField(
        max_length=REFERENCE_LENGTH,
        required=False,
        error_messages={"required": "Enter the certificate number"},
    )
    issued_date = DateBoxesField(help_text="For example 14 9 2026")
    expires_date = DateBoxesField(help_text="For example 13 9 2027", required=False)
    upload = forms.FileField(
        label="Copy of the document",
        required=False,
        error_messages={"empty": "Copy of the document: this file is empty. Choose another file"},
    )

    def __init__(
        self,
        *args: Any,
        criterion: Criterion,
        evidence: Evidence | None,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("initial", _given_before(evidence))
        super().__init__(*args, **kwargs)
        self.criterion = criterion
        self.kind = EvidenceKind(criterion.evidence_kind)
        self._fit_questions()
        self._fit_file(bool(evidence and evidence.file))

    def _fit_questions(self) -> None:
        names = ("issuer", "reference", "issued_date", "expires_date")
        for name, label in zip(names, QUESTIONS[self.kind], strict=True):
            self.fields[name].label = label
            if name.endswith("_date"):
                words = f"{label.rstrip('?')}: enter a date, like 14 9 2026"
                self.fields[name].error_messages["required"] = words
        months = self.criterion.expires_after_months
        if self.kind in KINDS_WITHOUT_END:
            del self.fields["expires_date"]
        else:
            ends = self.fields["expires_date"]
            ends.required = bool(months)
            ends.label = ends.label if months else f"{ends.label} (optional)"
        if self.kind != EvidenceKind.DBS_OUTCOME:
            del self.fields["dbs_level"], self.fields["dbs_outcome"]
        self.fields["reference"].required = self.kind == EvidenceKind.DBS_OUTCOME

    def _fit_file(self, has_file: bool) -> None:
        rule, upload = FILE_RULES[self.kind], self.fields["upload"]
        if rule == FileRule.NEVER:
            del self.fields["upload"]
            return
        megabytes = settings.EVIDENCE_MAX_BYTES // 1_000_000
        upload.help_text = (
            f"PDF or photo, up to {megabytes} MB. Only the accreditation team can open the file."
        )
        upload.required = rule == FileRule.REQUIRED and not has_file
        upload.error_messages["required"] = "Choose a copy of the document"
        if has_file:
            upload.label = "Replace the copy of the document"
        elif rule == FileRule.OPTIONAL:
            upload.label = "Copy of the document (optional)"


def _given_before(evidence: Evidence | None) -> dict[str, Any]:
    if evidence is None:
        return {}
    names = ("issuer", "reference", "issued_date", "expires_date", "dbs_level", "dbs_outcome")
    return {name: getattr(evidence, name) for name in names}
