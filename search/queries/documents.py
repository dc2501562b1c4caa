"""The two tables as an engine's source of documents and of what changed."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, Func

from search.backends.base import Change, LogChanges, LogPosition
from search.documents import SearchDocument, from_content
from search.models import ChangeLog, SearchDocumentRow

#: Rows read or written at a time. Judgement: well under SQLite's limit of parameters.
CHUNK = 500


class _OpenFrom(Func):
    """The oldest transaction still open as the statement runs; zero where there is one writer."""

    oldest = "pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
    template = "0"
    output_field = BigIntegerField()

    def as_postgresql(self, compiler: Any, connection: Any) -> Any:
        return self.as_sql(compiler, connection, template=self.oldest)


class TableSource:
    """The two tables as an engine's source of documents.

    PostgreSQL hands out log numbers before it commits them, so a reader may see 2 before 1. There
    a position is the writer's transaction, and a position moves on only to the oldest transaction still
    open. SQLite has one writer: the log number serves.
    """

    @property
    def is_uncommitted(self) -> bool:
        """Inside a transaction, what is read may be rolled back."""
        return connection.in_atomic_block

    def changes_since(self, authority_id: int, read_to: LogPosition) -> LogChanges:
        """Every visible change at or after `read_to`, in one statement and so of one moment."""
        key = "transaction" if connection.vendor == "postgresql" else "id"
        log = ChangeLog.objects.filter(
            authority_id=authority_id, **{f"{key}__gte": read_to.position}
        )
        rows = list(
            log.annotate(open_from=_OpenFrom()).values_list("id", key, "listing_id", "open_from")
        )
        if not rows:
            return LogChanges((), read_to)
        changes = tuple(Change(*row[:3]) for row in rows)
        after = rows[0][3] or max(change.number for change in changes) + 1
        return LogChanges(changes, LogPosition(after, read_to.proof))

    def knows_position(self, authority_id: int, read_to: LogPosition) -> bool:
        """Whether the line that the position names is in this database's log."""
        number, _, moment = read_to.proof.partition(" ")
        line = ChangeLog.objects.filter(authority_id=authority_id, pk=int(number or 0)).first()
        return line is not None and line.changed_at.isoformat() == moment

    def log_end(self, authority_id: int) -> LogPosition:
        """The end of the log now, before any document is read."""
        open_from = _oldest_open()
        last = ChangeLog.objects.filter(authority_id=authority_id).order_by("-id").first()
        if last is None:
            return LogPosition(open_from)
        proof = f"{last.pk} {last.changed_at.isoformat()}"
        return LogPosition(open_from or last.pk + 1, proof)

    def documents(
        self, authority_id: int, listing_ids: Iterable[int] | None = None
    ) -> Iterator[SearchDocument]:
        """The documents of some listings, or all of the authority's."""
        rows = SearchDocumentRow.objects.filter(authority_id=authority_id)
        columns = ("listing_id", "authority_id", "public_from", "public_until", "content")
        if listing_ids is None:
            yield from (from_content(*row) for row in rows.values_list(*columns).iterator())
            return
        ids = sorted(listing_ids)
        for start in range(0, len(ids), CHUNK):
            chunk = rows.filter(pk__in=ids[start : start + CHUNK])
            yield from (from_content(*row) for row in chunk.values_list(*columns))


def _oldest_open() -> int:
    """The oldest transaction that may yet add to the log, on PostgreSQL; zero on SQLite."""
    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_OpenFrom.oldest}")
        return int(cursor.fetchone()[0])
