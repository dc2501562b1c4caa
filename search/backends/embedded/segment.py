"""An immutable part of an index: columns, facet bits and postings of some listings.

Every array may lie in memory or be mapped from a snapshot; nothing is written to it once built.
A listing is known by its ordinal, its place among the ascending listing ids.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from search.backends.embedded.bits import Words, to_words
from search.backends.embedded.moment import Moment

FOREVER = np.iinfo(np.int64).max
NO_DAY = np.iinfo(np.int32).max


@dataclass(frozen=True, eq=False)
class Segment:
    """`facet_codes` names the rows of `facet_bits`, facet by facet; likewise units and schemes."""

    facet_codes: dict[str, tuple[str, ...]]
    units: tuple[str, ...]
    schemes: tuple[str, ...]

    ids: npt.NDArray[np.int64]
    name_hash: npt.NDArray[np.uint64]
    public_from: npt.NDArray[np.int64]  # microseconds since 1970
    public_until: npt.NDArray[np.int64]  # FOREVER when open
    confirmed: npt.NDArray[np.int32]  # day number, 0 when nobody confirmed
    x: npt.NDArray[np.float64]  # the point on the unit sphere, NaN without one
    y: npt.NDArray[np.float64]
    z: npt.NDArray[np.float64]

    facet_bits: Words
    slot_bits: Words  # 35 rows

    # Dated facts, one row each: whose, which (unit or scheme), from and until (day numbers).
    price_rows: npt.NDArray[np.int32]  # columns: ordinal, unit, amount in pence, from, until
    scheme_rows: npt.NDArray[np.int32]  # columns: ordinal, scheme, from, until

    terms: npt.NDArray[np.bytes_]  # ascending
    term_start: npt.NDArray[np.int64]
    post_doc: npt.NDArray[np.uint32]
    post_fields: npt.NDArray[np.uint8]  # sum of the weights of the fields that hold the term
    stems: npt.NDArray[np.bytes_]  # ascending, beside the term of each
    stem_term: npt.NDArray[np.uint32]

    _moments: list[Moment] = field(default_factory=list, repr=False)

    @property
    def size(self) -> int:
        """How many listings it holds, struck ones included."""
        return len(self.ids)

    @cached_property
    def everything(self) -> Words:
        """The set of all its listings."""
        return to_words(np.ones(self.size, np.bool_))

    def rows_of(self, facet: str) -> slice:
        """Where the facet's rows stand in `facet_bits`."""
        start = 0
        for name, codes in self.facet_codes.items():
            if name == facet:
                return slice(start, start + len(codes))
            start += len(codes)
        return slice(0, 0)

    def moment(self, at: datetime) -> Moment:
        """The segment as it stands at one moment; kept until something in it changes by date."""
        for moment in self._moments:
            if moment.holds(at):
                return moment
        moment = Moment.of(self, at)
        self._moments[:] = [moment, *self._moments[:1]]
        return moment

    def postings(self, term: int) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint8]]:
        """The listings that hold a term, and in which fields."""
        start, end = self.term_start[term], self.term_start[term + 1]
        return self.post_doc[start:end], self.post_fields[start:end]

    def term(self, token: str) -> int | None:
        """The number of a token, None when no listing holds it."""
        wanted = token.encode()
        at = int(np.searchsorted(self.terms, wanted))
        return at if at < len(self.terms) and self.terms[at] == wanted else None

    def terms_with_stem(self, stem: str) -> list[int]:
        """The numbers of all tokens that share a stem."""
        wanted = stem.encode()
        start = np.searchsorted(self.stems, wanted)
        end = np.searchsorted(self.stems, wanted, side="right")
        return [int(term) for term in self.stem_term[start:end]]

    @cached_property
    def _by_length(self) -> dict[int, tuple[list[str], list[int]]]:
        out: dict[int, tuple[list[str], list[int]]] = {}
        for number, raw in enumerate(self.terms.tolist()):
            word = raw.decode()
            words, numbers = out.setdefault(len(word), ([], []))
            words.append(word)
            numbers.append(number)
        return out

    def terms_near(self, word: str, distance: int) -> list[int]:
        """The numbers of all tokens exactly so many slips from a word."""
        return list(_near(self, word, distance))


@lru_cache(maxsize=1024)
def _near(segment: Segment, word: str, distance: int) -> tuple[int, ...]:
    found: list[int] = []
    for length in range(len(word) - distance, len(word) + distance + 1):
        words, numbers = segment._by_length.get(length, ([], []))
        if words:
            slips = cdist([word], words, scorer=OSA.distance, score_cutoff=distance)[0]
            found += [numbers[at] for at in np.flatnonzero(slips == distance)]
    return tuple(found)


def array_names() -> Sequence[str]:
    """The fields that are arrays, which is all that a snapshot stores as files."""
    names = ("facet_codes", "units", "schemes", "_moments")
    return [each.name for each in fields(Segment) if each.name not in names]
