"""What is decided about a listing from values in hand: states, units, prices, times, text."""

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
    "STALE_AFTER_MONTHS",
    "DatedPrice",
    "DayBand",
    "DayPart",
    "ListingState",
    "PriceLine",
    "PriceUnit",
    "price_for",
    "reading_order",
]
