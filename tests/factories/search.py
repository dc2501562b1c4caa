"""Public listings as search meets them: with terms, prices, times and a document."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from django.db import transaction

from marketplace.accounts.models import Authority
from marketplace.accreditation.models import Scheme
from marketplace.listings.models import Capacity, Listing, Price, Slot
from marketplace.listings.rules import DayPart, ListingState, PriceUnit
from marketplace.suppliers.models import Supplier
from marketplace.suppliers.rules import SupplierKind
from marketplace.vocabulary.models import Place, Term
from marketplace.vocabulary.postcodes import place_code
from search.indexing import rewrite
from tests.factories.accounts import make_authority
from tests.factories.accreditation import make_accreditation, make_scheme
from tests.factories.suppliers import make_supplier

AT = datetime(2026, 9, 21, 9, 30, tzinfo=UTC)


def make_term(kind: str, label: str, authority: Authority | None = None) -> Term:
    """A term of Fernshire unless said, made once."""
    council = authority or make_authority()
    term, _ = Term.objects.get_or_create(
        authority=council, kind=kind, code=place_code(label), defaults={"label": label}
    )
    return term


def make_place(label: str, latitude: float = 52.1, longitude: float = -1.7) -> Place:
    """A place of Fernshire."""
    return Place.objects.create(
        authority=make_authority(),
        code=place_code(label),
        label=label,
        latitude=latitude,
        longitude=longitude,
    )


def shared_scheme(kind: SupplierKind, authority: Authority) -> Scheme:
    """One scheme for all suppliers of a kind in a council."""
    found = Scheme.objects.filter(authority=authority, code=f"trusted-{authority.slug}-{kind}")
    return found.first() or make_scheme(
        kind, authority=authority, code=f"trusted-{authority.slug}-{kind}", criteria=False
    )


def make_found_listing(
    title: str = "Lantern Lane Home Care",
    *,
    kind: SupplierKind = SupplierKind.HOME_CARE,
    authority: Authority | None = None,
    supplier: Supplier | None = None,
    terms: Mapping[str, Sequence[str]] | None = None,
    hour_pence: int | None = 2560,
    slots: Sequence[tuple[int, DayPart]] = ((0, DayPart.MORNING),),
    free: int | None = 6,
    point: tuple[float, float] | None = (52.1, -1.7),
    indexed: bool = True,
    **facts: Any,
) -> Listing:
    """A listing that the public may see at the tests' clock, in the index unless said."""
    council = authority or make_authority()
    if supplier is None:
        latitude, longitude = point or (None, None)
        supplier = make_supplier(kind, authority=council, latitude=latitude, longitude=longitude)
        make_accreditation(supplier, shared_scheme(kind, council))
    defaults = {
        "slug": place_code(title),
        "summary": "A small team.",
        "state": ListingState.PUBLISHED,
        "confirmed_date": date(2026, 9, 1),
        "created_at": AT,
        "published_at": AT,
    }
    listing = Listing.objects.create(
        authority=council, supplier=supplier, title=title, **{**defaults, **facts}
    )
    for term_kind, labels in (terms or {}).items():
        listing.terms.add(*(make_term(term_kind, label, council) for label in labels))
    if hour_pence is not None:
        Price.objects.create(
            listing=listing,
            unit=PriceUnit.HOUR,
            amount_pence=hour_pence,
            from_date=date(2026, 1, 1),
        )
    Slot.objects.bulk_create(Slot(listing=listing, day=day, part=part) for day, part in slots)
    if free is not None:
        Capacity.objects.create(
            listing=listing, unit=PriceUnit.HOUR, offered=free, confirmed_date=date(2026, 9, 18)
        )
    if indexed:
        with transaction.atomic():
            rewrite([listing.pk], AT)
    return listing
