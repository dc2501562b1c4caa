"""Every change of a listing: writing it, offering it, checking it, and taking it in from elsewhere."""

from marketplace.listings.actions.contacts import tell_of_contacts
from marketplace.listings.actions.importing import import_listings
from marketplace.listings.actions.offering import (
    confirm_listing,
    set_availability,
    set_capacity,
    set_prices,
)
from marketplace.listings.actions.review import (
    publish_listing,
    return_listing,
    submit_listing,
    unpublish_listing,
)
from marketplace.listings.actions.terms import replace_term
from marketplace.listings.actions.withdrawing import call_back_listing, discard_listing
from marketplace.listings.actions.writing import create_listing, describe_listing, set_terms

__all__ = [
    "call_back_listing",
    "confirm_listing",
    "create_listing",
    "describe_listing",
    "discard_listing",
    "import_listings",
    "publish_listing",
    "replace_term",
    "return_listing",
    "set_availability",
    "set_capacity",
    "set_prices",
    "set_terms",
    "submit_listing",
    "tell_of_contacts",
    "unpublish_listing",
]
