"""What is decided about a listing from values in hand: states, units, prices, times, text."""

from marketplace.accounts.rules import Permission, Role, roles
from marketplace.core.labels import LabelledEnum
from marketplace.listings.rules.prices import DatedPrice, PriceLine, price_for, reading_order
from marketplace.listings.rules.states import (
    LISTING_STATE_LABELS,
    LISTING_TRANSITIONS,
    STALE_AFTER_MONTHS,
    ListingState,
)
from marketplace.listings.rules.units import (
    DAY_BAND_LABELS,
    DAY_PART_LABELS,
    DAYS,
    DayBand,
    DayPart,
    PriceUnit,
)

__all__ = [
    "DAYS",
    "DAY_BAND_LABELS",
    "DAY_PART_LABELS",
    "LISTING_STATE_LABELS",
    "LISTING_TRANSITIONS",
    "MAY_IMPORT_DIRECTORY",
    "MAY_REVIEW_LISTINGS",
    "STALE_AFTER_MONTHS",
    "DatedPrice",
    "DayBand",
    "DayPart",
    "ListingState",
    "ListingTask",
    "PriceLine",
    "PriceUnit",
    "price_for",
    "reading_order",
]


MAY_REVIEW_LISTINGS = Permission("review_listing", "check listings", roles(Role.ACCREDITOR))
MAY_IMPORT_DIRECTORY = Permission("import_directory", "import a directory", roles(Role.ACCREDITOR))


class ListingTask(LabelledEnum):
    """Work that this room raises."""

    REVIEW = "listing_review", "Listing to check"
