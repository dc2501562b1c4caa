"""A document source whose transactions a test opens and commits by hand, in any order."""

from collections.abc import Iterable

from search.backends.base import Change, LogChanges, LogPosition
from search.documents import SearchDocument


class MemorySource:
    """Positions are transactions, as on PostgreSQL: one begun earlier may be committed later."""

    def __init__(self) -> None:
        self.is_uncommitted = False
        self.log_name = "first"
        self.rows: dict[int, SearchDocument] = {}
        self.log: list[Change] = []
        self.open: set[int] = set()
        self.next_transaction = 1

    def begin(self) -> int:
        self.open.add(self.next_transaction)
        self.next_transaction += 1
        return self.next_transaction - 1

    def commit(
        self, transaction: int, *documents: SearchDocument, gone: Iterable[int] = ()
    ) -> None:
        self.rows |= {doc.listing_id: doc for doc in documents}
        for listing_id in gone:
            self.rows.pop(listing_id, None)
        for listing_id in [*(doc.listing_id for doc in documents), *gone]:
            self.log.append(Change(len(self.log) + 1, transaction, listing_id))
        self.open.discard(transaction)

    def save(self, *documents: SearchDocument, gone: Iterable[int] = ()) -> None:
        self.commit(self.begin(), *documents, gone=gone)

    def changes_since(self, authority_id: int, read_to: LogPosition) -> LogChanges | None:
        if read_to.proof != self.log_name:
            return None
        changes = tuple(change for change in self.log if change.position >= read_to.position)
        return LogChanges(changes, self.log_end(authority_id))

    def size(self, authority_id: int) -> int:
        return sum(1 for doc in self.rows.values() if doc.authority_id == authority_id)

    def log_end(self, authority_id: int) -> LogPosition:
        return LogPosition(min(self.open, default=self.next_transaction), self.log_name)

    def documents(
        self, authority_id: int, listing_ids: Iterable[int] | None = None
    ) -> Iterable[SearchDocument]:
        wanted = self.rows.keys() if listing_ids is None else set(listing_ids)
        return [
            doc
            for key, doc in self.rows.items()
            if key in wanted and doc.authority_id == authority_id
        ]
