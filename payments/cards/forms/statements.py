"""The shape of finance's input about a statement file, and which of its columns is what."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from marketplace.core.form_runner import refuse
from marketplace.core.gov_forms import GovForm
from payments.cards.models import MoneyAccount, StatementImport
from payments.cards.rules import (
    REASON_LENGTH,
)
from payments.gateway.errors import StatementUnreadable
from payments.gateway.statements import COLUMN_FIELDS, CsvMapping, DateStyle, DecimalMark

NO_COLUMN = ("", "Not in this file")


#: Judgement: headings are near the top; a slip of the key should not hide the file.
MOST_ROWS_SKIPPED = 50


class AccountChoice(forms.ModelChoiceField):
    """Accounts by person and last digits; shown by their public id."""

    def label_from_instance(self, obj: Any) -> str:
        words = f"{obj.person.name}, {obj.get_kind_display().lower()} ending {obj.last4}"
        return f"{words}, closed" if obj.closed_at else words


class UploadForm(GovForm):
    account = AccountChoice(
        queryset=MoneyAccount.objects.none(),
        to_field_name="public_id",
        label="Account",
        empty_label="Choose an account",
        required=False,
        error_messages={"invalid_choice": "Choose an account in the list"},
    )
    several = forms.BooleanField(
        label="This is a file of several cards or accounts",
        help_text="One file with the payments of several cards, or with the statements of several accounts. "
        "Do not choose an account for it.",
        required=False,
    )
    file = forms.FileField(
        label="Statement file",
        help_text="CSV, OFX, camt.053 or MT940, as the bank or card programme gives it. "
        "Up to 20 MB.",
        error_messages={
            "required": "Choose the statement file",
            "empty": "The file is empty. Download the file again and upload it",
        },
    )

    def __init__(self, *args: Any, accounts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(AccountChoice, self.fields["account"]).queryset = accounts

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        account, several = cleaned.get("account"), cleaned.get("several")
        if account and several:
            self.add_error("account", "Choose an account, or several cards or accounts, not both")
        elif not (account or several or "account" in self.errors):
            self.add_error("account", "Choose an account")
        return cleaned

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > settings.STATEMENT_MAX_BYTES:
            raise forms.ValidationError(
                f"The file is over {settings.STATEMENT_MAX_BYTES // 1_000_000} MB. "
                "Ask the bank for a shorter period"
            )
        return file


class LayoutForm(GovForm):
    """Where the headings of a CSV file are; sent by GET, so that the page shows the rows again."""

    skip_rows = forms.IntegerField(
        label="Rows to leave out at the top",
        min_value=0,
        max_value=MOST_ROWS_SKIPPED,
        required=False,
        error_messages={"invalid": "Enter a number of rows, like 2"},
    )
    no_headings = forms.BooleanField(label="The file has no headings", required=False)


class ColumnsForm(GovForm):
    date = forms.ChoiceField(
        label="Date", error_messages={"required": "Choose the column that holds the date"}
    )
    date_style = forms.ChoiceField(label="How dates are written", choices=DateStyle.choices())
    amount = forms.ChoiceField(
        label="Amount", help_text="When one column holds money in and out.", required=False
    )
    paid_in = forms.ChoiceField(
        label="Money in", help_text="When in and out are apart.", required=False
    )
    paid_out = forms.ChoiceField(label="Money out", required=False)
    flag = forms.ChoiceField(
        label="In or out", help_text="A column that says CR or DR.", required=False
    )
    out_is_positive = forms.BooleanField(label="Spending has no minus sign", required=False)
    payee = forms.ChoiceField(label="Paid to or from", required=False)
    description = forms.ChoiceField(label="What it says", required=False)
    reference = forms.ChoiceField(
        label="The bank’s own id",
        help_text="Only if each row has its own id, never used twice.",
        required=False,
    )
    merchant_category = forms.ChoiceField(
        label="Kind of shop", help_text="Four digits, often headed MCC.", required=False
    )
    currency = forms.ChoiceField(label="Currency", required=False)
    account = forms.ChoiceField(
        label="Card or account number",
        help_text="All of it or its last 4 digits, like ****4471.",
        required=False,
    )
    card_reference = forms.ChoiceField(
        label="Card’s reference",
        help_text="The card programme’s own id of each card.",
        required=False,
    )
    status = forms.ChoiceField(
        label="Pending or settled", help_text="A column that says Pending.", required=False
    )
    balance = forms.ChoiceField(
        label="Balance",
        help_text="What the account holds after each row. It shows us missing rows.",
        required=False,
    )
    decimal_mark = forms.ChoiceField(label="How pence are written", choices=DecimalMark.choices())

    def __init__(
        self,
        *args: Any,
        headings: Sequence[str],
        base: CsvMapping,
        several: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **{"initial": base.as_json(), **kwargs})
        self.headings, self.base, self.several = headings, base, several
        for name in COLUMN_FIELDS:
            column = cast(forms.ChoiceField, self.fields[name])
            column.choices = [NO_COLUMN, *((h, h) for h in headings)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            refuse(
                self,
                StatementUnreadable(*self.mapping().problems(self.headings, several=self.several)),
            )
        return cleaned

    def mapping(self) -> CsvMapping:
        """The mapping chosen, in the layout and default currency that the page started from."""
        return CsvMapping.from_json({**self.base.as_json(), **self.cleaned_data})


class ConfirmForm(GovForm):
    """The yes to a preview; of a file of several cards, without the accounts that are ticked."""

    leave_out = forms.MultipleChoiceField(
        label="Accounts to leave out",
        help_text="Nothing is recorded for these. You can upload the same file again later.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    despite = forms.CharField(
        label="Why it is the right account",
        help_text="For example: the bank has changed the number of this account.",
        max_length=REASON_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, runs: Sequence[StatementImport], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(runs) > 1:
            parts = cast(forms.MultipleChoiceField, self.fields["leave_out"])
            parts.choices = [(str(run.public_id), _part_words(run)) for run in runs]
        else:
            del self.fields["leave_out"]


def _part_words(run: StatementImport) -> str:
    account = run.account
    return f"{account.person.name}, {account.get_kind_display().lower()} ending {account.last4}"


class TakeBackForm(GovForm):
    why = forms.CharField(
        label="Why you take this statement back",
        help_text="For example: it is a statement of another person.",
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter why you take this statement back"},
    )
