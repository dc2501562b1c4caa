"""Finding something public for a plan: by a pasted address, a title, or a supplier's name."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from marketplace.core.dates import london_date
from marketplace.listings.models import Listing, Price, in_reading_order

MOST_FOUND = 12
MOST_WORDS = 8
_UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)


@dataclass(frozen=True)
class Found:
    """A public listing with its prices of today."""

    pk: int
    public_id: UUID
    slug: str
    title: str
    provider_name: str
    prices: tuple[Price, ...]


def find_public(*, authority_id: int, text: str, at: datetime) -> list[Found]:
    """Public listings of a council by pasted address, title or supplier; at most a dozen."""
    listings = Listing.objects.public(at).filter(authority_id=authority_id)
    pasted = _UUID.search(text)
    if pasted:
        return _found(listings.filter(public_id=pasted.group()), at)
    for word in text.split()[:MOST_WORDS]:
        listings = listings.filter(Q(title__icontains=word) | Q(supplier__name__icontains=word))
    return _found(listings.order_by("title", "pk")[:MOST_FOUND], at)


def public_listings(
    *, authority_id: int, public_ids: Sequence[UUID | str], at: datetime
) -> list[Found]:
    """Those of these listings that are public now, like a shortlist."""
    listings = Listing.objects.public(at).filter(authority_id=authority_id)
    return _found(listings.filter(public_id__in=public_ids), at)


def _found(listings: QuerySet[Listing], at: datetime) -> list[Found]:
    rows = list(listings.select_related("supplier"))
    prices: dict[int, list[Price]] = {}
    for price in Price.objects.current(london_date(at)).filter(listing__in=[r.pk for r in rows]):
        prices.setdefault(price.listing_id, []).append(price)
    return [
        Found(
            row.pk,
            row.public_id,
            row.slug,
            row.title,
            row.supplier.public_name,
            tuple(sorted(prices.get(row.pk, ()), key=in_reading_order)),
        )
        for row in rows
    ]
