"""The words of a segment: which listings hold each, in which fields, and which words are alike."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

#: Misspelt words whose neighbours are kept in memory; more are looked up again.
MOST_REMEMBERED = 512


@dataclass(frozen=True, eq=False)
class Postings:
    """Terms in ascending order, each with the listings that hold it."""

    terms: npt.NDArray[np.bytes_]
    term_start: npt.NDArray[np.int64]
    docs: npt.NDArray[np.uint32]
    fields: npt.NDArray[np.uint8]  # sum of the weights of the fields that hold the term
    stems: npt.NDArray[np.bytes_]  # ascending, beside the term of each
    stem_term: npt.NDArray[np.uint32]

    _near: dict[tuple[str, int], tuple[int, ...]] = field(
        default_factory=dict, init=False, repr=False
    )

    def holding(self, term: int) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint8]]:
        """The listings that hold a term, and in which fields."""
        start, end = self.term_start[term], self.term_start[term + 1]
        return self.docs[start:end], self.fields[start:end]

    def find(self, token: str) -> int | None:
        """The number of a token, None when no listing holds it."""
        wanted = np.bytes_(token.encode())
        at = int(np.searchsorted(self.terms, wanted))
        return at if at < len(self.terms) and self.terms[at] == wanted else None

    def with_stem(self, stem: str) -> list[int]:
        """The numbers of all tokens that share a stem."""
        wanted = np.bytes_(stem.encode())
        start = np.searchsorted(self.stems, wanted)
        end = np.searchsorted(self.stems, wanted, side="right")
        return [int(term) for term in self.stem_term[start:end]]

    def word(self, term: int) -> str:
        """The token of a number."""
        return bytes(self.terms[term]).decode()

    def near(self, word: str, distance: int) -> tuple[int, ...]:
        """The numbers of all tokens exactly so many slips from a word."""
        asked = (word, distance)
        if asked not in self._near:
            if len(self._near) >= MOST_REMEMBERED:
                self._near.clear()
            self._near[asked] = self._slow_near(word, distance)
        return self._near[asked]

    def _slow_near(self, word: str, distance: int) -> tuple[int, ...]:
        found: list[int] = []
        for length in range(len(word) - distance, len(word) + distance + 1):
            words, numbers = self.by_length.get(length, ([], []))
            if words:
                slips = cdist([word], words, scorer=OSA.distance, score_cutoff=distance)[0]
                found += [numbers[at] for at in np.flatnonzero(slips == distance)]
        return tuple(found)

    @cached_property
    def by_length(self) -> dict[int, tuple[list[str], list[int]]]:
        """Words with their numbers, by how many letters they have."""
        out: dict[int, tuple[list[str], list[int]]] = {}
        for number, raw in enumerate(self.terms.tolist()):
            word = raw.decode()
            words, numbers = out.setdefault(len(word), ([], []))
            words.append(word)
            numbers.append(number)
        return out
