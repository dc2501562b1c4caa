"""The shape of what is typed about holds and copies."""

from django import forms

from marketplace.core.gov_forms import GovForm
from marketplace.records.rules import REASON_LENGTH, HeldKind

#: As long as the longest name of a person or a supplier may be, and any record number.
REFERENCE_LENGTH = 200


class HoldForm(GovForm):
    """Whose record, and why."""

    subject = forms.ChoiceField(
        label="Whose record is it?",
        choices=HeldKind.choices(),
        widget=forms.RadioSelect,
        error_messages={"required": "Whose record is it? Choose a person or a supplier"},
    )
    reference = forms.CharField(
        label="Record number or whole name",
        help_text="A supplier has no record number: enter its name.",
        max_length=REFERENCE_LENGTH,
        error_messages={"required": "Enter the record number or the whole name"},
    )
    reason = forms.CharField(
        label="Reason for the hold",
        help_text="The claim or inquiry it is for, like “Claim 2026/114”. No details of the case.",
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Enter the reason for the hold, like the claim or inquiry it is for"
        },
    )


class CopyForm(GovForm):
    """Of whose record an officer makes a copy."""

    reference = forms.CharField(
        label="Record number or whole name",
        max_length=REFERENCE_LENGTH,
        error_messages={"required": "Enter the record number or the whole name"},
    )
