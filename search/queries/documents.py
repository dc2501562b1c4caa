"""The two tables as an engine's source of documents and of what changed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, Field, Func, Min, Q, QuerySet, TextField

from marketplace.listings.models import Listing
from search.backends.base import Change, LogChanges, LogPosition
from search.documents import SearchDocument, from_content
from search.models import ChangeLog, SearchDocumentRow

#: Rows read or written at a time. Judgement: well under SQLite's limit of parameters.
CHUNK = 500


class _OfDatabase(Func):
    """Something that the database says of itself in a statement; else what `elsewhere` says."""

    def __init__(self, postgresql: str, elsewhere: str, output_field: Field[Any, Any]) -> None:
        super().__init__(output_field=output_field)
        self._postgresql, self.template = postgresql, elsewhere

    def as_postgresql(self, compiler: Any, connection: Any) -> Any:
        return self.as_sql(compiler, connection, template=self._postgresql)


def _open_from() -> _OfDatabase:
    """The oldest transaction still open as the statement runs; zero where there is one writer."""
    return _OfDatabase(
        "pg_snapshot_xmin(pg_current_snapshot())::text::bigint", "0", BigIntegerField()
    )


def _cluster() -> _OfDatabase:
    """Which database counts the transactions: after a dump is restored elsewhere, or an older state
    is put back, another one does, and its numbers mean nothing to a reader of the first."""
    return _OfDatabase(
        "(SELECT (SELECT system_identifier FROM pg_control_system())"
        " || '/' || (SELECT timeline_id FROM pg_control_checkpoint())"
        " || '/' || (SELECT oid FROM pg_database WHERE datname = current_database()))",
        "'file'",
        TextField(),
    )


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

    def changes_since(self, authority_id: int, read_to: LogPosition) -> LogChanges | None:
        """Every visible change at or after `read_to`, in one statement and so of one moment.

        The line that proves the position comes with them. None when it is not there as it was, when
        another database counts, or when the count has gone back.
        """
        wanted = Q(**{f"{_key()}__gte": read_to.position}) | Q(pk=_proof_line(read_to.proof))
        rows = list(_log(authority_id).filter(wanted).values_list(*_COLUMNS, _key()))
        if not rows:
            # Where no line was, none may have been pruned since.
            return LogChanges((), read_to) if not read_to.proof else None
        lines = [_LogLine(*row) for row in rows]
        if not _is_proved(read_to, lines):
            return None
        new = [each for each in lines if each.position >= read_to.position]
        changes = tuple(Change(each.number, each.position, each.listing_id) for each in new)
        if not changes:
            return LogChanges((), read_to)
        after = lines[0].open_from or max(each.number for each in new) + 1
        return LogChanges(changes, LogPosition(after, _proof_before(after, lines)))

    def size(self, authority_id: int) -> int:
        """How many documents the authority has in the table."""
        return SearchDocumentRow.objects.filter(authority_id=authority_id).count()

    def log_end(self, authority_id: int) -> LogPosition:
        """The end of the log now, before any document is read."""
        open_from = _oldest_open()
        key, log = _key(), _log(authority_id)
        past = log.filter(**{f"{key}__lt": open_from}) if open_from else log
        row = past.order_by(f"-{key}", "-id").values_list(*_COLUMNS, key).first()
        # Only while the log's first writers are still at work is there none behind the oldest.
        row = row or log.order_by(key, "id").values_list(*_COLUMNS, key).first()
        if row is None:
            return LogPosition(open_from)
        line = _LogLine(*row)
        return LogPosition(open_from or line.number + 1, line.proof)

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


@dataclass(frozen=True, slots=True)
class _LogLine:
    """A line of the log, and what the database said of itself in the same statement."""

    number: int
    listing_id: int
    changed_at: datetime
    open_from: int
    cluster: str
    position: int

    @property
    def proof(self) -> str:
        """What only this line, in this database, says."""
        return f"{self.number} {self.cluster} {self.changed_at.isoformat()}"


_COLUMNS = ("id", "listing_id", "changed_at", "open_from", "cluster")


def _log(authority_id: int) -> QuerySet[ChangeLog]:
    return ChangeLog.objects.filter(authority_id=authority_id).annotate(
        open_from=_open_from(), cluster=_cluster()
    )


def lines_before(
    authority_id: int, kept_from: LogPosition, before: datetime
) -> QuerySet[ChangeLog]:
    """The lines before the one that proves a position, and before the first since `before`.

    In order of position, never of time alone, so that a reader's own line goes before any that it
    has not read.
    """
    log, key = ChangeLog.objects.filter(authority_id=authority_id), _key()
    proof = log.filter(pk=_proof_line(kept_from.proof)).values_list(key, flat=True).first()
    fresh = log.filter(changed_at__gte=before).aggregate(first=Min(key))["first"]
    bounds = [bound for bound in (proof, fresh) if bound is not None]
    return log.filter(**{f"{key}__lt": min(bounds)}) if proof is not None else log.none()


def _key() -> str:
    return "transaction" if connection.vendor == "postgresql" else "id"


def _proof_line(proof: str) -> int:
    number, _, _ = proof.partition(" ")
    return int(number) if number.isdecimal() else 0


def _is_proved(read_to: LogPosition, lines: Sequence[_LogLine]) -> bool:
    back = bool(lines[0].open_from) and lines[0].open_from < read_to.position
    return not back and any(each.proof == read_to.proof for each in lines)


def _proof_before(position: int, lines: Sequence[_LogLine]) -> str:
    """The last line before a position. Pruning takes lines in order of position, so whoever still
    finds this one has lost none at or after the position."""
    past = [each for each in lines if each.position < position]
    return max(past or lines, key=lambda each: (each.position, each.number)).proof


def _oldest_open() -> int:
    """The oldest transaction that may yet add to the log, on PostgreSQL; zero on SQLite."""
    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        return int(cursor.fetchone()[0])


def documents_at(authority_id: int, at: datetime) -> int:
    """How many documents of a council say that they are public now."""
    public = Q(public_until=None) | Q(public_until__gt=at)
    rows = SearchDocumentRow.objects.filter(public, authority_id=authority_id, public_from__lte=at)
    return int(rows.count())


def supplier_ids_of(listing_ids: Iterable[int]) -> set[int]:
    """Whose the listings are."""
    suppliers = Listing.objects.filter(pk__in=list(listing_ids))
    return set(suppliers.values_list("supplier_id", flat=True))
