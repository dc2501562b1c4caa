"""Keeping documents true: rewritten in the transaction that changed a listing, logged beside it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from marketplace.core.transactions import require_transaction
from marketplace.listings.models import Listing
from search.backends.base import LogPosition
from search.documents import SearchDocument, to_content
from search.models import ChangeLog, SearchDocumentRow
from search.projection import project
from search.queries import CHUNK, lines_before, supplier_ids_of

_LOCK = 7310  # the namespace of this module's advisory locks
#: Turns that suppliers share. Judgement: the server has room for some 6,000 locks in all, and one
#: large import may hold each turn; with fewer, more suppliers would wait for a stranger's commit.
_TURNS = 64


def on_listings_changed(
    sender: object, *, listing_ids: Sequence[int], at: datetime, **_: Any
) -> None:
    """Receiver of `listings_changed`: the documents change with the commit, or not at all."""
    rewrite(listing_ids, at)


def on_suppliers_changed(
    sender: object, *, supplier_ids: Sequence[int], at: datetime, **_: Any
) -> None:
    """Receiver of `accreditation_changed` and `supplier_changed`: a suspended supplier's listings
    go with the commit, and a new name or place is found with it."""
    _wait_for_other_writers(supplier_ids)  # and see the listings that they have just published
    listings = Listing.objects.filter(supplier_id__in=list(supplier_ids))
    rewrite(list(listings.values_list("pk", flat=True)), at)


def on_terms_changed(sender: object, *, term_ids: Sequence[int], at: datetime, **_: Any) -> None:
    """Receiver of `terms_changed`: listings are found by the new words, and no more by the old."""
    listings = Listing.objects.filter(terms__in=list(term_ids)).order_by("pk")
    rewrite(list(listings.values_list("pk", flat=True).distinct()), at)


def rewrite(listing_ids: Sequence[int], at: datetime) -> int:
    """Make the documents of some listings anew, as of `at`. Returns how many there are now.

    Let it be the last thing that a transaction does: it waits for others who index the same
    suppliers, and whoever waits should hold nothing more that they could want. Raises RuntimeError
    outside a transaction.
    """
    require_transaction()
    ids = sorted(set(listing_ids))
    _wait_for_other_writers(supplier_ids_of(ids))
    return sum(_rewrite(ids[start : start + CHUNK], at) for start in range(0, len(ids), CHUNK))


def prune_log(authority_id: int, kept_from: LogPosition, before: datetime) -> int:
    """Take away the lines that no snapshot and no reader of the last while needs.

    A reader that has not looked since `before` finds that its line is gone, and begins again.
    Returns how many went. Raises RuntimeError outside a transaction.
    """
    require_transaction()
    deleted, _ = lines_before(authority_id, kept_from, before).delete()
    return deleted


def _rewrite(ids: Sequence[int], at: datetime) -> int:
    rows = {row.pk: row for row in SearchDocumentRow.objects.filter(pk__in=ids)}
    documents = {document.listing_id: _row(document) for document in project(ids, at)}
    changed = [row for pk, row in documents.items() if not _same(row, rows.get(pk))]
    gone = [row for pk, row in rows.items() if pk not in documents]
    SearchDocumentRow.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["listing_id"],
        update_fields=["authority_id", "public_from", "public_until", "content"],
    )
    SearchDocumentRow.objects.filter(pk__in=[row.pk for row in gone]).delete()
    _log([*changed, *gone], at)
    return len(documents)


def _same(new: SearchDocumentRow, old: SearchDocumentRow | None) -> bool:
    """Whether a document says what it said, so that readers need not take it in again."""
    return old is not None and all(
        getattr(new, name) == getattr(old, name)
        for name in ("public_from", "public_until", "content")
    )


def _log(rows: Sequence[SearchDocumentRow], at: datetime) -> None:
    transaction = _transaction_id() if rows else 0
    ChangeLog.objects.bulk_create(
        ChangeLog(
            authority_id=row.authority_id,
            listing_id=row.pk,
            changed_at=at,
            transaction=transaction,
        )
        for row in sorted(rows, key=lambda row: row.pk)
    )


def _row(document: SearchDocument) -> SearchDocumentRow:
    return SearchDocumentRow(
        listing_id=document.listing_id,
        authority_id=document.authority_id,
        public_from=document.public_from,
        public_until=document.public_until,
        content=to_content(document),
    )


def _wait_for_other_writers(supplier_ids: Iterable[int]) -> None:
    # Two transactions that change one supplier's listing in different tables would each project it
    # without the other's change. SQLite has one writer and needs no lock. All are taken at once and
    # in order, so that two who take several do not wait for each other.
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for turn in sorted({supplier_id % _TURNS for supplier_id in supplier_ids}):
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, turn])


def _transaction_id() -> int:
    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        return int(cursor.fetchone()[0])
