"""The shape of finance's input: up to which day the books are closed, and why a period is reopened."""

from django import forms

from marketplace.core.gov_fields import DateBoxesField
from marketplace.core.gov_forms import GovForm
from payments.ledger.periods import LONGEST_REASON


class LastDayForm(GovForm):
    """Typed in three boxes."""

    last_day = DateBoxesField(
        label="Last day of the period", help_text="For example 31 10 2026. It must be before today."
    )


class ClosingForm(GovForm):
    """The same day, as the page that asks once more sends it."""

    last_day = forms.DateField(widget=forms.HiddenInput)


class ReopenForm(GovForm):
    reason = forms.CharField(
        label="Why the period must be reopened",
        help_text="For example: the bank sent a statement of September again, with corrections.",
        widget=forms.Textarea({"rows": 3}),
        max_length=LONGEST_REASON,
        error_messages={
            "required": f"Enter why the period must be reopened, in {LONGEST_REASON} characters or fewer",
            "max_length": f"Enter why the period must be reopened, in {LONGEST_REASON} characters or fewer",
        },
    )
