"""The sentence for each refusal of this wing."""

from marketplace.core.rooms import Sentence

SENTENCES: dict[str, Sentence] = {
    "search_place_unknown": "We do not know “{place}”. Type a town or village near you, "
    "or the first half of a postcode",
    "search_price_unreadable": "Type an amount in pounds and pence, like 16.50.",
}
