"""A listing in full: for its own page, for comparing, and for whoever checks it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from marketplace.accreditation.models import Accreditation
from marketplace.core.dates import london_date
from marketplace.core.words import spoken_date
from marketplace.listings.models import Listing
from marketplace.listings.queries import (
    accreditation_of,
    confirmed_on,
    price_lines,
    public_by_public_id,
    slot_pairs,
)
from marketplace.listings.wording.offers import OfferCard, card_of, free_of
from marketplace.listings.wording.prices import NOT_STATED, PriceRow, price_rows
from marketplace.listings.wording.times import FreeTimes, free_times
from marketplace.suppliers.models import Supplier
from marketplace.vocabulary.rules import TermKind


@dataclass(frozen=True)
class ContactDetails:
    """How to reach a supplier; empty throughout for a personal assistant."""

    phone: str = ""
    email: str = ""
    website: str = ""
    address: str = ""


@dataclass(frozen=True)
class AccreditedUnder:
    """What is behind a listing: which scheme, since when, until (not with) which day."""

    scheme: str
    since: date
    until: date
    accreditation: Accreditation


@dataclass(frozen=True)
class TermWords:
    """The terms of one kind of a listing, under the kind's label."""

    label: str
    terms: str


@dataclass(frozen=True)
class ListingPage:
    """Everything that anyone may read about a listing."""

    card: OfferCard
    listing_id: int
    public_id: UUID
    slug: str
    title: str
    summary: str
    description: str
    supplier: str
    is_assistant: bool
    town: str
    prices: tuple[PriceRow, ...]
    prices_since_words: str
    free: str
    times: FreeTimes | None
    confirmed: date
    words: tuple[TermWords, ...]
    contact: ContactDetails
    accredited: AccreditedUnder | None


def public_pages(authority_id: int, public_ids: list[UUID], at: datetime) -> list[ListingPage]:
    """Those of these listings that are public in this council now, in the order given."""
    found = public_by_public_id(authority_id, public_ids, at)
    return [page_of(listing, london_date(at)) for listing in found]


def page_of(listing: Listing, today: date) -> ListingPage:
    """A listing that was read with its public facts, whether or not it is public yet."""
    supplier = listing.supplier
    since = max((p.from_date for p in listing.prices.all()), default=None)
    return ListingPage(
        card=card_of(listing, today),
        listing_id=listing.pk,
        public_id=listing.public_id,
        slug=listing.slug,
        title=listing.title,
        summary=listing.summary,
        description=listing.description,
        supplier=supplier.public_name,
        is_assistant=supplier.is_assistant,
        town=supplier.town,
        prices=price_rows(price_lines(listing)),
        prices_since_words=spoken_date(since) if since else NOT_STATED,
        free=free_of(listing),
        times=free_times(slot_pairs(listing)),
        confirmed=confirmed_on(listing),
        words=_term_words(listing),
        contact=_contact(supplier),
        accredited=_accredited(accreditation_of(listing)),
    )


def _term_words(listing: Listing) -> tuple[TermWords, ...]:
    terms = sorted(listing.terms.all(), key=lambda term: (term.position, term.label))
    return tuple(
        TermWords(kind.label, ", ".join(t.label for t in terms if t.kind == kind))
        for kind in TermKind
    )


def _contact(supplier: Supplier) -> ContactDetails:
    if supplier.is_assistant:
        return ContactDetails()
    address = ", ".join(part for part in (supplier.address, supplier.postcode) if part)
    return ContactDetails(supplier.phone, supplier.email, supplier.website, address)


def _accredited(row: Accreditation | None) -> AccreditedUnder | None:
    if row is None:
        return None
    return AccreditedUnder(row.scheme.name, row.valid_from, row.valid_until, row)
