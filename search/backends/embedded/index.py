"""One authority's index: a main segment, and small ones for what changed since.

The object never changes. `applying` makes the next one, so a search that has begun goes on with
what it began with.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import repeat
from math import isnan

import numpy as np

from search.analysis import Analysed, analyse
from search.backends.base import Hit, Result
from search.backends.embedded.bits import Words, size_of, without
from search.backends.embedded.build import build_segment
from search.backends.embedded.engine import Keys, Search, add_counts
from search.backends.embedded.segment import Segment
from search.backends.embedded.sphere import miles_of
from search.documents import SearchDocument
from search.query import PAGE_SIZE, DirectoryQuery

#: Documents after which a new segment is begun. Judgement: an edit rebuilds at most so many.
SEALED_AT = 64
#: Small segments before they are made one in a request. The worker builds anew long before, so this
#: bounds a search whose worker is dead. Judgement: merging 4,096 documents costs half a second.
MOST_SEGMENTS = 64


@dataclass(frozen=True, eq=False)
class IndexPart:
    """A segment, the listings in it that are still true, and the documents if it is a small one."""

    segment: Segment
    alive: Words
    documents: Mapping[int, SearchDocument] = field(default_factory=dict)

    @classmethod
    def of(cls, documents: Mapping[int, SearchDocument]) -> "IndexPart":
        """A part made from documents that it keeps."""
        segment = build_segment(documents.values())
        return cls(segment, segment.everything, documents)

    def striking(self, gone: set[int]) -> "IndexPart":
        """The part without some listings."""
        ids = np.fromiter(gone, np.int64, len(gone))
        at = np.searchsorted(self.segment.ids, ids).clip(0, max(self.segment.size - 1, 0))
        hit = at[self.segment.ids[at] == ids] if self.segment.size else at[:0]
        if not len(hit):
            return self
        kept = {key: doc for key, doc in self.documents.items() if key not in gone}
        return IndexPart(self.segment, without(self.alive, hit), kept)


@dataclass(frozen=True, eq=False)
class AuthorityIndex:
    """All listings of one authority. The last part is open: the next change rebuilds it."""

    parts: tuple[IndexPart, ...] = ()

    @classmethod
    def of_segment(cls, segment: Segment) -> "AuthorityIndex":
        """An index made of one finished segment."""
        return cls((IndexPart(segment, segment.everything),))

    @classmethod
    def of(cls, documents: Iterable[SearchDocument]) -> "AuthorityIndex":
        """An index built from all documents of the authority."""
        return cls.of_segment(build_segment(documents))

    @property
    def size(self) -> int:
        """How many listings it holds, public now or not."""
        return sum(size_of(part.alive) for part in self.parts)

    def applying(
        self, changed: Sequence[SearchDocument], gone: Iterable[int] = ()
    ) -> "AuthorityIndex":
        """The index after some listings changed, came or went. Applying twice changes nothing."""
        new = {doc.listing_id: doc for doc in changed}
        struck = new.keys() | set(gone)
        if not struck:
            return self
        parts = [part.striking(struck) for part in self.parts]
        if new and parts and 0 < len(parts[-1].documents) < SEALED_AT:
            new = dict(parts.pop().documents) | new
        if new:
            parts.append(IndexPart.of(new))
        small = [part for part in parts if 0 < len(part.documents) <= 2 * SEALED_AT]
        if len(small) > MOST_SEGMENTS:  # never the large ones again: an edit's work stays bounded
            merged = {key: doc for part in small for key, doc in part.documents.items()}
            parts = [part for part in parts if part not in small] + [IndexPart.of(merged)]
        return AuthorityIndex(tuple(part for part in parts if part.alive.any()))

    def analyse(
        self, text: str, at: datetime, synonyms: Mapping[str, Iterable[str]] | None = None
    ) -> Analysed:
        """Read a text against the words of the listings that are public at `at`."""
        return analyse(text, PublicWords(self.parts, at), synonyms=synonyms)

    def search(self, query: DirectoryQuery, analysed: Analysed, at: datetime) -> Result:
        """One page, its total and all counts, for a text that is already analysed."""
        searches = [Search(part.segment, part.alive, query, analysed, at) for part in self.parts]
        return Result(
            total=sum(size_of(search.found) for search in searches),
            hits=_page(searches, query),
            counts=add_counts([search.counts() for search in searches]),
            analysed=analysed,
        )


def _page(searches: Sequence[Search], query: DirectoryQuery) -> tuple[Hit, ...]:
    end = query.page * PAGE_SIZE
    keyed: list[tuple[float, Hit]] = []
    for search in searches:
        ordinals, keys = search.top(end)
        hits = map(
            Hit,
            search.segment.ids[ordinals].tolist(),
            search.scores(ordinals).tolist(),
            _miles(search.chords[ordinals]) if query.point else repeat(None),
        )
        keyed += zip(keys.tolist(), hits, strict=True)
    keyed.sort(key=lambda pair: (pair[0], pair[1].listing_id))
    return tuple(hit for _, hit in keyed[end - PAGE_SIZE : end])


def _miles(chords: Keys) -> list[float | None]:
    return [None if isnan(miles) else miles for miles in miles_of(chords).tolist()]


@dataclass(frozen=True)
class PublicWords:
    """The vocabulary of an index at one moment: a word counts if a public listing holds it."""

    parts: tuple[IndexPart, ...]
    at: datetime

    def family(self, stem: str) -> tuple[str, ...]:
        """Every word in a public listing that shares `stem`."""
        return tuple(
            dict.fromkeys(
                word
                for part in self.parts
                for term in part.segment.words.with_stem(stem)
                for word, uses in [self._uses(part, term)]
                if uses
            )
        )

    def nearest(self, word: str, distance: int) -> tuple[str, ...]:
        """Words in public listings exactly so far from `word`, the commonest first."""
        uses: dict[str, int] = {}
        for part in self.parts:
            for term in part.segment.words.near(word, distance):
                found, number = self._uses(part, term)
                uses[found] = uses.get(found, 0) + number
        ranked = sorted(uses, key=lambda found: (-uses[found], found))
        return tuple(found for found in ranked if uses[found])

    def _uses(self, part: IndexPart, term: int) -> tuple[str, int]:
        docs, _ = part.segment.words.holding(term)
        public = part.segment.moment(self.at).public & part.alive
        bit = (
            public[docs >> np.uint32(6)] >> (docs & np.uint32(63)).astype(np.uint64)
        ) & np.uint64(1)
        return part.segment.words.word(term), int(bit.sum())
