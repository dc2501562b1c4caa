"""How much of a thing, how often, when, and who pays: what every form for an item asks."""

from typing import Any

from django import forms

from marketplace.brokerage.forms.writing import PlanForm
from marketplace.brokerage.models import PlanItem
from marketplace.brokerage.rules import (
    LEAST_UNITS,
    LINE_LENGTH,
    MOST_UNITS,
    UNIT_DECIMALS,
    Deployment,
    Frequency,
    Offer,
    Terms,
)
from marketplace.core.gov_forms import HintedRadios

HOW_OFTEN = [
    (Frequency.WEEK.value, "Every week"),
    (Frequency.FORTNIGHT.value, "Every fortnight"),
    (Frequency.FOUR_WEEKS.value, "Every 4 weeks"),
    (Frequency.MONTH.value, "Every month"),
    (Frequency.QUARTER.value, "Every quarter"),
    (Frequency.YEAR.value, "Every year"),
    (Frequency.ONCE.value, "Once only"),
]
AGAIN = [pair for pair in HOW_OFTEN if pair[0] != Frequency.ONCE]
WHO_PAYS_HINTS = {
    Deployment.DIRECT_PAYMENT.value: "From a direct payment",
    Deployment.COUNCIL_MANAGED.value: "The council pays the invoice",
}


class ItemForm(PlanForm):
    """How much, how often, when, and who pays: the same for everything that is bought."""

    quantity = forms.DecimalField(
        label="How many",
        help_text="For example, for 5 visits a week enter 5",
        min_value=LEAST_UNITS,
        max_value=MOST_UNITS,
        decimal_places=UNIT_DECIMALS,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        error_messages={
            "required": "Enter how many, like 5 or 1.5",
            "invalid": "Enter how many in digits, like 5 or 1.5",
            "min_value": "Enter how many, more than 0",
            "max_value": "How many: enter a smaller number",
            "max_decimal_places": f"Enter at most {UNIT_DECIMALS} decimal places, like 1.25",
        },
    )
    frequency = forms.ChoiceField(
        label="How often",
        choices=HOW_OFTEN,
        initial=Frequency.WEEK.value,
        error_messages={"required": "Choose how often"},
    )
    when = forms.CharField(
        label="When",
        help_text="For example, Monday to Friday, 8.30am, 45 minutes",
        max_length=LINE_LENGTH,
        required=False,
    )
    deployment = forms.ChoiceField(
        label="Who pays the supplier?",
        choices=Deployment.choices(),
        initial=Deployment.DIRECT_PAYMENT.value,
        widget=HintedRadios(hints=WHO_PAYS_HINTS),
        error_messages={"required": "Choose who pays the supplier"},
    )

    @classmethod
    def typed(cls, item: PlanItem) -> dict[str, Any]:
        """What somebody typed to make this item."""
        return {
            "title": item.title,
            "provider_name": item.provider_name,
            "unit": item.unit,
            "price": item.price_pence,
            "choice": f"{item.unit}:{item.day_band}",
            "quantity": f"{item.quantity.normalize():f}",
            "frequency": item.frequency,
            "when": item.when,
            "deployment": item.deployment,
            "who": item.natural_who,
            "willing_date": item.natural_willing_date,
            "fallback": item.natural_fallback,
        }

    def offer(self) -> Offer:
        raise NotImplementedError

    def terms(self) -> Terms:
        typed = self.cleaned_data
        return Terms(
            quantity=typed["quantity"],
            frequency=Frequency(typed.get("frequency", Frequency.ONCE)),
            when=typed["when"],
            deployment=Deployment(typed.get("deployment", Deployment.DIRECT_PAYMENT)),
        )
