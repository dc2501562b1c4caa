"""The shape of finance's input about accounts and cards, and about the card processor."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms

from marketplace.brokerage.models import PaymentAgreement
from marketplace.core.gov_forms import GovForm
from marketplace.core.seen_forms import SeenForm
from marketplace.core.words import spoken_date
from marketplace.council.rules import LONGEST_ACCOUNT, ProcessorMode
from payments.cards.models import MoneyAccount, SharedAccount
from payments.cards.rules import (
    LAST_DIGITS,
    REASONS_TO_CLOSE,
    REASONS_TO_REPLACE,
    SEARCH_LENGTH,
    AccountProvider,
    CardReason,
)
from payments.gateway.contract import LONGEST_WORD

DIGITS_WRONG = "Last 4 digits of the new card: enter 4 digits, like 4471"


ACCOUNT_DIGITS_WRONG = "Last 4 digits: enter 4 digits, like 4471"


def _labelled(reasons: Sequence[CardReason]) -> list[tuple[str, str]]:
    return [(reason.value, reason.label) for reason in reasons]


class FindForm(GovForm):
    q = forms.CharField(label="Name or last four digits", required=False, max_length=SEARCH_LENGTH)


class CardForm(GovForm):
    """A new card. Its reference is the card processor's id where payments come by that; elsewhere it
    tells two cards with the same digits apart in a programme's file."""

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
            reference = self.fields["provider_reference"]
            reference.label = "Card programme’s reference of this card"
            reference.help_text = (
                "Only if its files name one. It tells cards with the same digits apart."
            )


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
        label="Card processor’s id of the card, or the card programme’s reference",
        help_text="For example, ic_1Fj2Kd. You need it if payments come from the card processor. "
        "In files of several cards it tells cards with the same digits apart.",
        max_length=LONGEST_WORD,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(
        self,
        *args: Any,
        agreements: Sequence[PaymentAgreement],
        accounts: Sequence[MoneyAccount],
        shared: Sequence[SharedAccount] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.known = {str(each.public_id): each for each in accounts}
        self.shared = {f"shared-{each.public_id}": each for each in shared}
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
            *(
                (
                    key,
                    f"A share of {each.holder.name}’s bank account ending {each.bank_last4}, with other people",
                )
                for key, each in self.shared.items()
            ),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        is_new = cleaned.get("account") in (self.NEW_CARD, self.NEW_BANK)
        if is_new and not cleaned.get("last4") and "last4" not in self.errors:
            self.add_error("last4", ACCOUNT_DIGITS_WRONG)
        is_bank = cleaned.get("account") == self.NEW_BANK or cleaned.get("account") in self.shared
        if is_bank and cleaned.get("provider_reference"):
            self.add_error("provider_reference", "A bank account has no card. Leave this empty")
        if cleaned.get("account") in self.shared and (
            cleaned.get("provider") == AccountProvider.STRIPE.value
        ):
            self.add_error("provider", "Choose Statements for a shared bank account")
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


class ReferenceForm(GovForm):
    provider_reference = forms.CharField(
        label="Card programme’s reference of this card",
        help_text="As it is in the files of the card programme. "
        "Leave it empty if they have no reference.",
        max_length=LONGEST_WORD,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class CloseCardForm(GovForm):
    reason = forms.ChoiceField(
        label="Why the card ends",
        choices=_labelled(REASONS_TO_CLOSE),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose why the card ends"},
    )


class ProcessorForm(SeenForm):
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
