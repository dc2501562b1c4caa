"""Listings as offers: one card each, in the order asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from marketplace.core.dates import london_date
from marketplace.core.pence import format_pounds
from marketplace.core.words import per_unit, spoken_age, spoken_date
from marketplace.listings.models import Capacity, Listing
from marketplace.listings.queries.public import price_lines, slot_pairs, with_public_facts
from marketplace.listings.rules import DayBand, PriceLine, PriceUnit, price_for
from marketplace.listings.rules.prices import headline
from marketplace.listings.rules.times import free_words
from marketplace.suppliers.rules import SupplierKind

KIND_ICONS = {
    SupplierKind.HOME_CARE: "agency",
    SupplierKind.CARE_HOME: "bed",
    SupplierKind.DAY_SERVICE: "cup",
    SupplierKind.COMMUNITY: "people",
    SupplierKind.TRANSPORT: "bus",
    SupplierKind.PERSONAL_ASSISTANT: "person",
    SupplierKind.EQUIPMENT_RETAILER: "equipment",
}


@dataclass(frozen=True)
class OfferCard:
    """One public listing as a result or a featured offer, in the words that are shown."""

    listing_id: int
    public_id: UUID
    kind: str
    icon: str
    name: str
    url: str
    supplier: str
    text: str
    free: str
    confirmed: str
    place: str
    badge: str
    price: str
    unit: str
    price_note: str


def offer_cards(listing_ids: Sequence[int], at: datetime) -> list[OfferCard]:
    """A card for each of these listings that is public now, in the order given.

    Those that are not public are left out. Five queries, however many.
    """
    public = Listing.objects.public(at).filter(pk__in=listing_ids)
    found = {listing.pk: listing for listing in with_public_facts(public, at)}
    return [card_of(found[pk], at) for pk in listing_ids if pk in found]


def card_of(listing: Listing, at: datetime) -> OfferCard:
    """The card of a listing that was read with its public facts."""
    supplier, today = listing.supplier, london_date(at)
    kind = SupplierKind(supplier.kind)
    lines = price_lines(listing)
    first = headline(lines)
    accredited = supplier.accreditations.all()[0]
    return OfferCard(
        listing_id=listing.pk,
        public_id=listing.public_id,
        kind=kind.label,
        icon=KIND_ICONS[kind],
        name=listing.title,
        url=listing.get_absolute_url(),
        supplier=supplier.public_name,
        text=listing.summary,
        free=free_of(listing),
        confirmed=f"Confirmed {spoken_age(confirmed_on(listing), today)}",
        place=f"{supplier.public_name}, {supplier.town}" if supplier.town else supplier.public_name,
        badge=f"Accredited until {spoken_date(accredited.valid_until)}",
        price=price_words(first),
        unit=per_unit(first.unit) if first and first.amount_pence else "",
        price_note=_weekend_note(first, lines),
    )


def capacity_of(listing: Listing) -> Capacity | None:
    return getattr(listing, "capacity", None)


def free_of(listing: Listing) -> str:
    capacity = capacity_of(listing)
    return free_words(
        capacity.free if capacity else None,
        PriceUnit(capacity.unit) if capacity else None,
        slot_pairs(listing),
    )


def confirmed_on(listing: Listing) -> date:
    """The later of the days on which the supplier confirmed the listing or what is free."""
    capacity = capacity_of(listing)
    dates = [listing.confirmed_date, *([capacity.confirmed_date] if capacity else [])]
    return max(dates)


def price_words(line: PriceLine | None) -> str:
    """An amount as it is shown: "£25.60", "Free" for nothing to pay, "Ask for a price"."""
    if line is None:
        return "Ask for a price"
    return format_pounds(line.amount_pence) if line.amount_pence else "Free"


def _weekend_note(first: PriceLine | None, lines: list[PriceLine]) -> str:
    if first is None:
        return ""
    weekend = price_for(lines, first.unit, DayBand.WEEKEND)
    if weekend is None or weekend == first.amount_pence:
        return ""
    return f"{format_pounds(weekend)} at weekends"
