"""How support with a cost is paid: what few need, behind one line of the form."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django import forms

from marketplace.brokerage.forms.optional import optional_words
from marketplace.brokerage.forms.terms import ItemForm
from marketplace.brokerage.rules import (
    BUNDLE_LENGTH,
    LINE_LENGTH,
    MOST_PRICE_PENCE,
    MOST_TOLERANCE_PERCENT,
    PAYMENT_REFERENCE_LENGTH,
    HowPaid,
    Terms,
)
from marketplace.core.gov_forms import PoundsField


class PaidForm(ItemForm):
    """An item that costs something, and so is paid."""

    tolerance_percent = forms.IntegerField(
        label="How much the payment may differ",
        help_text="In percent, like 5. Leave empty to use the council’s own figure.",
        required=False,
        min_value=0,
        max_value=MOST_TOLERANCE_PERCENT,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "invalid": "How much the payment may differ: enter a whole number, like 5",
            "min_value": "How much the payment may differ: enter 0 or more",
            "max_value": f"How much the payment may differ: enter {MOST_TOLERANCE_PERCENT} or less",
        },
    )
    payment_reference = optional_words(
        "Reference on the payment",
        "What the payer writes. For example, AMARA WAGES.",
        PAYMENT_REFERENCE_LENGTH,
    )
    paid_via = optional_words(
        "Who pays the wages",
        "Only where somebody pays them for the person. For example, Fern Payroll.",
        LINE_LENGTH,
    )
    bundle = optional_words(
        "Paid together with",
        "Enter the same word for all support that 1 payment pays for. For example, wages.",
        BUNDLE_LENGTH,
    )
    pay_least = PoundsField(
        label="Least pay",
        help_text="Only where the pay varies. The least for 1 period, like 180.00.",
        min_pence=1,
        max_pence=MOST_PRICE_PENCE,
        required=False,
    )
    pay_most = PoundsField(
        label="Most pay",
        help_text="The most for 1 period, like 260.00.",
        min_pence=1,
        max_pence=MOST_PRICE_PENCE,
        required=False,
    )
    #: The fields behind the line, in their order.
    of_payment: Sequence[str] = (
        "tolerance_percent",
        "payment_reference",
        "paid_via",
        "bundle",
        "pay_least",
        "pay_most",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.item is not None:
            paid = self.item.how_paid
            now: dict[str, Any] = {
                "tolerance_percent": paid.tolerance_percent,
                "payment_reference": paid.payment_reference,
                "paid_via": paid.paid_via,
                "bundle": paid.bundle,
                "pay_least": paid.pay_least_pence,
                "pay_most": paid.pay_most_pence,
            }
            self.initial.update(now)

    def terms(self) -> Terms:
        typed = self.cleaned_data
        paid = HowPaid(
            typed["tolerance_percent"],
            typed["payment_reference"],
            typed.get("paid_via", ""),
            typed["bundle"],
            typed.get("pay_least"),
            typed.get("pay_most"),
        )
        return replace(super().terms(), how_paid=paid)
