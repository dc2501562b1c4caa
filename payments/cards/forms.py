"""The shape of finance's input: a statement file, which of its columns is what; the card processor."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from marketplace.brokerage.models import PaymentAgreement
from marketplace.core.form_runner import refuse
from marketplace.core.gov_forms import GovForm
from marketplace.core.words import spoken_date
from marketplace.council.rules import LONGEST_ACCOUNT, ProcessorMode
from payments.cards.models import MoneyAccount
from payments.cards.rules import (
    LAST_DIGITS,
    REASONS_TO_CLOSE,
    REASONS_TO_REPLACE,
    SEARCH_LENGTH,
    AccountProvider,
    CardReason,
)
from payments.gateway.contract import LONGEST_WORD
from payments.gateway.errors import StatementUnreadable
from payments.gateway.statements import COLUMN_FIELDS, CsvMapping, DateStyle, DecimalMark

NO_COLUMN = ("", "Not in this file")
DIGITS_WRONG = "Last 4 digits of the new card: enter 4 digits, like 4471"
ACCOUNT_DIGITS_WRONG = "Last 4 digits: enter 4 digits, like 4471"
#: Judgement: headings are near the top; a slip of the key should not hide the file.
MOST_ROWS_SKIPPED = 50


def _labelled(reasons: Sequence[CardReason]) -> list[tuple[str, str]]:
    return [(reason.value, reason.label) for reason in reasons]


class AccountChoice(forms.ModelChoiceField):
    """Accounts by person and last digits; shown by their public id."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.person.name}, {obj.get_kind_display().lower()} ending {obj.last4}"


class UploadForm(GovForm):
    account = AccountChoice(
        queryset=MoneyAccount.objects.none(),
        to_field_name="public_id",
        label="Account",
        empty_label="Choose an account",
        error_messages={
            "required": "Choose an account",
            "invalid_choice": "Choose an account in the list",
        },
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
    account = forms.ChoiceField(label="Account number", required=False)
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
        self, *args: Any, headings: Sequence[str], base: CsvMapping, **kwargs: Any
    ) -> None:
        super().__init__(*args, **{"initial": base.as_json(), **kwargs})
        self.headings, self.base = headings, base
        for name in COLUMN_FIELDS:
            column = cast(forms.ChoiceField, self.fields[name])
            column.choices = [NO_COLUMN, *((h, h) for h in headings)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            refuse(self, StatementUnreadable(*self.mapping().problems(self.headings)))
        return cleaned

    def mapping(self) -> CsvMapping:
        """The mapping chosen, in the layout and default currency that the page started from."""
        return CsvMapping.from_json({**self.base.as_json(), **self.cleaned_data})


class FindForm(GovForm):
    q = forms.CharField(label="Name or last four digits", required=False, max_length=SEARCH_LENGTH)


class CardForm(GovForm):
    """A new card. The card processor's id is asked for only where payments come by it."""

    last4 = forms.RegexField(
        rf"^[0-9]{{{LAST_DIGITS}}}$",
        label="Last 4 digits of the new card",
        help_text="The end of the long number on it. For example, 4471.",
        error_messages={"required": DIGITS_WRONG, "invalid": DIGITS_WRONG},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    provider_reference = forms.CharField(
        label="Card processor’s id of this card",
        help_text="For example, ic_1Fj2Kd. Payments with the card find the account by this id.",
        max_length=LONGEST_WORD,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, account: MoneyAccount, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if account.provider != AccountProvider.STRIPE:
            del self.fields["provider_reference"]


class OpenAccountForm(GovForm):
    """The account of one or several agreements: a new one, or one that the person has."""

    NEW_CARD, NEW_BANK = "card", "bank"

    agreements = forms.MultipleChoiceField(
        label="Which agreements pay into it?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose 1 or more agreements"},
    )
    account = forms.ChoiceField(
        label="Account",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose an account"},
    )
    last4 = forms.RegexField(
        rf"^[0-9]{{{LAST_DIGITS}}}$",
        label="Last 4 digits of the new card or bank account",
        help_text="For example, 4471.",
        required=False,
        error_messages={"invalid": ACCOUNT_DIGITS_WRONG},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    provider = forms.ChoiceField(
        label="Source of payments",
        choices=AccountProvider.choices(),
        initial=AccountProvider.STATEMENT.value,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the source of payments"},
    )
    provider_reference = forms.CharField(
        label="Card processor’s id of the card",
        help_text="Only if payments come from the card processor. For example, ic_1Fj2Kd.",
        max_length=LONGEST_WORD,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(
        self,
        *args: Any,
        agreements: Sequence[PaymentAgreement],
        accounts: Sequence[MoneyAccount],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.known = {str(each.public_id): each for each in accounts}
        self.unfed = {str(each.public_id): each for each in agreements}
        asked = cast(forms.MultipleChoiceField, self.fields["agreements"])
        asked.choices = [(key, _agreement_words(each)) for key, each in self.unfed.items()]
        asked.initial = list(self.unfed)
        account = cast(forms.ChoiceField, self.fields["account"])
        account.choices = [
            (self.NEW_CARD, "A new card account"),
            (self.NEW_BANK, "A new bank account"),
            *(
                (key, f"{each.get_kind_display()} ending {each.last4}")
                for key, each in self.known.items()
            ),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        is_new = cleaned.get("account") in (self.NEW_CARD, self.NEW_BANK)
        if is_new and not cleaned.get("last4") and "last4" not in self.errors:
            self.add_error("last4", ACCOUNT_DIGITS_WRONG)
        if cleaned.get("account") == self.NEW_BANK and cleaned.get("provider_reference"):
            self.add_error("provider_reference", "A bank account has no card. Leave this empty")
        return cleaned

    def chosen(self) -> list[PaymentAgreement]:
        """The agreements that were ticked. Call it on a valid form."""
        return [self.unfed[key] for key in self.cleaned_data["agreements"]]


def _agreement_words(agreement: PaymentAgreement) -> str:
    holder = f", held by {agreement.holder.name}" if agreement.holder else ""
    return (
        f"{agreement.get_road_display()}{holder}, from {spoken_date(agreement.first_payment_date)}"
    )


class ReplaceCardForm(CardForm):
    reason = forms.ChoiceField(
        label="Why the old card ends",
        choices=_labelled(REASONS_TO_REPLACE),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose why the old card ends"},
    )


class CloseCardForm(GovForm):
    reason = forms.ChoiceField(
        label="Why the card ends",
        choices=_labelled(REASONS_TO_CLOSE),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose why the card ends"},
    )


class ProcessorForm(GovForm):
    """A council's account with the card processor. A secret that was set is never shown again."""

    account = forms.CharField(
        label="Account", max_length=LONGEST_ACCOUNT, help_text="For example acct_1Fj2Kd."
    )
    mode = forms.ChoiceField(
        label="Mode", choices=ProcessorMode.choices(), widget=forms.RadioSelect
    )
    secret = forms.CharField(
        label="New signing secret",
        required=False,
        max_length=200,
        help_text="Leave this empty to keep the one that is set.",
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    only_newest = forms.BooleanField(
        label="Stop accepting the secret before the newest",
        required=False,
        help_text="Choose this when the card processor uses the new one only.",
    )
