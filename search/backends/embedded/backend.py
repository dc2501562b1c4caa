"""The embedded engine behind the seam: one index per authority, so none can see another's."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from threading import Lock

from search.backends.base import DocumentSource, LogPosition, Result
from search.backends.embedded.build import build_segment
from search.backends.embedded.disk import one_builder
from search.backends.embedded.index import AuthorityIndex
from search.backends.embedded.snapshot import (
    Snapshot,
    newest_name,
    read_snapshots,
    write_snapshot,
)
from search.query import DirectoryQuery

#: Changes after which the worker builds anew, and a reader looks for what it built. Judgement: eight
#: small segments, each of which is searched; reading so many documents costs about 70 ms.
MANY_CHANGES = 512

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class LoadedIndex:
    """An index and how far it has read. `seen` are lines that the position cannot yet pass.

    `applied` counts the changes since `snapshot`, the newest snapshot when it was last looked for.
    """

    index: AuthorityIndex = field(default_factory=AuthorityIndex)
    read_to: LogPosition = field(default_factory=LogPosition)
    seen: frozenset[int] = frozenset()
    applied: int = 0
    snapshot: str = ""


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

        Inside a transaction nothing is kept: what may be rolled back is not for others. Raises
        OSError when the disk refuses the snapshot; searches then go on from what there was.
        """
        if self._source.is_uncommitted:
            return build_segment(self._source.documents(authority_id)).size
        with one_builder(self._folder_of(authority_id)):
            return self._build(authority_id)

    def keep(self, authority_id: int) -> bool:
        """Rebuild if the newest snapshot is damaged, of another log, or far behind; else nothing.

        Returns whether it rebuilt. For the worker: nothing of this happens while somebody waits.
        """
        if self._source.is_uncommitted or self.is_kept(authority_id):
            return False
        with one_builder(self._folder_of(authority_id)):
            if self.is_kept(authority_id):  # another builder was quicker
                return False
            self._build(authority_id)
        return True

    def holds(self, authority_id: int) -> int:
        """How many documents a search looks through now."""
        return self.current(authority_id).size

    def is_kept(self, authority_id: int) -> bool:
        """Whether the newest snapshot is whole, of this log, and not far behind. Reads all of it."""
        folder = self._folder_of(authority_id)
        newest = next(read_snapshots(folder), None)
        if newest is None:
            # Without a line in the log no snapshot could be proved: readers start from the table.
            return not self._source.log_end(authority_id).proof
        changes = self._source.changes_since(authority_id, newest.read_to)
        return (
            newest.name == newest_name(folder)
            and changes is not None
            and len(changes.lines) < MANY_CHANGES
            and self._agrees(authority_id, _started(newest))
        )

    def kept_from(self, authority_id: int) -> LogPosition | None:
        """The position of the oldest whole snapshot of this log; None when there is none."""
        positions = [each.read_to for each in read_snapshots(self._folder_of(authority_id))]
        proved = (
            read_to
            for read_to in reversed(positions)
            if self._source.changes_since(authority_id, read_to) is not None
        )
        return next(proved, None)

    def current(self, authority_id: int) -> AuthorityIndex:
        """The index as of now. What a transaction has yet to commit is read for itself alone."""
        known = self._known.get(authority_id)
        if self._source.is_uncommitted:
            return self._refreshed(authority_id, known).index
        if known and known.applied >= MANY_CHANGES:
            self._adopt_newer(authority_id, known)
        with self._lock:
            known = self._refreshed(authority_id, self._known.get(authority_id))
            self._known[authority_id] = known
        return known.index

    def _build(self, authority_id: int) -> int:
        folder = self._folder_of(authority_id)
        read_to = self._source.log_end(authority_id)
        segment = build_segment(self._source.documents(authority_id))
        write_snapshot(folder, segment, read_to)
        with self._lock:
            self._known[authority_id] = LoadedIndex(
                AuthorityIndex.of_segment(segment), read_to, snapshot=newest_name(folder)
            )
        return segment.size

    def _adopt_newer(self, authority_id: int, known: LoadedIndex) -> None:
        """Start again from a newer snapshot, outside the lock: others search meanwhile."""
        newest = newest_name(self._folder_of(authority_id))
        if not newest or newest == known.snapshot:
            return
        loaded = self._from_snapshot(authority_id) or known
        with self._lock:
            # Should nothing of it be usable, it is not looked at again; the worker builds another.
            self._known[authority_id] = LoadedIndex(
                loaded.index, loaded.read_to, loaded.seen, loaded.applied, newest
            )

    def _refreshed(self, authority_id: int, known: LoadedIndex | None) -> LoadedIndex:
        """What is known with all changes; begun again when the log is not the one it read."""
        if known is not None:
            caught_up = self._caught_up(authority_id, known)
            if caught_up is not None and self._may_be_empty(authority_id, caught_up):
                return caught_up
            logger.warning("Search of council %s begins again: its log is another", authority_id)
        return self._from_snapshot(authority_id) or self._from_table(authority_id)

    def _from_snapshot(self, authority_id: int) -> LoadedIndex | None:
        """The newest snapshot that is whole, of this log, and of as many listings as the table."""
        for snapshot in read_snapshots(self._folder_of(authority_id)):
            loaded = self._agreeing(authority_id, _started(snapshot))
            if loaded is not None:
                return loaded
            logger.warning("Search index %s is not of this database's log", snapshot.name)
        return None

    def _from_table(self, authority_id: int) -> LoadedIndex:
        read_to = self._source.log_end(authority_id)
        index = AuthorityIndex.of(self._source.documents(authority_id))
        newest = newest_name(self._folder_of(authority_id))
        known = LoadedIndex(index, read_to, snapshot=newest)
        return self._caught_up(authority_id, known) or known

    def _agreeing(self, authority_id: int, loaded: LoadedIndex) -> LoadedIndex | None:
        caught_up = self._caught_up(authority_id, loaded)
        if caught_up is None or caught_up.index.size != self._source.size(authority_id):
            return None
        return caught_up

    def _agrees(self, authority_id: int, loaded: LoadedIndex) -> bool:
        return self._agreeing(authority_id, loaded) is not None

    def _may_be_empty(self, authority_id: int, known: LoadedIndex) -> bool:
        """Whether an index that holds nothing is right to; asked only of one that does."""
        return bool(known.index.size) or not self._source.size(authority_id)

    def _caught_up(self, authority_id: int, known: LoadedIndex) -> LoadedIndex | None:
        changes = self._source.changes_since(authority_id, known.read_to)
        if changes is None:
            return None
        if not changes.lines and changes.read_to == known.read_to:
            return known
        ids = {each.listing_id for each in changes.lines if each.number not in known.seen}
        documents = list(self._source.documents(authority_id, ids)) if ids else []
        return LoadedIndex(
            known.index.applying(documents, ids),
            changes.read_to,
            frozenset(
                each.number for each in changes.lines if each.position >= changes.read_to.position
            ),
            known.applied + len(ids),
            known.snapshot,
        )

    def _folder_of(self, authority_id: int) -> Path:
        return self._folder / str(authority_id)


def _started(snapshot: Snapshot) -> LoadedIndex:
    index = AuthorityIndex.of_segment(snapshot.segment)
    return LoadedIndex(index, snapshot.read_to, snapshot=snapshot.name)
