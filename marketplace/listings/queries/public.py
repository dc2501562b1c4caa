"""The one reading of public listings, with what every surface shows of them."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch

from marketplace.core.dates import london_date
from marketplace.listings.models import (
    Capacity,
    Listing,
    ListingQuerySet,
    Price,
    covering_accreditations,
)
from marketplace.listings.rules import DayBand, DayPart, PriceLine, PriceUnit, last_confirmed


def with_public_facts(listings: ListingQuerySet, at: datetime) -> ListingQuerySet:
    """These listings with prices of the day, slots, terms, capacity and what accredits them.

    Afterwards `prices.all()` are those of today, and the supplier's `accreditations.all()` those
    in force that cover its kind. Five queries however many listings.
    """
    on = london_date(at)
    covering = (
        covering_accreditations()
        .valid(on)
        .select_related("scheme", "application")
        .order_by("-valid_until")
    )
    return listings.select_related("supplier", "authority", "capacity").prefetch_related(
        Prefetch("prices", Price.objects.current(on)),
        "slots",
        "terms",
        Prefetch("supplier__accreditations", covering),
    )


def public_by_id(listing_ids: Sequence[int], at: datetime) -> list[Listing]:
    """Those of these listings that are public now, in the order given. Five queries."""
    public = Listing.objects.public(at).filter(pk__in=listing_ids)
    found = {listing.pk: listing for listing in with_public_facts(public, at)}
    return [found[pk] for pk in listing_ids if pk in found]


def public_by_public_id(
    authority_id: int, public_ids: Sequence[UUID], at: datetime
) -> list[Listing]:
    """Those of these listings that are public in this council now, in the order given."""
    public = Listing.objects.public(at).filter(authority_id=authority_id, public_id__in=public_ids)
    found = {listing.public_id: listing for listing in with_public_facts(public, at)}
    return [found[key] for key in public_ids if key in found]


def kind_of_once_public(authority_id: int, public_id: UUID) -> str | None:
    """The kind of supplier of a listing that anyone could see once; None for any other id.

    It was published, and its supplier was accredited: the row of an accreditation stays for good.
    """
    ever = covering_accreditations().filter(supplier=OuterRef("supplier"))
    once = Listing.objects.filter(
        Exists(ever), authority_id=authority_id, public_id=public_id, published_at__isnull=False
    )
    return once.values_list("supplier__kind", flat=True).first()


def public_ids_among(
    authority_id: int, public_ids: Sequence[UUID], at: datetime
) -> frozenset[UUID]:
    """Which of these are the ids of listings that are public in this council now. One query."""
    public = Listing.objects.public(at).filter(authority_id=authority_id, public_id__in=public_ids)
    return frozenset(public.values_list("public_id", flat=True))


def price_lines(listing: Listing) -> list[PriceLine]:
    """The prices that were read, as plain values."""
    return [
        PriceLine(PriceUnit(p.unit), DayBand(p.day_band), p.amount_pence)
        for p in listing.prices.all()
    ]


def slot_pairs(listing: Listing) -> frozenset[tuple[int, DayPart]]:
    """The days, Monday as 0, and parts of the day that were read."""
    return frozenset((slot.day, DayPart(slot.part)) for slot in listing.slots.all())


def capacity_of(listing: Listing) -> Capacity | None:
    """How much is offered, None where the supplier has not said."""
    return getattr(listing, "capacity", None)


def confirmed_on(listing: Listing) -> date:
    """The day on which the supplier last confirmed it, as cards, pages and the index have it."""
    capacity = capacity_of(listing)
    return last_confirmed(listing.confirmed_date, capacity.confirmed_date if capacity else None)
