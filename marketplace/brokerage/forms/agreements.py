"""What finance enters for a payment agreement: by which road, on which days, how much of each fund."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from marketplace.brokerage.actions import NewAgreement, References
from marketplace.brokerage.forms.budgets import AmountsForm
from marketplace.brokerage.forms.ending import day_after, keep_near
from marketplace.brokerage.forms.optional import optional_words
from marketplace.brokerage.rules import (
    LINE_LENGTH,
    PAYMENT_REFERENCE_LENGTH,
    PaymentBasis,
    PaymentRoad,
    PaymentSchedule,
)
from marketplace.core.gov_forms import DateBoxesField, GovForm, HintedRadios

#: Weeks, judgement: councils let people keep some weeks' money for what cannot be planned, a year at most.
MOST_CONTINGENCY_WEEKS = 52


def _payment_reference() -> forms.CharField:
    hint = "What the council and other payers write. For example, DP 20417."
    return optional_words("Reference on payments in", hint, PAYMENT_REFERENCE_LENGTH, says_so=True)


def _contribution_reference() -> forms.CharField:
    hint = "What the person writes. For example, DP 20417 C."
    return optional_words(
        "Reference on the contribution", hint, PAYMENT_REFERENCE_LENGTH, says_so=True
    )


def _contingency_weeks() -> forms.IntegerField:
    most = MOST_CONTINGENCY_WEEKS
    label = "Weeks of money that may be left over"
    return forms.IntegerField(
        label=f"{label} (optional)",
        help_text="For what cannot be planned. For example, 8. Leave it empty for the council’s usual weeks.",
        required=False,
        min_value=0,
        max_value=most,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "invalid": f"{label}: enter digits, like 8",
            "min_value": f"{label}: enter 0 or more",
            "max_value": f"{label}: enter {most} or less",
        },
    )


def _references(typed: Mapping[str, Any]) -> References:
    return References(typed["payment_reference"], typed["contribution_reference"])


class ReferencesForm(GovForm):
    """What is written on the payments of an agreement, and how many weeks of money may be left over."""

    payment_reference = _payment_reference()
    contribution_reference = _contribution_reference()
    contingency_weeks = _contingency_weeks()

    def references(self) -> References:
        """What was entered. Call it on a valid form."""
        return _references(self.cleaned_data)


class AgreementForm(AmountsForm):
    """A payment agreement with its first amounts."""

    road = forms.ChoiceField(
        label="How is the money paid?",
        choices=PaymentRoad.choices(),
        initial=PaymentRoad.CARD.value,
        widget=HintedRadios(
            hints={
                PaymentRoad.MANAGED_ACCOUNT.value: "An organisation holds the account",
                PaymentRoad.COUNCIL_MANAGED.value: "The council pays the suppliers",
                PaymentRoad.SERVICE_FUND.value: "A supplier holds the money for the person",
            }
        ),
        error_messages={"required": "Choose how the money is paid"},
    )
    holder_name = forms.CharField(
        label="Who holds the managed account",
        help_text="For example, Fern Payroll. Only for a managed account.",
        max_length=LINE_LENGTH,
        required=False,
    )
    basis = forms.ChoiceField(
        label="The person’s contribution",
        choices=PaymentBasis.choices(),
        initial=PaymentBasis.NET.value,
        widget=HintedRadios(hints={}),
        error_messages={"required": "Choose how the contribution is paid"},
    )
    schedule = forms.ChoiceField(
        label="How often is it paid?",
        choices=PaymentSchedule.choices(),
        initial=PaymentSchedule.FOUR_WEEKS.value,
        widget=HintedRadios(hints={}),
        error_messages={"required": "Choose how often it is paid"},
    )
    first_payment = DateBoxesField(
        label="First payment day",
        help_text="The other payment days follow from it. For example, 6 4 2027.",
        error_messages={"required": "First payment day: enter a date, like 6 4 2027"},
    )
    contingency_weeks = _contingency_weeks()
    payment_reference = _payment_reference()
    contribution_reference = _contribution_reference()

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, today=today, **kwargs)
        keep_near(today, self.fields["first_payment"])

    def agreement(self) -> NewAgreement:
        """What was entered, for the action. Call it on a valid form."""
        typed = self.cleaned_data
        return NewAgreement(
            PaymentRoad(typed["road"]),
            PaymentBasis(typed["basis"]),
            PaymentSchedule(typed["schedule"]),
            typed["first_payment"],
            typed["contingency_weeks"],
            typed["holder_name"],
            _references(typed),
        )


class EndAgreementForm(GovForm):
    """The last day for which an agreement pays."""

    last_day = DateBoxesField(
        label="Last day of the payments",
        help_text="It can be past or ahead. For example, 14 11 2026.",
        error_messages={"required": "Last day of the payments: enter a date, like 14 11 2026"},
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keep_near(today, self.fields["last_day"])

    def day(self) -> date:
        """The first day without payments. Call it on a valid form."""
        return day_after(self.cleaned_data["last_day"])
