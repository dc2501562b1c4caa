"""Listings in words: the sentences of refusals, cards, pages and comparisons."""

from marketplace.listings.wording.comparison import comparison
from marketplace.listings.wording.news import NOTIFICATIONS
from marketplace.listings.wording.offers import OfferCard, card_of, offer_cards
from marketplace.listings.wording.page import page_of, public_pages
from marketplace.listings.wording.prices import other_prices
from marketplace.listings.wording.sentences import SENTENCES
from marketplace.listings.wording.times import (
    CAPACITY_UNITS,
    DAY_PART_PLURALS,
    free_words,
    part_hours_words,
)

__all__ = [
    "CAPACITY_UNITS",
    "DAY_PART_PLURALS",
    "NOTIFICATIONS",
    "SENTENCES",
    "OfferCard",
    "card_of",
    "comparison",
    "free_words",
    "offer_cards",
    "other_prices",
    "page_of",
    "part_hours_words",
    "public_pages",
]
