"""From listings to the documents that the index keeps of them."""

from collections.abc import Iterable
from datetime import date, datetime, time

from django.db.models import Prefetch

from marketplace.accreditation.models import Accreditation
from marketplace.accreditation.rules import AccreditationState
from marketplace.core.dates import LONDON, london_date
from marketplace.listings.models import Listing
from marketplace.listings.queries import confirmed_on, public_periods
from marketplace.vocabulary.models import Term
from search.documents import DatedCode, IndexedPrice, SearchDocument, slots_of
from search.facets import DAYS, KIND

#: Decimals of a degree, about half a mile. Judgement: near enough to search by, and never a house.
HOME_DECIMALS = 2


def project(listing_ids: Iterable[int], at: datetime) -> list[SearchDocument]:
    """The documents of those listings that are public at `at` or will be without being touched.

    A constant number of queries, however many listings.
    """
    valid = Accreditation.objects.filter(state=AccreditationState.VALID).select_related("scheme")
    listings = list(
        Listing.objects.filter(pk__in=list(listing_ids))
        .select_related("supplier", "capacity")
        .prefetch_related(
            Prefetch("terms", Term.objects.offered()),
            "prices",
            "slots",
            Prefetch("supplier__accreditations", valid),
        )
    )
    periods = public_periods(listings, london_date(at))
    return [_document(one, *periods[one.pk]) for one in listings if one.pk in periods]


def searched_text(listing: Listing) -> dict[str, str]:
    """The texts in which words are looked for, by field of the document, the weightiest first."""
    kind = listing.supplier.get_kind_display()
    return {
        "name": listing.title,
        "supplier_name": listing.supplier.public_name,
        "tags": ", ".join([kind, *(term.label for term in listing.terms.all())]),
        "summary": listing.summary,
        "body": listing.description,
    }


def _document(listing: Listing, start: date, end: date) -> SearchDocument:
    latitude, longitude = _point(listing)
    return SearchDocument(
        listing_id=listing.pk,
        authority_id=listing.authority_id,
        public_from=_midnight(start),
        public_until=_midnight(end),
        **searched_text(listing),
        codes=_codes(listing),
        accreditations=tuple(
            DatedCode(each.scheme.code, each.valid_from, each.valid_until)
            for each in listing.supplier.accreditations.all()
        ),
        prices=tuple(
            IndexedPrice(price.unit, price.amount_pence, price.from_date, price.until_date)
            for price in listing.prices.all()
        ),
        latitude=latitude,
        longitude=longitude,
        slots=_slots(listing),
        confirmed_on=confirmed_on(listing),
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=LONDON)


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
    if supplier.is_assistant:
        return round(supplier.latitude, HOME_DECIMALS), round(supplier.longitude, HOME_DECIMALS)
    return supplier.latitude, supplier.longitude


def _slots(listing: Listing) -> int:
    times: dict[str, tuple[str, ...]] = {}
    for slot in listing.slots.all():
        day = DAYS[slot.day]
        times[day] = (*times.get(day, ()), slot.part)
    return slots_of(times)
