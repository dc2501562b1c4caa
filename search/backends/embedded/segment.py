"""An immutable part of an index: columns, facet bits and words of some listings.

Every array lies in memory, built there or read from a snapshot; nothing is written to it once built.
A listing is known by its ordinal, its place among the ascending listing ids.
"""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from itertools import accumulate

import numpy as np
import numpy.typing as npt

from search.backends.embedded.bits import Words, to_words
from search.backends.embedded.moment import Moment
from search.backends.embedded.postings import Postings

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
    price_rows: npt.NDArray[np.int64]  # columns: ordinal, unit, amount in pence, from, until
    scheme_rows: npt.NDArray[np.int32]  # columns: ordinal, scheme, from, until

    words: Postings
    _moments: list[Moment] = field(default_factory=list, init=False, repr=False)

    @property
    def size(self) -> int:
        """How many listings it holds, struck ones included."""
        return len(self.ids)

    @cached_property
    def everything(self) -> Words:
        """The set of all its listings."""
        return to_words(np.ones(self.size, np.bool_))

    @cached_property
    def facet_rows(self) -> dict[str, slice]:
        """Where each facet's rows are in `facet_bits`."""
        ends = list(accumulate(len(codes) for codes in self.facet_codes.values()))
        starts = [0, *ends]
        return {
            facet: slice(start, end)
            for facet, start, end in zip(self.facet_codes, starts, ends, strict=False)
        }

    def moment(self, at: datetime) -> Moment:
        """The segment as it is at one moment; kept until something in it changes by date."""
        for moment in self._moments:
            if moment.holds(at):
                return moment
        moment = Moment.of(self, at)
        self._moments[:] = [moment, *self._moments[:1]]
        return moment
