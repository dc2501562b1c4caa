"""Listings in each state, with prices, times and terms, and those that anyone can find."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from marketplace.accreditation.models import Accreditation
from marketplace.listings.models import Capacity, Listing, Price, Slot
from marketplace.listings.rules import DayBand, DayPart, ListingState, PriceUnit
from marketplace.suppliers.models import Supplier
from marketplace.suppliers.rules import SupplierKind
from marketplace.vocabulary.models import Term
from tests.factories.accreditation import make_accreditation
from tests.factories.suppliers import make_supplier

_numbers = count(1)
CREATED = datetime(2026, 2, 1, 9, tzinfo=UTC)
SUBMITTED = datetime(2026, 2, 10, 9, tzinfo=UTC)
PUBLISHED = datetime(2026, 2, 12, 9, tzinfo=UTC)
PRICED = date(2026, 4, 1)


def make_listing(
    supplier: Supplier | None = None,
    *,
    state: ListingState = ListingState.DRAFT,
    prices: Sequence[tuple[PriceUnit, DayBand, int]] = (
        (PriceUnit.HOUR, DayBand.WEEKDAY, 2560),
        (PriceUnit.HOUR, DayBand.WEEKEND, 2900),
    ),
    slots: Sequence[tuple[int, DayPart]] = ((0, DayPart.MORNING), (1, DayPart.EVENING)),
    terms: Sequence[Term] = (),
    offered: int | None = None,
    taken: int = 0,
    **facts: Any,
) -> Listing:
    """A listing confirmed in September 2026; by default an hour at £25.60, £29.00 at weekends."""
    supplier = supplier or make_supplier()
    number = next(_numbers)
    facts.setdefault("title", f"Home care {number}")
    facts.setdefault("slug", f"home-care-{number}")
    facts.setdefault("summary", "The same two or three people, at home.")
    facts.setdefault("description", "Washing, dressing and meals.\n\nWe ring if we are late.")
    facts.setdefault("confirmed_date", date(2026, 9, 18))
    facts.setdefault("created_at", CREATED)
    if state != ListingState.DRAFT:
        facts.setdefault("submitted_at", SUBMITTED)
    if state in (ListingState.PUBLISHED, ListingState.UNPUBLISHED):
        facts.setdefault("published_at", PUBLISHED)
    listing = Listing.objects.create(
        authority_id=supplier.authority_id, supplier=supplier, state=state, **facts
    )
    listing.terms.set(terms)
    for unit, band, pence in prices:
        Price.objects.create(
            listing=listing, unit=unit, day_band=band, amount_pence=pence, from_date=PRICED
        )
    Slot.objects.bulk_create(Slot(listing=listing, day=day, part=part) for day, part in slots)
    if offered is not None:
        Capacity.objects.create(
            listing=listing,
            unit=PriceUnit.HOUR,
            offered=offered,
            taken=taken,
            confirmed_date=date(2026, 9, 18),
        )
    return listing


def make_public_listing(
    supplier: Supplier | None = None,
    *,
    kind: SupplierKind = SupplierKind.HOME_CARE,
    **facts: Any,
) -> Listing:
    """A published listing of an accredited supplier: anyone finds it at the tests' clock."""
    supplier = supplier or make_supplier(kind)
    if not Accreditation.objects.filter(supplier=supplier).exists():
        make_accreditation(supplier)
    return make_listing(supplier, state=ListingState.PUBLISHED, **facts)
