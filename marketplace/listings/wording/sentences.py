"""The sentence for each refusal of this room."""

from collections.abc import Mapping
from typing import Any

from marketplace.core.pence import format_pounds
from marketplace.core.rooms import Sentence
from marketplace.core.words import spoken_date
from marketplace.listings.rules import DayBand, ListingPart, ListingState, PriceUnit
from marketplace.listings.wording.prices import price_label
from marketplace.vocabulary.rules import TermKind

Facts = Mapping[str, Any]
MISSING_PARTS = {
    ListingPart.WORDS: "Description: enter a title, a summary and a full description.",
    **{ListingPart(kind.value): f"{kind.label}: choose at least 1." for kind in TermKind},
    ListingPart.PRICES: "Prices: enter at least 1 price. Enter 0 for no charge.",
    ListingPart.TIMES: "Available times: choose at least 1 time.",
}


def _state(state: ListingState) -> str:
    return state.label.lower()


def _state_refused(facts: Facts) -> str:
    now, then = _state(facts["from_state"]), _state(facts["to_state"])
    return f"This listing is {now}. It cannot change to {then}."


def _words_fixed(facts: Facts) -> str:
    return f"This listing is {_state(facts['state'])}, so you cannot change the description. Unpublish the listing first."


def _sent_before(facts: Facts) -> str:
    if facts["state"] == ListingState.DRAFT:
        return "The council has read this listing. You can change it and send it again."
    return f"This listing is {_state(facts['state'])}. You can discard a draft only."


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
    "listing_changed_meanwhile": "This listing changed after you opened the page. We kept what you entered. Check your answers, then save again.",
    "listing_imported": "This listing comes from a directory. Phone the council to remove it.",
    "listing_sent_before": _sent_before,
    "listing_not_waiting": lambda facts: (
        f"This listing is {_state(facts['state'])}, so you cannot call it back."
    ),
    "listing_state_refused": _state_refused,
    "listing_words_fixed": _words_fixed,
    "listing_title_missing": "Enter a title.",
    "listing_title_too_long": "Title: enter at most {most} characters. You entered {length}.",
    "listing_summary_missing": "Enter a summary.",
    "listing_summary_too_long": "Summary: enter at most {most} characters. You entered {length}.",
    "listing_description_too_long": "Full description: enter at most {most} characters. You entered {length}.",
    "listing_term_unknown": "One of your choices is no longer in the list. Choose again.",
    "listing_price_repeated": "Enter 1 price for each unit and type of day.",
    "listing_price_out_of_range": _price_out_of_range,
    "listing_price_in_the_past": "Enter today or a later date. Past prices cannot change.",
    "listing_price_began_today": _price_began_today,
    "listing_slot_day_unknown": "Choose a day from Monday to Sunday.",
    "listing_capacity_out_of_range": "Enter a whole number from 0 to {most:,}.",
    "listing_capacity_below_taken": "{taken} {unit}s a week are taken now. Enter {taken} or more, in the same unit.",
    "listing_part_missing": _part_missing,
    "listing_reason_missing": "Enter a reason. The supplier reads your words.",
    "listing_reason_too_long": "Reason: enter at most {most} characters. You entered {length}.",
}
