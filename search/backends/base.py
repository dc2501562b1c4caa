"""The seam behind which is every search engine, and the contract that all of them keep.

* Words: all groups of the analysed text must match, each through any of its tokens, in the name,
  the supplier's name, the tags, the summary or the body.
* Facets: any chosen value inside a facet, all facets together. Days and parts of day are one
  filter: at least one chosen day with a chosen part must be free.
* Price: a price in the chosen unit that holds on the London day of `at`, at or under the limit.
* Distance: great circle on a sphere of 6,371,008.7714 m, at or under the radius. A listing that
  gives no point is near when it serves the area that the searched point lies in.
* Counts: for each facet and value, the listings that match everything but that facet's own
  choice. A value that is absent counts zero.
* Score: per group the sum of the weights of the fields that it matches, and the weight for the
  exact name when the whole text is the listing's name. Equal listings are ordered by id.
* Only listings of the asked authority that are public at `at` are found, counted, or lend words to
  spelling.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from search.analysis import Analysed
from search.documents import SearchDocument
from search.query import DirectoryQuery

EARTH_RADIUS_METRES = 6_371_008.7714
METRES_PER_MILE = 1_609.344

# Powers of two: the sum of the fields matched is then at once their list.
BODY, SUMMARY, TAGS, SUPPLIER, NAME, EXACT_NAME = 1, 2, 4, 8, 16, 32
FIELD_WEIGHTS = {
    "body": BODY,
    "summary": SUMMARY,
    "tags": TAGS,
    "supplier_name": SUPPLIER,
    "name": NAME,
}


@dataclass(frozen=True, slots=True)
class Hit:
    """One listing on the page: why it is where it is."""

    listing_id: int
    score: int = 0
    miles: float | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """One page of a search, with the counts of all facets over all pages."""

    total: int
    hits: tuple[Hit, ...] = ()
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    analysed: Analysed = field(default_factory=Analysed)

    @property
    def ids(self) -> tuple[int, ...]:
        """The listings of this page, first to last."""
        return tuple(hit.listing_id for hit in self.hits)

    def count(self, facet: str, code: str) -> int:
        """How many listings choosing this value would find."""
        return self.counts.get(facet, {}).get(code, 0)


class SearchBackend(Protocol):
    """An engine that keeps the contract above."""

    def search(self, authority_id: int, query: DirectoryQuery, at: datetime) -> Result:
        """One page of the authority's public listings at `at`, with all counts."""
        ...

    def rebuild(self, authority_id: int) -> int:
        """Index every document of the authority anew. Returns how many there are."""
        ...

    def keep(self, authority_id: int) -> bool:
        """The worker's part: mend what is damaged, make one of what has piled up. Whether it did."""
        ...

    def holds(self, authority_id: int) -> int:
        """How many documents a search looks through now."""
        ...

    def is_kept(self, authority_id: int) -> bool:
        """Whether the state that a fresh process would start from is whole and not far behind."""
        ...

    def kept_from(self, authority_id: int) -> "LogPosition | None":
        """The position of the oldest state that the engine may start from; None when it has none."""
        ...


@dataclass(frozen=True, slots=True)
class LogPosition:
    """How far the change log was read, and a line of it that proves which log it was."""

    position: int = 0
    proof: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the log: a listing's document changed, came or went."""

    number: int
    position: int
    listing_id: int


@dataclass(frozen=True, slots=True)
class LogChanges:
    """Every visible line at or after a position, and how far a reader may move its own.

    Lines at or after the new position come again with the next changes, because another transaction may
    yet add lines before them; a reader knows them by their number.
    """

    lines: tuple[Change, ...]
    read_to: LogPosition


class DocumentSource(Protocol):
    """Where an engine gets documents and their changes from: the tables of this wing."""

    @property
    def is_uncommitted(self) -> bool:
        """Whether what it reads now may yet be rolled back, so that nobody else may see it."""
        ...

    def changes_since(self, authority_id: int, read_to: LogPosition) -> LogChanges | None:
        """What changed at or after `read_to`.

        None when `read_to` was not read from this log as it is now: another database, one that was
        put back, or lines pruned that the reader has not read. The reader must then begin again.
        """
        ...

    def size(self, authority_id: int) -> int:
        """How many documents the authority has."""
        ...

    def log_end(self, authority_id: int) -> LogPosition:
        """A position that no document read from now on can precede."""
        ...

    def documents(
        self, authority_id: int, listing_ids: Iterable[int] | None = None
    ) -> Iterable[SearchDocument]:
        """The documents of some listings, or of all; a listing without one is left out."""
        ...
