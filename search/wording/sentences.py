"""The sentence for each refusal of this wing."""

from collections.abc import Mapping
from typing import Any

from marketplace.core.rooms import Sentence
from marketplace.vocabulary.place_words import names_offered


def _shared(facts: Mapping[str, Any]) -> str:
    names = names_offered(facts["names"])
    return f"There are several places called “{facts['place']}”. Enter a postcode, or {names}"


def _begun(facts: Mapping[str, Any]) -> str:
    names = names_offered(facts["names"])
    return f"We do not recognise “{facts['place']}”. Did you mean {names}? Or enter a postcode"


SENTENCES: dict[str, Sentence] = {
    "search_place_unknown": "We do not recognise “{place}”. Enter a town, a village or the first half of a postcode",
    "search_place_shared": _shared,
    "search_place_begun": _begun,
    "search_price_unreadable": "Enter an amount in pounds and pence, like 16.50.",
}
