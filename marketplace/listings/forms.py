"""The shape of what suppliers and reviewers type about a listing."""

from collections.abc import Iterable, Sequence
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst

from marketplace.core.dates import WEEKDAYS
from marketplace.core.gov_forms import DateBoxesField, GovForm, PoundsField
from marketplace.core.words import per_unit
from marketplace.listings.models import Listing
from marketplace.listings.rules import (
    MOST_DESCRIPTION,
    MOST_OFFERED,
    MOST_PENCE,
    MOST_REASON,
    MOST_SUMMARY,
    MOST_TITLE,
    DayBand,
    DayPart,
    PriceLine,
    PriceUnit,
)
from marketplace.listings.wording import CAPACITY_UNITS
from marketplace.vocabulary.models import Term


class ListingVersionForm(GovForm):
    """Carries the version that the writer saw, so that nobody overwrites what they did not see."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def saw(self, version: int) -> None:
        """Show the form again as knowing this version, with everything that was typed."""
        self.retype(version=str(version))


class ListingWordsForm(ListingVersionForm):
    """What the listing is, in the supplier's words."""

    title = forms.CharField(
        label="Title",
        max_length=MOST_TITLE,
        help_text="For example, Home care in Brackenford",
        error_messages={"required": "Enter a title"},
    )
    summary = forms.CharField(
        label="Summary",
        max_length=MOST_SUMMARY,
        help_text=f"1 sentence for search results, at most {MOST_SUMMARY} characters",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Enter a summary"},
    )
    description = forms.CharField(
        label="Full description",
        max_length=MOST_DESCRIPTION,
        help_text="Say who comes, what support they give, what happens if they are ill, and how to cancel. Leave an empty line between paragraphs",
        widget=forms.Textarea(attrs={"rows": 10}),
        error_messages={"required": "Enter a full description"},
    )


class NewListingForm(GovForm):
    """The first words of a listing; the rest is on its task list."""

    title = ListingWordsForm.base_fields["title"]
    summary = ListingWordsForm.base_fields["summary"]


class TermsForm(ListingVersionForm):
    """The terms of one kind."""

    terms = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, choices: Iterable[Term], label: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.MultipleChoiceField, self.fields["terms"])
        field.label = label
        field.choices = [(str(term.pk), term.label) for term in choices]

    def clean_terms(self) -> list[int]:
        return [int(pk) for pk in self.cleaned_data["terms"]]


class PricesForm(ListingVersionForm):
    """A price for each unit and band of days, and the day from which they apply."""

    from_date = DateBoxesField(
        label="First day of these prices",
        help_text="Today or later. Support plans keep the prices they were made with",
        error_messages={"required": "First day of these prices: enter a date, like 14 11 2026"},
    )

    def __init__(
        self,
        *args: Any,
        lines: Sequence[PriceLine] = (),
        usual: Sequence[PriceUnit] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.usual = usual
        now = {line.key: line.amount_pence for line in lines}
        for unit in PriceUnit:
            for band in DayBand:
                self.fields[f"{unit}_{band}"] = PoundsField(
                    label=band.label,
                    named=f"{capfirst(per_unit(unit))}, {band.label.lower()}",
                    required=False,
                    min_pence=0,
                    max_pence=MOST_PENCE,
                    initial=now.get((unit, band)),
                )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for unit in PriceUnit:
            others = [cleaned.get(f"{unit}_{band}") for band in DayBand if band != "weekday"]
            if any(p is not None for p in others) and cleaned.get(f"{unit}_weekday") is None:
                name = f"{unit}_weekday"
                if name not in self.errors:
                    self.add_error(
                        name, ValidationError("Enter a price, like 16.50", code="incomplete")
                    )
        return cleaned

    def lines(self) -> list[PriceLine]:
        """What was typed, as prices in pence."""
        typed = self.cleaned_data
        return [
            PriceLine(unit, band, typed[f"{unit}_{band}"])
            for unit in PriceUnit
            for band in DayBand
            if typed.get(f"{unit}_{band}") is not None
        ]

    def groups(self) -> list[dict[str, Any]]:
        """The boxes of each unit together, and whether they are usual or in use."""
        return [
            {
                "legend": capfirst(per_unit(unit)),
                "boxes": [self[f"{unit}_{band}"] for band in DayBand],
                "first": unit in self.usual
                or any(self._filled(f"{unit}_{band}") for band in DayBand),
            }
            for unit in PriceUnit
        ]

    def _filled(self, name: str) -> bool:
        return self[name].value() not in (None, "") or name in self.errors


class TimesForm(ListingVersionForm):
    """On which days and in which parts of the day."""

    slots = forms.MultipleChoiceField(
        required=False,
        label="Available times",
        choices=[
            (f"{number}-{part}", f"{day.label}, {part.label.lower()}")
            for number, day in enumerate(WEEKDAYS)
            for part in DayPart
        ],
        widget=forms.CheckboxSelectMultiple,
    )

    def pairs(self) -> set[tuple[int, DayPart]]:
        split = [choice.split("-") for choice in self.cleaned_data["slots"]]
        return {(int(day), DayPart(part)) for day, part in split}

    def rows(self) -> list[tuple[str, list[dict[str, Any]]]]:
        """The tick boxes as a grid: each day with its parts."""
        chosen = set(self["slots"].value() or [])
        return [
            (
                day.label,
                [
                    {
                        "value": f"{number}-{part}",
                        "label": f"{day.label} {part.label.lower()}",
                        "short": part.label,
                        "checked": f"{number}-{part}" in chosen,
                    }
                    for part in DayPart
                ],
            )
            for number, day in enumerate(WEEKDAYS)
        ]


class CapacityForm(ListingVersionForm):
    """How much is offered in all."""

    offered = forms.IntegerField(
        label="How much do you offer?",
        help_text="Enter a whole number",
        min_value=0,
        max_value=MOST_OFFERED,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": "Enter how much you offer, or 0",
            "invalid": "Enter a whole number, like 12",
            "min_value": "Enter 0 or more",
        },
    )
    unit = forms.ChoiceField(
        label="Unit",
        choices=[(unit.value, words) for unit, words in CAPACITY_UNITS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a unit"},
    )


class ListingReasonForm(GovForm):
    """Why a listing is returned for changes or taken down, in words that the supplier reads."""

    reason = forms.CharField(
        label="What must change?",
        help_text="The supplier reads your words",
        max_length=MOST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter what the supplier must change"},
    )


class PublishForm(ListingVersionForm):
    """Nothing to type: the version that the reviewer read."""


def version_shown(listing: Listing) -> dict[str, int]:
    """The initial value of a form that carries the version."""
    return {"version": listing.version}
