"""Forms for what will do it. A listing's price is chosen from its prices, never typed."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from marketplace.brokerage.forms.how_paid import PaidForm
from marketplace.brokerage.forms.terms import AGAIN, ItemForm
from marketplace.brokerage.rules import (
    FALLBACK_LENGTH,
    LINE_LENGTH,
    MOST_PRICE_PENCE,
    Equipment,
    Frequency,
    FromListing,
    Natural,
    Offer,
    OffMarket,
)
from marketplace.core.gov_forms import DateBoxesField, HintedRadios, PoundsField
from marketplace.core.pence import format_pounds
from marketplace.core.words import per_unit
from marketplace.listings.models import Price
from marketplace.listings.rules import DayBand, PriceUnit


def _price_choice(unit: str, day_band: str, pence: int) -> str:
    """A price as a choice: "£25.60 an hour, weekend"."""
    band = "" if day_band == DayBand.WEEKDAY else f", {DayBand(day_band).label.lower()}"
    return f"{format_pounds(pence)} {per_unit(unit)}{band}"


class ListingItemForm(PaidForm):
    """Something from the directory. An item that is changed has its signed price as a choice."""

    choice = forms.ChoiceField(
        label="Price",
        widget=HintedRadios(hints={}),
        error_messages={
            "required": "Choose a price",
            "invalid_choice": "This is not a price of today. Choose another price",
        },
    )
    field_order = ["version", "choice"]

    def __init__(
        self,
        *args: Any,
        listing_id: int,
        prices: Sequence[Price],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.listing_id = listing_id
        self.pence = {f"{p.unit}:{p.day_band}": p.amount_pence for p in prices}
        choices = {
            f"{p.unit}:{p.day_band}": _price_choice(p.unit, p.day_band, p.amount_pence)
            for p in prices
        }
        if kept := self.item:
            words = _price_choice(kept.unit, kept.day_band, kept.price_pence)
            choices[f"{kept.unit}:{kept.day_band}"] = f"{words}, as planned"
            self.pence[f"{kept.unit}:{kept.day_band}"] = kept.price_pence
        self.count_by_times(choice.split(":")[0] for choice in list(choices))
        field = self.fields["choice"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - narrows the type
        field.choices = list(choices.items())
        if len(choices) == 1:
            field.initial = next(iter(choices))
        if "frequency" in self.fields and set(choices) <= {f"{PriceUnit.ITEM}:{DayBand.WEEKDAY}"}:
            self.fields["frequency"].initial = Frequency.ONCE.value

    def offer(self) -> Offer:
        unit, band = self.cleaned_data["choice"].split(":")
        return FromListing(self.listing_id, PriceUnit(unit), DayBand(band))

    def price_pence(self) -> int:
        return self.pence[self.cleaned_data["choice"]]


class PricedForm(PaidForm):
    """Something with a name, a supplier and a price that are typed."""

    title = forms.CharField(
        label="Name of the support",
        help_text="For example, Gardening",
        max_length=LINE_LENGTH,
        error_messages={"required": "Enter a name for the support"},
    )
    provider_name = forms.CharField(
        label="Supplier",
        max_length=LINE_LENGTH,
        error_messages={"required": "Enter the supplier"},
    )
    price = PoundsField(
        label="Price for one",
        help_text="In pounds, like 16.50",
        min_pence=1,
        max_pence=MOST_PRICE_PENCE,
        required=True,
    )

    def price_pence(self) -> int:
        return int(self.cleaned_data["price"])


class OffMarketForm(PricedForm):
    unit = forms.ChoiceField(
        label="Unit",
        choices=[(u.value, u.value.capitalize()) for u in PriceUnit],
        initial=PriceUnit.HOUR.value,
    )
    field_order = ["version", "title", "provider_name", "price", "unit"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.count_by_times(PriceUnit)

    def offer(self) -> Offer:
        typed = self.cleaned_data
        return OffMarket(
            typed["title"], typed["provider_name"], PriceUnit(typed["unit"]), typed["price"]
        )


class EquipmentForm(PricedForm):
    frequency = None  # type: ignore[assignment]
    # Nobody earns wages for a thing.
    paid_via = pay_least = pay_most = None  # type: ignore[assignment]
    field_order = ["version", "title", "provider_name", "price", "quantity", "when"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].help_text = "For example, Bath transfer bench"
        self.fields["price"].help_text = "In pounds, like 64.00"
        shop = self.fields["provider_name"]
        shop.label, shop.error_messages["required"] = "Shop", "Enter the shop"
        self.fields["quantity"].help_text, self.fields["quantity"].initial = "For example, 1", 1
        self.fields["when"].label = "Note (optional)"
        self.fields["when"].help_text = "For example, Delivered and shown how in October"

    def offer(self) -> Offer:
        typed = self.cleaned_data
        return Equipment(typed["title"], typed["provider_name"], typed["price"])


class NaturalForm(ItemForm):
    who = forms.CharField(
        label="Who gives the support?",
        help_text="For example, Ruth, her daughter",
        max_length=LINE_LENGTH,
        error_messages={"required": "Enter who gives the support"},
    )
    title = forms.CharField(
        label="What support do they give?",
        help_text="For example, Sunday lunch and the afternoon",
        max_length=LINE_LENGTH,
        error_messages={"required": "Enter what support they give"},
    )
    willing_date = DateBoxesField(
        label="Day they agreed",
        help_text="For example, 16 9 2026. Leave empty until they agree.",
        required=False,
    )
    fallback = forms.CharField(
        label="What happens if this support stops?",
        help_text="For example, Amara visits instead. Leave empty until you have talked about it.",
        max_length=FALLBACK_LENGTH,
        required=False,
    )
    deployment = None  # type: ignore[assignment]
    field_order = [
        "version",
        "who",
        "title",
        "quantity",
        "frequency",
        "when",
        "willing_date",
        "fallback",
    ]

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "agreements": ()})
        self.fields["quantity"].label = "How many hours"
        frequency = self.fields["frequency"]
        assert isinstance(frequency, forms.ChoiceField)  # noqa: S101 - narrows the type
        frequency.choices = AGAIN
        self.count_by_times([Natural.unit])
        willing = self.fields["willing_date"]
        assert isinstance(willing, DateBoxesField)  # noqa: S101 - narrows the type
        willing.latest = today

    def offer(self) -> Offer:
        typed = self.cleaned_data
        return Natural(typed["title"], typed["who"], typed["willing_date"], typed["fallback"])

    def price_pence(self) -> int:
        return 0
