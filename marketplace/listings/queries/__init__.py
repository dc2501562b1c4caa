"""Reads of listings as frozen values, each in a constant number of queries."""

from marketplace.listings.queries.offers import OfferCard, offer_cards
from marketplace.listings.queries.page import PublicListing, public_listings

__all__ = ["OfferCard", "PublicListing", "offer_cards", "public_listings"]
