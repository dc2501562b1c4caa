"""The embedded engine behind the seam: one index per authority, so none can see another's."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from threading import Lock

from search.backends.base import DocumentSource, Mark, Result
from search.backends.embedded import snapshot
from search.backends.embedded.build import build_segment
from search.backends.embedded.index import AuthorityIndex
from search.query import DirectoryQuery


@dataclass(frozen=True)
class Known:
    """An index and how far it has read. `seen` are lines that the mark cannot yet pass."""

    index: AuthorityIndex = field(default_factory=AuthorityIndex)
    mark: Mark = field(default_factory=Mark)
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
        self._known: dict[int, Known] = {}
        self._lock = Lock()

    def search(self, authority_id: int, query: DirectoryQuery, at: datetime) -> Result:
        """One page of the authority's public listings at `at`, with all counts."""
        index = self.current(authority_id)
        return index.search(query, index.analyse(query.text, at, self._synonyms), at)

    def rebuild(self, authority_id: int) -> int:
        """Index every document anew and leave a snapshot. Returns how many there are.

        Inside a transaction nothing is kept: what may be rolled back is not for others.
        """
        mark = self._source.end(authority_id)
        segment = build_segment(self._source.documents(authority_id))
        if self._source.is_uncommitted:
            return segment.size
        snapshot.write(self._folder_of(authority_id), segment, mark)
        with self._lock:
            self._known[authority_id] = Known(AuthorityIndex.of_segment(segment), mark)
        return segment.size

    def current(self, authority_id: int) -> AuthorityIndex:
        """The index as of now. What a transaction has yet to commit is read for itself alone."""
        if self._source.is_uncommitted:
            return self._refreshed(authority_id, self._known.get(authority_id)).index
        with self._lock:
            known = self._refreshed(authority_id, self._known.get(authority_id))
            self._known[authority_id] = known
        return known.index

    def _refreshed(self, authority_id: int, known: Known | None) -> Known:
        known = known or self._loaded(authority_id)
        news = self._source.news(authority_id, known.mark)
        if not news.changes:
            return known
        ids = {each.listing_id for each in news.changes if each.number not in known.seen}
        documents = list(self._source.documents(authority_id, ids)) if ids else []
        return Known(
            known.index.applying(documents, ids),
            news.mark,
            frozenset(each.number for each in news.changes if each.position >= news.mark.position),
        )

    def _loaded(self, authority_id: int) -> Known:
        for segment, mark in snapshot.read(self._folder_of(authority_id)):
            if self._source.vouches_for(authority_id, mark):
                return Known(AuthorityIndex.of_segment(segment), mark)
        mark = self._source.end(authority_id)
        return Known(AuthorityIndex.of(self._source.documents(authority_id)), mark)

    def _folder_of(self, authority_id: int) -> Path:
        return self._folder / str(authority_id)
