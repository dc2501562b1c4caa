"""What finance enters for an uprating: a day, percentages, and where new prices come from."""

from typing import Any

from django import forms

from marketplace.brokerage.rules import MOST_RATE, PayerKind, PriceSource, UpratingRequest
from marketplace.core.gov_forms import DateBoxesField, GovForm, HintedRadios

#: A contribution has a percentage of its own.
PAYERS = [(kind.value, kind.label) for kind in PayerKind if kind is not PayerKind.PERSON]


class RateField(forms.DecimalField):
    """A percentage with at most two decimals, cleaned to whole hundredths of a percent; 0 when empty."""

    def __init__(self, *, label: str, **kwargs: Any) -> None:
        super().__init__(
            label=label,
            required=False,
            min_value=0,
            max_value=MOST_RATE // 100,
            decimal_places=2,
            widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off"}),
            error_messages={
                "invalid": f"{label}: enter digits, like 2.5",
                "min_value": f"{label}: enter 0 or more, like 2.5",
                "max_value": f"{label}: enter {MOST_RATE // 100} or less, like 2.5",
                "max_decimal_places": f"{label}: enter at most 2 decimals, like 2.25",
            },
            **kwargs,
        )

    def clean(self, value: Any) -> int:
        cleaned = super().clean(value.strip().rstrip("%") if isinstance(value, str) else value)
        return int(cleaned * 100) if cleaned is not None else 0


class UpratingForm(GovForm):
    """One page: when, how much for whom, and the prices."""

    from_date = DateBoxesField(
        label="First day of the new amounts",
        help_text="Today or later, like 5 April 2027",
        error_messages={"required": "Enter the first day, like 5 4 2027"},
    )
    rate = RateField(
        label="Percentage for budgets and payments",
        help_text="For example, 2.5. Leave empty to keep budgets and payments as they are",
    )
    payers = forms.MultipleChoiceField(
        label="Whose money goes up by this percentage?",
        choices=PAYERS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    contribution_rate = RateField(
        label="Percentage for people’s contributions",
        help_text=(
            "Leave empty to keep contributions as they are. They follow each person’s yearly"
            " financial assessment"
        ),
    )
    price_source = forms.ChoiceField(
        label="How do prices of planned support change?",
        choices=PriceSource.choices(),
        initial=PriceSource.KEEP.value,
        widget=HintedRadios(
            hints={
                PriceSource.RATE.value: "Also of support from Handrail",
                PriceSource.LISTING.value: (
                    "Where that price is known. Other support goes up by the percentage"
                ),
            }
        ),
        error_messages={"required": "Choose how prices change"},
    )
    price_rate = RateField(label="Percentage for prices", help_text="For example, 2.5")

    def asked(self) -> UpratingRequest:
        """What was entered, for the action. Call it on a valid form."""
        typed = self.cleaned_data
        return UpratingRequest(
            typed["from_date"],
            typed["rate"],
            frozenset(map(PayerKind, typed["payers"])),
            typed["contribution_rate"],
            PriceSource(typed["price_source"]),
            typed["price_rate"],
        )
