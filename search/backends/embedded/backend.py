"""The embedded engine behind the seam: one index per authority, so none can see another's."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from threading import Lock

from search.backends.base import DocumentSource, LogPosition, Result
from search.backends.embedded.build import build_segment
from search.backends.embedded.index import AuthorityIndex
from search.backends.embedded.snapshot import read_snapshots, write_snapshot
from search.query import DirectoryQuery


@dataclass(frozen=True)
class LoadedIndex:
    """An index and how far it has read. `seen` are lines that the position cannot yet pass."""

    index: AuthorityIndex = field(default_factory=AuthorityIndex)
    read_to: LogPosition = field(default_factory=LogPosition)
    seen: frozenset[int] = frozenset()


class EmbeddedBackend:
    """Answers from memory, after reading what changed since the last answer."""

    def __init__(
        self,
        source: DocumentSource,
        folder: Path,
        synonyms: Mapping[str, Iterable[str]] | None = None,
    ) -> None:
        self._source = source
        self._folder = folder
        self._synonyms = synonyms
        self._known: dict[int, LoadedIndex] = {}
        self._lock = Lock()

    def search(self, authority_id: int, query: DirectoryQuery, at: datetime) -> Result:
        """One page of the authority's public listings at `at`, with all counts."""
        index = self.current(authority_id)
        return index.search(query, index.analyse(query.text, at, self._synonyms), at)

    def rebuild(self, authority_id: int) -> int:
        """Index every document anew and leave a snapshot. Returns how many there are.

        Inside a transaction nothing is kept: what may be rolled back is not for others.
        """
        read_to = self._source.log_end(authority_id)
        segment = build_segment(self._source.documents(authority_id))
        if self._source.is_uncommitted:
            return segment.size
        write_snapshot(self._folder_of(authority_id), segment, read_to)
        with self._lock:
            self._known[authority_id] = LoadedIndex(AuthorityIndex.of_segment(segment), read_to)
        return segment.size

    def current(self, authority_id: int) -> AuthorityIndex:
        """The index as of now. What a transaction has yet to commit is read for itself alone."""
        if self._source.is_uncommitted:
            return self._refreshed(authority_id, self._known.get(authority_id)).index
        with self._lock:
            known = self._refreshed(authority_id, self._known.get(authority_id))
            self._known[authority_id] = known
        return known.index

    def _refreshed(self, authority_id: int, known: LoadedIndex | None) -> LoadedIndex:
        known = known or self._loaded(authority_id)
        changes = self._source.changes_since(authority_id, known.read_to)
        if not changes.lines:
            return known
        ids = {each.listing_id for each in changes.lines if each.number not in known.seen}
        documents = list(self._source.documents(authority_id, ids)) if ids else []
        return LoadedIndex(
            known.index.applying(documents, ids),
            changes.read_to,
            frozenset(
                each.number for each in changes.lines if each.position >= changes.read_to.position
            ),
        )

    def _loaded(self, authority_id: int) -> LoadedIndex:
        for segment, read_to in read_snapshots(self._folder_of(authority_id)):
            if self._source.knows_position(authority_id, read_to):
                return LoadedIndex(AuthorityIndex.of_segment(segment), read_to)
        read_to = self._source.log_end(authority_id)
        return LoadedIndex(AuthorityIndex.of(self._source.documents(authority_id)), read_to)

    def _folder_of(self, authority_id: int) -> Path:
        return self._folder / str(authority_id)
