"""The shape of what is typed about holds and copies, and of what is asked of the trail."""

from typing import Any

from django import forms

from marketplace.core.gov_fields import DateBoxesField
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


class TrailForm(GovForm):
    """What is asked of the trail. `by` and `subject` come from links, by id; the rest is typed."""

    from_day = DateBoxesField(label="From", required=False)
    to_day = DateBoxesField(label="To", required=False)
    event = forms.ChoiceField(label="What was done", required=False)
    who = forms.CharField(
        label="Who did it",
        help_text="A whole name or an email address",
        max_length=REFERENCE_LENGTH,
        required=False,
    )
    record = forms.CharField(
        label="Whose record",
        help_text="A record number, or the whole name of a person or a supplier",
        max_length=REFERENCE_LENGTH,
        required=False,
    )
    by = forms.RegexField(r"^[0-9a-z_.]{1,80}$", required=False, widget=forms.HiddenInput)
    subject = forms.RegexField(
        r"^[a-z_]+\.[a-z_]+:[0-9]{1,18}$", required=False, widget=forms.HiddenInput
    )

    def __init__(
        self,
        *args: Any,
        events: list[tuple[str, list[tuple[str, str]]]],
        whole: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["event"].choices = [("", "Anything"), *events]  # type: ignore[attr-defined]
        if not whole:
            del self.fields["record"]
