"""The one reading of public listings, with what every surface shows of them."""

from datetime import datetime

from django.db.models import F, Prefetch

from marketplace.accreditation.models import Accreditation
from marketplace.core.dates import london_date
from marketplace.listings.models import Listing, ListingQuerySet, Price
from marketplace.listings.rules import DayBand, DayPart, PriceLine, PriceUnit


def with_public_facts(listings: ListingQuerySet, at: datetime) -> ListingQuerySet:
    """These listings with prices of the day, slots, terms, capacity and what accredits them.

    Afterwards `prices.all()` are those that hold today, and the supplier's
    `accreditations.all()` those in force that cover its kind. Five queries however many listings.
    """
    on = london_date(at)
    covering = (
        Accreditation.objects.valid(on)
        .filter(scheme__kinds__kind=F("supplier__kind"))
        .select_related("scheme", "application")
        .order_by("-valid_until")
    )
    return listings.select_related("supplier", "authority", "capacity").prefetch_related(
        Prefetch("prices", Price.objects.current(on)),
        "slots",
        "terms",
        Prefetch("supplier__accreditations", covering),
    )


def price_lines(listing: Listing) -> list[PriceLine]:
    """The prices that were read, as plain values."""
    return [
        PriceLine(PriceUnit(p.unit), DayBand(p.day_band), p.amount_pence)
        for p in listing.prices.all()
    ]


def slot_pairs(listing: Listing) -> frozenset[tuple[int, DayPart]]:
    return frozenset((slot.day, DayPart(slot.part)) for slot in listing.slots.all())
