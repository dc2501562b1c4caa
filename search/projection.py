"""From listings to the documents that the index keeps of them."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from django.db.models import Prefetch

from marketplace.accreditation.models import Accreditation
from marketplace.accreditation.rules import AccreditationState
from marketplace.core.dates import LONDON, london_date
from marketplace.core.periods import add_months
from marketplace.listings.models import Listing
from marketplace.listings.rules import STALE_AFTER_MONTHS, ListingState
from marketplace.suppliers.rules import SupplierKind
from search.documents import DatedCode, DatedPrice, SearchDocument, slots_of
from search.facets import DAYS, KIND

Days = tuple[date, date]


def project(listing_ids: Iterable[int], at: datetime) -> list[SearchDocument]:
    """The documents of those listings that are public at `at` or will be without being touched.

    A constant number of queries, however many listings.
    """
    standing = Accreditation.objects.filter(state=AccreditationState.VALID)
    held = standing.select_related("scheme").prefetch_related("scheme__kinds")
    listings = (
        Listing.objects.filter(pk__in=list(listing_ids), state=ListingState.PUBLISHED)
        .select_related("supplier", "capacity")
        .prefetch_related(
            "terms", "prices", "slots", Prefetch("supplier__accreditations", queryset=held)
        )
    )
    documents = (_document(listing, london_date(at)) for listing in listings)
    return [document for document in documents if document]


def public_days(spans: Sequence[Days], stale_from: date, today: date) -> Days | None:
    """The first unbroken run of days, not over by today, on which a listing is public.

    `spans` are the covering accreditations, half-open; nothing counts from `stale_from` on.
    """
    runs: list[Days] = []
    for start, end in sorted(spans):
        if runs and start <= runs[-1][1]:
            runs[-1] = (runs[-1][0], max(runs[-1][1], end))
        else:
            runs.append((start, end))
    cut = ((start, min(end, stale_from)) for start, end in runs)
    return next(((start, end) for start, end in cut if end > today and end > start), None)


def stale_from(confirmed: date) -> date:
    """The first day on which a listing confirmed on that day is too old to be public."""
    day = add_months(confirmed, STALE_AFTER_MONTHS)
    while add_months(day, -STALE_AFTER_MONTHS) < confirmed:
        day += timedelta(days=1)
    return day


def _document(listing: Listing, today: date) -> SearchDocument | None:
    supplier = listing.supplier
    held = list(supplier.accreditations.all())
    covering = [
        (each.valid_from, each.valid_until)
        for each in held
        if any(covered.kind == supplier.kind for covered in each.scheme.kinds.all())
    ]
    days = public_days(covering, stale_from(listing.confirmed_date), today)
    if days is None:
        return None
    latitude, longitude = _point(listing)
    capacity = getattr(listing, "capacity", None)
    return SearchDocument(
        listing_id=listing.pk,
        authority_id=listing.authority_id,
        name=listing.title,
        public_from=_midnight(days[0]),
        public_until=_midnight(days[1]),
        supplier_name=supplier.public_name,
        tags=_tags(listing),
        summary=listing.summary,
        body=listing.description,
        codes=_codes(listing),
        accreditations=tuple(
            DatedCode(each.scheme.code, each.valid_from, each.valid_until) for each in held
        ),
        prices=tuple(
            DatedPrice(price.unit, price.amount_pence, price.from_date, price.until_date)
            for price in listing.prices.all()
        ),
        latitude=latitude,
        longitude=longitude,
        slots=_slots(listing),
        confirmed_on=capacity.confirmed_date if capacity else listing.confirmed_date,
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=LONDON)


def _tags(listing: Listing) -> str:
    kind = SupplierKind(listing.supplier.kind).label
    return ", ".join([kind, *(term.label for term in listing.terms.all())])


def _codes(listing: Listing) -> dict[str, tuple[str, ...]]:
    codes: dict[str, tuple[str, ...]] = {KIND.name: (listing.supplier.kind,)}
    for term in listing.terms.all():
        codes[term.kind] = (*codes.get(term.kind, ()), term.code)
    return codes


def _point(listing: Listing) -> tuple[float | None, float | None]:
    """Where the supplier is. An assistant's home is kept to about half a mile, and never exactly."""
    supplier = listing.supplier
    if supplier.latitude is None or supplier.longitude is None:
        return None, None
    if supplier.kind == SupplierKind.PERSONAL_ASSISTANT:
        return round(supplier.latitude, 2), round(supplier.longitude, 2)
    return supplier.latitude, supplier.longitude


def _slots(listing: Listing) -> int:
    times: dict[str, tuple[str, ...]] = {}
    for slot in listing.slots.all():
        day = DAYS[slot.day]
        times[day] = (*times.get(day, ()), slot.part)
    return slots_of(times)
