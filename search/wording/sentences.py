"""The sentence for each refusal of this wing."""

from marketplace.core.rooms import Sentence

SENTENCES: dict[str, Sentence] = {
    "search_place_unknown": "We do not recognise “{place}”. Enter a town, a village or the first half of a postcode",
    "search_price_unreadable": "Enter an amount in pounds and pence, like 16.50.",
}
