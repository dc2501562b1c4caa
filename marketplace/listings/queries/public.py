"""The one reading of public listings, with what every surface shows of them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch

from marketplace.accreditation.models import Accreditation, Evidence
from marketplace.accreditation.rules import AccreditationState, EvidenceState
from marketplace.core.dates import london_date
from marketplace.listings.models import (
    Capacity,
    Listing,
    ListingQuerySet,
    Price,
    covering_accreditations,
)
from marketplace.listings.rules import (
    DayPart,
    ListingState,
    PriceLine,
    last_confirmed,
    public_days,
)
from marketplace.vocabulary.models import Term


@dataclass(frozen=True)
class AcceptedCheck:
    """One thing that the council looked at before it accredited, and the day it did."""

    question: str
    judged: date


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
        Prefetch("terms", Term.objects.offered()),
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


def public_periods(listings: Sequence[Listing], today: date) -> dict[int, tuple[date, date]]:
    """For each of these that is public today, or will be untouched, its next days (half-open).

    Agrees with `Listing.objects.public` on each day. One query.
    """
    published = [one for one in listings if one.state == ListingState.PUBLISHED]
    spans = defaultdict(list)
    rows = covering_accreditations().filter(
        state=AccreditationState.VALID, supplier__in={one.supplier_id for one in published}
    )
    for supplier_id, start, end in rows.values_list("supplier_id", "valid_from", "valid_until"):
        spans[supplier_id].append((start, end))
    periods = {
        one.pk: public_days(spans[one.supplier_id], confirmed=one.confirmed_date, today=today)
        for one in published
    }
    return {pk: days for pk, days in periods.items() if days}


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
    return [price.line for price in listing.prices.all()]


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


def accreditation_of(listing: Listing) -> Accreditation | None:
    """The one in force that lasts longest, of a listing that was read with its public facts."""
    return next(iter(listing.supplier.accreditations.all()), None)


def checks_behind(accreditation: Accreditation | None) -> list[AcceptedCheck]:
    """What the council accepted before it accredited, without what was shown to it. One query."""
    if accreditation is None or accreditation.application_id is None:
        return []
    accepted = Evidence.objects.filter(
        application_id=accreditation.application_id,
        state=EvidenceState.ACCEPTED,
        judged_at__isnull=False,
    )
    rows = accepted.order_by("criterion__position", "pk").values_list(
        "criterion__question", "judged_at"
    )
    judged: dict[str, datetime] = {}
    for question, at in rows:
        if at:
            # Of several references one check, on the day of the last.
            judged[question] = max(at, judged.get(question, at))
    return [AcceptedCheck(question, london_date(at)) for question, at in judged.items()]
