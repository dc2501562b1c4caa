"""Taking in what a directory says: new suppliers with draft listings, and what changed since."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from django.db import transaction

from marketplace.accounts.models import Authority
from marketplace.accounts.permissions import check
from marketplace.accounts.viewer import Viewer
from marketplace.core.audit import record
from marketplace.core.dates import london_date
from marketplace.listings.actions.imported_parts import Terms, terms_by_word, write_parts
from marketplace.listings.actions.writing import slug_of
from marketplace.listings.imports.facts import Facts, ImportedListing, without_repeats
from marketplace.listings.imports.report import ImportReport
from marketplace.listings.models import Listing, SourceRecord
from marketplace.listings.rules import MAY_IMPORT_DIRECTORY, ListingState
from marketplace.listings.signals import listings_changed
from marketplace.suppliers.models import Supplier
from marketplace.suppliers.rules import Source
from marketplace.suppliers.signals import supplier_changed

#: Rows. Judgement: some seconds of work in one transaction; more would lock the council longer.
CHUNK = 200
#: The kind of a supplier decides which accreditation it needs, so only people change it.
_FIRST_ONLY = {"kind"}


@dataclass
class ChunkResult:
    """The ids of the listings of one chunk by what happened to them, and of suppliers that changed."""

    created: list[int] = field(default_factory=list)
    changed: list[int] = field(default_factory=list)
    unchanged: list[int] = field(default_factory=list)
    kept: list[int] = field(default_factory=list)
    suppliers: list[int] = field(default_factory=list)


def import_listings(
    *,
    by: Viewer,
    authority: Authority,
    source: Source,
    items: Iterable[ImportedListing],
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> ImportReport:
    """Take every item in, in chunks that each go in whole or not at all, with one audit event.

    Unaccredited suppliers and draft listings are made, and rewritten while nobody here has touched
    them. The same items again change nothing. Raises PermissionDenied.
    """
    given = list(items)
    once = without_repeats(given)
    report, done = ImportReport(repeated=len(given) - len(once)), 0
    queue = iter(once)
    while chunk := list(islice(queue, CHUNK)):
        result = _import_chunk(by=by, authority=authority, source=source, items=chunk)
        report.created += len(result.created)
        report.changed += len(result.changed)
        report.unchanged += len(result.unchanged)
        report.kept += len(result.kept)
        done += len(chunk)
        progress(done, len(once))
    return report


@transaction.atomic
def _import_chunk(
    *, by: Viewer, authority: Authority, source: Source, items: Sequence[ImportedListing]
) -> ChunkResult:
    check(by, MAY_IMPORT_DIRECTORY, authority.pk)
    # Two runs at once take turns, so that neither makes what the other just made.
    Authority.objects.select_for_update().get(pk=authority.pk)
    references = [item.reference for item in items]
    known = {
        row.reference: row
        for row in SourceRecord.objects.select_for_update(of=("self",))
        .filter(authority=authority, source=source, reference__in=references)
        .select_related("listing__supplier")
        .order_by("pk")
    }
    terms = terms_by_word(authority)
    result = ChunkResult()
    fresh = [item for item in items if item.reference not in known]
    result.created = _create(authority, source, fresh, terms, by.at)
    for item in items:
        if item.reference in known:
            _follow(known[item.reference], item, terms, by.at, result)
    touched = [*result.created, *result.changed]
    record(
        event="directory_chunk_imported",
        by=by,
        subject=authority,
        source=source.value,
        created_ids=result.created,
        changed_ids=result.changed,
        unchanged=len(result.unchanged),
    )
    # Last, for who is told may wait for others, and should hold up nobody with rows yet to come.
    if result.suppliers:
        suppliers = sorted(set(result.suppliers))
        supplier_changed.send(sender=Supplier, supplier_ids=suppliers, at=by.at)
    if touched:
        listings_changed.send(sender=Listing, listing_ids=touched, at=by.at)
    return result


def _create(
    authority: Authority,
    source: Source,
    items: Sequence[ImportedListing],
    terms: Terms,
    at: datetime,
) -> list[int]:
    """Suppliers not yet known, a draft listing for each item, and the record of what was said."""
    if not items:
        return []
    suppliers = _suppliers(authority, source, items, at)
    listings = Listing.objects.bulk_create(
        Listing(
            authority=authority,
            supplier=suppliers[item.supplier_reference],
            slug=slug_of(item.words["title"]),
            source_reference=item.reference,
            confirmed_date=london_date(at),
            created_at=at,
            **item.words,
        )
        for item in items
    )
    for listing, item in zip(listings, items, strict=True):
        write_parts(listing, item.facts(), terms, at)
    SourceRecord.objects.bulk_create(
        SourceRecord(
            authority=authority,
            source=source,
            reference=item.reference,
            listing=listing,
            listing_version=listing.version,
            facts=item.facts(),
            imported_at=at,
        )
        for listing, item in zip(listings, items, strict=True)
    )
    return [listing.pk for listing in listings]


def _suppliers(
    authority: Authority, source: Source, items: Sequence[ImportedListing], at: datetime
) -> dict[str, Supplier]:
    wanted = {item.supplier_reference: item for item in items}
    known = Supplier.objects.filter(authority=authority, source=source)
    missing = set(wanted) - set(
        known.filter(source_reference__in=wanted).values_list("source_reference", flat=True)
    )
    Supplier.objects.bulk_create(
        Supplier(
            authority=authority,
            source=source,
            source_reference=reference,
            registered_at=at,
            **item.supplier,
        )
        for reference, item in wanted.items()
        if reference in missing
    )
    return {s.source_reference: s for s in known.filter(source_reference__in=wanted)}


def _follow(
    row: SourceRecord, item: ImportedListing, terms: Terms, at: datetime, result: ChunkResult
) -> None:
    """Bring one known listing up to what the source says now, as far as it is still the source's."""
    before: Facts = row.facts
    now = {**before, **item.facts()}
    now["supplier"] = {**before.get("supplier", {}), **now["supplier"]}
    if now == before:
        result.unchanged.append(row.listing_id)
        return
    listing = row.listing
    if _follow_supplier(listing.supplier, before, now):
        result.suppliers.append(listing.supplier_id)
    result.changed.append(listing.pk)
    if listing.version != row.listing_version or listing.state != ListingState.DRAFT:
        result.kept.append(listing.pk)
    else:
        listing.version += 1
        listing.slug = slug_of(now["words"]["title"])
        for name, value in now["words"].items():
            setattr(listing, name, value)
        listing.save(update_fields=["version", "slug", *now["words"]])
        write_parts(listing, now, terms, at)
        row.listing_version = listing.version
    row.facts, row.imported_at = now, at
    row.save(update_fields=["facts", "imported_at", "listing_version"])


def _follow_supplier(supplier: Supplier, before: Facts, now: Facts) -> bool:
    """Write what the source itself changed, and whether it did; what was put right here stays."""
    changed = [
        name
        for name, value in now["supplier"].items()
        if before["supplier"].get(name) != value and name not in _FIRST_ONLY
    ]
    for name in changed:
        setattr(supplier, name, now["supplier"][name])
    if changed:
        supplier.save(update_fields=changed)
    return bool(changed)
