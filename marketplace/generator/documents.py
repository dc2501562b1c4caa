"""Generated suppliers as the documents that search would keep of them, without a database.

A test proves them equal to those of a loaded council, so a benchmark of any size measures what a council holds.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import count as count_from

from marketplace.accreditation.starter import SCHEMES
from marketplace.core.dates import LONDON
from marketplace.generator.place import vocabulary
from marketplace.generator.suppliers import ACCREDITED, ListingSpec, SupplierSpec, endless_suppliers
from marketplace.listings.rules import public_days
from marketplace.suppliers.rules import SupplierKind, public_name
from marketplace.vocabulary.rules import TermKind
from search.documents import DatedCode, IndexedPrice, SearchDocument, slots_of
from search.facets import DAYS, KIND

SCHEME_OF = {kind: scheme.code for scheme in SCHEMES for kind in scheme.criteria}
SCHEME_MONTHS = 24
_TERMS = sorted(vocabulary(), key=lambda term: term[0])  # the order in which a council keeps them
PUBLIC = {ACCREDITED, "expiring"}


def endless_documents(seed: int, anchor: date, authority_id: int) -> Iterator[SearchDocument]:
    """Documents of public listings on the anchor day, for as long as they are asked for."""
    numbers = count_from(1)
    for spec in endless_suppliers(seed):
        if spec.status in PUBLIC:
            for listing in spec.listings:
                yield document(spec, listing, anchor, authority_id, next(numbers))


def document(
    spec: SupplierSpec, listing: ListingSpec, anchor: date, authority_id: int, listing_id: int
) -> SearchDocument:
    """What search keeps of a listing. Raises ValueError when it is not public on the anchor day."""
    held = spec.accredited(anchor, SCHEME_MONTHS)
    confirmed = anchor - timedelta(days=listing.confirmed_days_ago)
    days = public_days([held], confirmed=confirmed, today=anchor)
    if days is None:
        raise ValueError("The listing is not public, so search keeps nothing of it.")
    public_from, public_until = (datetime.combine(day, time.min, tzinfo=LONDON) for day in days)
    codes = _codes(listing)
    is_home = spec.kind == SupplierKind.PERSONAL_ASSISTANT
    return SearchDocument(
        listing_id=listing_id,
        authority_id=authority_id,
        name=listing.title,
        public_from=public_from,
        public_until=public_until,
        supplier_name=public_name(spec.kind, spec.name),
        tags=_tags(spec.kind, codes),
        summary=listing.summary,
        body=listing.description,
        codes={KIND.name: (spec.kind.value,), **codes},
        accreditations=(DatedCode(SCHEME_OF[spec.kind], *held),),
        prices=tuple(
            IndexedPrice(price.unit.value, price.pence, anchor - timedelta(days=300))
            for price in sorted(listing.prices, key=lambda price: (price.unit, price.band))
        ),
        latitude=round(spec.latitude, 2) if is_home else spec.latitude,
        longitude=round(spec.longitude, 2) if is_home else spec.longitude,
        slots=_slots(listing),
        confirmed_on=confirmed,
    )


def _codes(listing: ListingSpec) -> dict[str, tuple[str, ...]]:
    """The listing's terms by kind, each in the order of the council's vocabulary."""
    chosen = {
        TermKind.CATEGORY: listing.categories,
        TermKind.NEED: listing.needs,
        TermKind.LANGUAGE: listing.languages,
        TermKind.FUNDING: listing.funding,
        TermKind.AREA: listing.areas,
    }
    codes: dict[str, tuple[str, ...]] = {}
    for kind, code, _ in _TERMS:
        if code in chosen[kind]:
            codes[kind.value] = (*codes.get(kind.value, ()), code)
    return codes


def _tags(kind: SupplierKind, codes: dict[str, tuple[str, ...]]) -> str:
    labels = [label for term, code, label in _TERMS if code in codes.get(term.value, ())]
    return ", ".join([kind.label, *labels])


def _slots(listing: ListingSpec) -> int:
    times: dict[str, tuple[str, ...]] = {}
    for day, part in listing.slots:
        times[DAYS[day]] = (*times.get(DAYS[day], ()), part.value)
    return slots_of(times)
