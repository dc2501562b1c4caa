"""The sentence for each refusal of this room."""

from collections.abc import Mapping
from typing import Any

from marketplace.core.pence import format_pounds
from marketplace.core.rooms import Sentence
from marketplace.core.words import spoken_date
from marketplace.listings.rules import DayBand, ListingPart, ListingState, PriceUnit
from marketplace.listings.wording.prices import price_label

Facts = Mapping[str, Any]
MISSING_PARTS = {
    ListingPart.WORDS: "Say what it is: a title, one sentence and a description.",
    ListingPart.CATEGORY: "Choose at least one type of support.",
    ListingPart.AREA: "Choose at least one area that you serve.",
    ListingPart.FUNDING: "Choose at least one way that people can pay.",
    ListingPart.PRICES: "Give at least one price. Type 0 where there is nothing to pay.",
    ListingPart.TIMES: "Say on which days and at what times you are free.",
}


def _state(state: ListingState) -> str:
    return state.label.lower()


def _state_refused(facts: Facts) -> str:
    now, then = _state(facts["from_state"]), _state(facts["to_state"])
    return f"This listing is {now}, so it cannot become {then}."


def _words_fixed(facts: Facts) -> str:
    return (
        f"This listing is {_state(facts['state'])}, so its words stay as they were checked. "
        "Take it down to change them."
    )


def _price_out_of_range(facts: Facts) -> str:
    return f"A price must be between £0.00 and {format_pounds(facts['most'])}."


def _price_began_today(facts: Facts) -> str:
    label = price_label(PriceUnit(facts["unit"]), DayBand(facts["day_band"]))
    return (
        f"The price for {label.lower()} began on {spoken_date(facts['from_date'])}. "
        "Choose a later first day for the new one."
    )


def _part_missing(facts: Facts) -> str:
    return MISSING_PARTS[facts["part"]]


SENTENCES: dict[str, Sentence] = {
    "listing_changed_meanwhile": "This listing has changed since you opened the page. Nothing of "
    "yours is lost: check what you typed, then save again.",
    "listing_state_refused": _state_refused,
    "listing_words_fixed": _words_fixed,
    "listing_title_missing": "Give the listing a title.",
    "listing_title_too_long": "The title is {length} characters long: {most} at most.",
    "listing_summary_missing": "Give the listing a summary.",
    "listing_summary_too_long": "The summary is {length} characters long: {most} at most.",
    "listing_description_too_long": "The description is {length} characters long: {most} at most.",
    "listing_term_unknown": "Choose from the list: one of these is not in it any more.",
    "listing_price_repeated": "Give one price for each unit and kind of day.",
    "listing_price_out_of_range": _price_out_of_range,
    "listing_price_in_the_past": "New prices can start today or later: past days keep the price "
    "they had.",
    "listing_price_began_today": _price_began_today,
    "listing_slot_day_unknown": "A day is one of Monday to Sunday.",
    "listing_capacity_out_of_range": "Offer a whole number from 0 to {most:,}.",
    "listing_capacity_below_taken": "{taken} {unit}s a week are taken already, so you cannot offer "
    "less than that or count in another unit.",
    "listing_part_missing": _part_missing,
    "listing_reason_missing": "Say why. The supplier reads it in your words.",
    "listing_reason_too_long": "The reason is {length} characters long: {most} at most.",
}
