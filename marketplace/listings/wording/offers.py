"""Listings as offers: one card each, in the words that are shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from marketplace.core.dates import london_date
from marketplace.core.words import last_day_words, per_unit, spoken_age
from marketplace.listings.models import Listing
from marketplace.listings.queries import (
    accreditation_of,
    capacity_of,
    confirmed_on,
    price_lines,
    public_by_id,
    slot_pairs,
)
from marketplace.listings.rules import PriceUnit, shown_price
from marketplace.listings.wording.prices import amount_words, price_note
from marketplace.listings.wording.times import free_words
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
    """One public listing as a result or a featured offer. `why` says why it is in these results."""

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
    why: str = ""


def offer_cards(listing_ids: Sequence[int], at: datetime) -> list[OfferCard]:
    """A card for each of these listings that is public now, in the order given.

    Those that are not public are left out. Five queries, however many.
    """
    return [card_of(listing, london_date(at)) for listing in public_by_id(listing_ids, at)]


def card_of(listing: Listing, today: date, *, unit: str = "") -> OfferCard:
    """The card of an accredited listing that was read with its public facts. Makes no query.

    Its price is the one in `unit`, where that was asked for and the listing has one.
    """
    supplier, accreditation = listing.supplier, accreditation_of(listing)
    lines = price_lines(listing)
    price = shown_price(lines, unit)
    return OfferCard(
        listing_id=listing.pk,
        public_id=listing.public_id,
        kind=supplier.get_kind_display(),
        icon=KIND_ICONS[SupplierKind(supplier.kind)],
        name=listing.title,
        url=listing.get_absolute_url(),
        supplier=supplier.public_name,
        text=listing.summary,
        free=free_of(listing),
        confirmed=f"Confirmed {spoken_age(confirmed_on(listing), today)}",
        place=f"{supplier.public_name}, {supplier.town}" if supplier.town else supplier.public_name,
        badge=f"Accredited to {last_day_words(accreditation.valid_until)}" if accreditation else "",
        price=amount_words(price.amount_pence if price else None, "Ask for a price"),
        unit=per_unit(price.unit) if price and price.amount_pence else "",
        price_note=price_note(price, lines),
    )


def free_of(listing: Listing) -> str:
    """How much of it is free and when, as far as the supplier has said."""
    capacity = capacity_of(listing)
    return free_words(
        capacity.free if capacity else None,
        PriceUnit(capacity.unit) if capacity else None,
        slot_pairs(listing),
        listing.supplier.kind,
    )
