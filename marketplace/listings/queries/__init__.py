"""Reads of listings, each in a constant number of queries."""

from marketplace.listings.queries.editing import (
    can_call_back,
    dated_prices,
    discarding_problems,
    listings_using,
    terms_to_choose,
    version_of,
)
from marketplace.listings.queries.filling import Filling, TaskLine, filled, filling
from marketplace.listings.queries.public import (
    AcceptedCheck,
    accreditation_of,
    capacity_of,
    checks_behind,
    confirmed_on,
    kind_of_once_public,
    price_lines,
    public_by_id,
    public_by_public_id,
    public_ids_among,
    public_periods,
    slot_pairs,
    with_public_facts,
)
from marketplace.listings.queries.sources import (
    council_of_slug,
    council_slugs,
    vanished_references,
)
from marketplace.listings.queries.subjects import (
    listing_on_page,
    listings_found,
    listings_named,
    parties_of_listings,
    suppliers_of_listings,
)

__all__ = [
    "AcceptedCheck",
    "Filling",
    "TaskLine",
    "accreditation_of",
    "can_call_back",
    "capacity_of",
    "checks_behind",
    "confirmed_on",
    "council_of_slug",
    "council_slugs",
    "dated_prices",
    "discarding_problems",
    "filled",
    "filling",
    "kind_of_once_public",
    "listing_on_page",
    "listings_found",
    "listings_named",
    "listings_using",
    "parties_of_listings",
    "price_lines",
    "public_by_id",
    "public_by_public_id",
    "public_ids_among",
    "public_periods",
    "slot_pairs",
    "suppliers_of_listings",
    "terms_to_choose",
    "vanished_references",
    "version_of",
    "with_public_facts",
]
