"""Forms for what will do it. A listing's price is chosen from its prices, never typed."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from marketplace.brokerage.forms.terms import AGAIN, ItemForm
from marketplace.brokerage.models import PlanItem
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
from marketplace.listings.models import Price, in_reading_order
from marketplace.listings.rules import DAY_BAND_LABELS, DayBand, PriceUnit


def _price_choice(unit: str, day_band: str, pence: int) -> str:
    """A price as a choice: "£25.60 an hour, weekend"."""
    band = "" if day_band == DayBand.WEEKDAY else f", {DAY_BAND_LABELS[DayBand(day_band)].lower()}"
    return f"{format_pounds(pence)} {per_unit(unit)}{band}"


class ListingItemForm(ItemForm):
    """Something from the directory. `kept` is the item that is changed: its signed price is a choice."""

    choice = forms.ChoiceField(
        label="Which price?",
        widget=HintedRadios(hints={}),
        error_messages={
            "required": "Choose one of their prices",
            "invalid_choice": "That is not one of their prices today. Choose another",
        },
    )
    field_order = ["version", "choice"]

    def __init__(
        self,
        *args: Any,
        listing_id: int,
        prices: Sequence[Price],
        kept: PlanItem | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.listing_id = listing_id
        choices = {
            f"{p.unit}:{p.day_band}": _price_choice(p.unit, p.day_band, p.amount_pence)
            for p in sorted(prices, key=in_reading_order)
        }
        if kept is not None:
            words = _price_choice(kept.unit, kept.day_band, kept.price_pence)
            choices[f"{kept.unit}:{kept.day_band}"] = f"{words}, as planned"
        field = self.fields["choice"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - narrows the type
        field.choices = list(choices.items())
        if len(choices) == 1:
            field.initial = next(iter(choices))
        if set(choices) <= {f"{PriceUnit.ITEM}:{DayBand.WEEKDAY}"}:
            self.fields["frequency"].initial = Frequency.ONCE.value

    def offer(self) -> Offer:
        unit, band = self.cleaned_data["choice"].split(":")
        return FromListing(self.listing_id, PriceUnit(unit), DayBand(band))


class OffMarketForm(ItemForm):
    title = forms.CharField(
        label="What is it?",
        help_text="Like Gardening, or Cleaning",
        max_length=LINE_LENGTH,
        error_messages={"required": "Say what it is"},
    )
    provider_name = forms.CharField(
        label="Who provides it?",
        max_length=LINE_LENGTH,
        error_messages={"required": "Say who provides it"},
    )
    price = PoundsField(
        label="Price for one",
        help_text="In pounds, like 16.50",
        min_pence=1,
        max_pence=MOST_PRICE_PENCE,
        required=True,
    )
    unit = forms.ChoiceField(
        label="One what?",
        choices=[(u.value, u.value.capitalize()) for u in PriceUnit],
        initial=PriceUnit.HOUR.value,
    )
    field_order = ["version", "title", "provider_name", "price", "unit"]

    def offer(self) -> Offer:
        typed = self.cleaned_data
        return OffMarket(
            typed["title"], typed["provider_name"], PriceUnit(typed["unit"]), typed["price"]
        )


class EquipmentForm(ItemForm):
    title = forms.CharField(
        label="What is it?",
        help_text="Like Bath transfer bench",
        max_length=LINE_LENGTH,
        error_messages={"required": "Say what it is"},
    )
    provider_name = forms.CharField(
        label="Where will it be bought?",
        max_length=LINE_LENGTH,
        error_messages={"required": "Say where it will be bought"},
    )
    price = PoundsField(
        label="Price for one",
        help_text="In pounds, like 64.00",
        min_pence=1,
        max_pence=MOST_PRICE_PENCE,
        required=True,
    )
    frequency = None  # type: ignore[assignment]
    field_order = ["version", "title", "provider_name", "price", "quantity", "when"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["quantity"].help_text, self.fields["quantity"].initial = "Like 1", 1
        self.fields["when"].help_text = "In words, like Delivered and shown how in October"

    def offer(self) -> Offer:
        typed = self.cleaned_data
        return Equipment(typed["title"], typed["provider_name"], typed["price"])


class NaturalForm(ItemForm):
    who = forms.CharField(
        label="Who will do it?",
        help_text="Like Ruth, her daughter, or Brackenford Library",
        max_length=LINE_LENGTH,
        error_messages={"required": "Say who will do it"},
    )
    title = forms.CharField(
        label="What will they do?",
        help_text="Like Sunday lunch and the afternoon",
        max_length=LINE_LENGTH,
        error_messages={"required": "Say what they will do"},
    )
    willing_date = DateBoxesField(
        label="The day they said they are willing",
        help_text="Like 16 9 2026. Leave it empty until you have asked.",
        required=False,
    )
    fallback = forms.CharField(
        label="What happens if it stops?",
        help_text="Like Skip a week, then ask Amara. Leave it empty until it is talked about.",
        max_length=FALLBACK_LENGTH,
        required=False,
    )
    deployment = None  # type: ignore[assignment]
    field_order = ["version", "who", "title", "quantity", "frequency", "when"]

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["quantity"].label = "How many hours"
        frequency = self.fields["frequency"]
        assert isinstance(frequency, forms.ChoiceField)  # noqa: S101 - narrows the type
        frequency.choices = AGAIN
        willing = self.fields["willing_date"]
        assert isinstance(willing, DateBoxesField)  # noqa: S101 - narrows the type
        willing.latest = today

    def offer(self) -> Offer:
        typed = self.cleaned_data
        return Natural(typed["title"], typed["who"], typed["willing_date"], typed["fallback"])
