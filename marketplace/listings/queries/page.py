"""A public listing in full: for its own page, for comparing, and for whoever checks it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from marketplace.accreditation.models import Accreditation, Evidence
from marketplace.accreditation.rules import EvidenceState
from marketplace.core.dates import london_date
from marketplace.core.pence import format_pounds
from marketplace.core.words import spoken_date
from marketplace.listings.models import Listing
from marketplace.listings.queries.offers import OfferCard, card_of, confirmed_on, free_of
from marketplace.listings.queries.public import price_lines, slot_pairs, with_public_facts
from marketplace.listings.rules import (
    DAY_BAND_LABELS,
    DAY_PART_LABELS,
    DAYS,
    DayBand,
    DayPart,
    PriceLine,
    PriceUnit,
    price_for,
)
from marketplace.listings.rules.units import PRICE_UNIT_LABELS
from marketplace.suppliers.rules import SupplierKind
from marketplace.vocabulary.rules import TermKind

SAME = "Same as weekday"


@dataclass(frozen=True)
class PriceRow:
    """The prices of one unit: what it buys, and pence for each band of days in their order.

    `own` says which bands have a price of their own; the others cost what a weekday does.
    """

    unit: PriceUnit
    label: str
    pence: tuple[int | None, ...]
    own: tuple[bool, ...]

    @property
    def cells(self) -> list[tuple[str, str]]:
        """Pairs of the band's label and the price in words."""
        return [
            (DAY_BAND_LABELS[band], amount_words(pence) if own or band == "weekday" else SAME)
            for band, pence, own in zip(DayBand, self.pence, self.own, strict=True)
        ]


@dataclass(frozen=True)
class FreeTimes:
    """A grid of days and those parts of the day that are ever free."""

    parts: tuple[str, ...]
    days: tuple[tuple[str, tuple[bool, ...]], ...]


@dataclass(frozen=True)
class Contact:
    """How to reach a supplier; empty throughout for a personal assistant."""

    phone: str = ""
    email: str = ""
    website: str = ""
    address: str = ""


@dataclass(frozen=True)
class Accredited:
    """What stands behind a listing: which scheme, since when, until (not with) which day."""

    scheme: str
    summary: str
    since: date
    until: date
    application_id: int | None


@dataclass(frozen=True)
class Check:
    """One thing that the council looked at before it accredited, and the day it did."""

    question: str
    judged: date


@dataclass(frozen=True)
class Words:
    """Some of the terms of a listing, under their kind's label."""

    kind: TermKind
    label: str
    terms: str


@dataclass(frozen=True)
class PublicListing:
    """Everything that anyone may read about a listing."""

    card: OfferCard | None
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
    prices_since: date | None
    free: str
    times: FreeTimes | None
    confirmed: date
    words: tuple[Words, ...]
    contact: Contact
    accredited: Accredited | None

    @property
    def prices_since_words(self) -> str:
        return spoken_date(self.prices_since) if self.prices_since else "Not stated"


def public_listings(
    authority_id: int, public_ids: Sequence[UUID], at: datetime
) -> list[PublicListing]:
    """Those of these listings that are public in this council now, in the order given."""
    public = Listing.objects.public(at).filter(authority_id=authority_id, public_id__in=public_ids)
    found = {listing.public_id: listing for listing in with_public_facts(public, at)}
    return [in_full(found[key], at) for key in public_ids if key in found]


def in_full(listing: Listing, at: datetime) -> PublicListing:
    """A listing that was read with its public facts, whether or not it is public yet."""
    supplier = listing.supplier
    is_assistant = supplier.kind == SupplierKind.PERSONAL_ASSISTANT
    accredited = _accredited(supplier.accreditations.all())
    prices = listing.prices.all()
    return PublicListing(
        card=card_of(listing, at) if accredited else None,
        listing_id=listing.pk,
        public_id=listing.public_id,
        slug=listing.slug,
        title=listing.title,
        summary=listing.summary,
        description=listing.description,
        supplier=supplier.public_name,
        is_assistant=is_assistant,
        town=supplier.town,
        prices=price_rows(price_lines(listing)),
        prices_since=max((p.from_date for p in prices), default=None),
        free=free_of(listing),
        times=_times(slot_pairs(listing)),
        confirmed=confirmed_on(listing),
        words=_words(listing),
        contact=Contact()
        if is_assistant
        else Contact(
            supplier.phone,
            supplier.email,
            supplier.website,
            ", ".join(part for part in (supplier.address, supplier.postcode) if part),
        ),
        accredited=accredited,
    )


def price_rows(lines: Sequence[PriceLine]) -> tuple[PriceRow, ...]:
    """One row for each unit that has a price, the units in their usual order."""
    keys = {line.key for line in lines}
    return tuple(
        PriceRow(
            unit,
            PRICE_UNIT_LABELS[unit],
            tuple(price_for(lines, unit, band) for band in DayBand),
            tuple((unit, band) in keys for band in DayBand),
        )
        for unit in PriceUnit
        if any(line.unit == unit for line in lines)
    )


def amount_words(pence: int | None) -> str:
    """An amount as it is shown: "£25.60", "Free" for nothing to pay, "Not stated" for None."""
    if pence is None:
        return "Not stated"
    return format_pounds(pence) if pence else "Free"


def _times(slots: frozenset[tuple[int, DayPart]]) -> FreeTimes | None:
    if not slots:
        return None
    parts = [part for part in DayPart if any(part == p for _, p in slots)]
    return FreeTimes(
        tuple(DAY_PART_LABELS[part] for part in parts),
        tuple(
            (name, tuple((day, part) in slots for part in parts)) for day, name in enumerate(DAYS)
        ),
    )


def _words(listing: Listing) -> tuple[Words, ...]:
    terms = sorted(listing.terms.all(), key=lambda term: (term.position, term.label))
    return tuple(
        Words(kind, kind.label, ", ".join(t.label for t in terms if t.kind == kind))
        for kind in TermKind
    )


def _accredited(rows: Iterable[Accreditation]) -> Accredited | None:
    row = next(iter(rows), None)
    if row is None:
        return None
    return Accredited(
        row.scheme.name, row.scheme.summary, row.valid_from, row.valid_until, row.application_id
    )


def checks_behind(accredited: Accredited | None) -> list[Check]:
    """What the council accepted before it accredited, without what was shown to it. One query."""
    if accredited is None or accredited.application_id is None:
        return []
    accepted = Evidence.objects.filter(
        application_id=accredited.application_id,
        state=EvidenceState.ACCEPTED,
        judged_at__isnull=False,
    )
    rows = accepted.order_by("criterion__position", "pk").values_list(
        "criterion__question", "judged_at"
    )
    return [Check(question, london_date(at)) for question, at in rows if at]
