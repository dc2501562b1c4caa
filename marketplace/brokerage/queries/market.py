"""Finding something public for a plan: by a pasted address, a title, or a supplier's name."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from marketplace.accounts.viewer import Viewer
from marketplace.listings.models import Listing, Price, in_reading_order

#: Judgement: what a broker looks through before typing another word; more is a longer page.
MOST_FOUND = 12
#: Bound on joins: each word is two more conditions of one query.
MOST_WORDS = 8
_UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)


@dataclass(frozen=True)
class FoundListing:
    """A public listing with its prices of today, in reading order."""

    pk: int
    public_id: UUID
    slug: str
    title: str
    provider_name: str
    prices: tuple[Price, ...]

    @property
    def headline(self) -> Price | None:
        """The price that stands for all; None without any."""
        return self.prices[0] if self.prices else None


def find_listings(*, viewer: Viewer, text: str) -> list[FoundListing]:
    """Public listings of this council by pasted address, title or supplier; at most a dozen."""
    pasted = _UUID.search(text)
    if pasted:
        return listings_by_id(viewer=viewer, public_ids=[pasted.group()])
    listings = public_listings(viewer.council_id, viewer.at)
    for word in text.split()[:MOST_WORDS]:
        listings = listings.filter(Q(title__icontains=word) | Q(supplier__name__icontains=word))
    return _found(listings.order_by("title", "pk")[:MOST_FOUND], viewer.today)


def listings_by_id(*, viewer: Viewer, public_ids: Sequence[UUID | str]) -> list[FoundListing]:
    """Those of these listings that are public in this council now, like a shortlist."""
    listings = public_listings(viewer.council_id, viewer.at)
    return _found(listings.filter(public_id__in=public_ids), viewer.today)


def prices_of(*, viewer: Viewer, listing: Listing) -> list[Price]:
    """What a planned listing costs today, public or not, in reading order."""
    return sorted(listing.prices.current(viewer.today), key=in_reading_order)


def public_listings(authority_id: int, at: datetime) -> QuerySet[Listing]:
    """What a plan of this council may be made of."""
    return Listing.objects.public(at).filter(authority_id=authority_id)


def _found(listings: QuerySet[Listing], today: date) -> list[FoundListing]:
    rows = list(listings.select_related("supplier"))
    prices: dict[int, list[Price]] = {}
    for price in Price.objects.current(today).filter(listing__in=[r.pk for r in rows]):
        prices.setdefault(price.listing_id, []).append(price)
    return [
        FoundListing(
            row.pk,
            row.public_id,
            row.slug,
            row.title,
            row.supplier.public_name,
            tuple(sorted(prices.get(row.pk, ()), key=in_reading_order)),
        )
        for row in rows
    ]
