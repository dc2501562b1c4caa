"""How support with a cost is paid: what few need, behind one line of the form."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django import forms

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
    payment_reference = forms.CharField(
        label="Reference on the payment",
        help_text="What the payer writes. For example, AMARA WAGES.",
        max_length=PAYMENT_REFERENCE_LENGTH,
        required=False,
        error_messages={
            "max_length": "Reference on the payment: enter at most %(limit_value)d characters",
        },
    )
    paid_via = forms.CharField(
        label="Who pays the wages",
        help_text="Only where somebody pays them for the person. For example, Fern Payroll.",
        max_length=LINE_LENGTH,
        required=False,
        error_messages={
            "max_length": "Who pays the wages: enter at most %(limit_value)d characters",
        },
    )
    bundle = forms.CharField(
        label="Paid together with",
        help_text="Enter the same word for all support that 1 payment pays for. For example, wages.",
        max_length=BUNDLE_LENGTH,
        required=False,
        error_messages={
            "max_length": "Paid together with: enter at most %(limit_value)d characters",
        },
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
