"""A segment at one moment: what is public, what things cost, which accreditations hold.

Everything that a date can falsify is settled here, from dates, and kept only until the next date
at which any of it changes.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Protocol

import numpy as np
import numpy.typing as npt

from marketplace.core.dates import london_date
from search.backends.embedded.bits import Words, to_words

NO_PRICE = np.iinfo(np.int64).max
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def microseconds(at: datetime) -> int:
    """An aware time as a whole number, exactly."""
    return (at - _EPOCH) // timedelta(microseconds=1)


@lru_cache(maxsize=64)
def london_day(at: datetime) -> int:
    """The number of the London day in which a moment lies."""
    return london_date(at).toordinal()


class DatedRows(Protocol):
    """What of a segment changes by date alone."""

    @property
    def size(self) -> int: ...
    @property
    def public_from(self) -> npt.NDArray[np.int64]: ...
    @property
    def public_until(self) -> npt.NDArray[np.int64]: ...
    @property
    def schemes(self) -> tuple[str, ...]: ...
    @property
    def scheme_rows(self) -> npt.NDArray[np.int32]: ...
    @property
    def units(self) -> tuple[str, ...]: ...
    @property
    def price_rows(self) -> npt.NDArray[np.int64]: ...


@dataclass(frozen=True, eq=False)
class Moment:
    """Valid from `since` until `until` (not included) on London day `day`."""

    since: int
    until: int
    day: int
    public: Words
    scheme_bits: Words
    prices: dict[str, npt.NDArray[np.int64]]  # lowest pence by unit, NO_PRICE for none

    def holds(self, at: datetime) -> bool:
        """Whether nothing changes between this moment and `at`."""
        return self.since <= microseconds(at) < self.until and self.day == london_day(at)

    @classmethod
    def of(cls, segment: DatedRows, at: datetime) -> "Moment":
        """Settle the segment at `at`."""
        now, day = microseconds(at), london_day(at)
        edges = np.concatenate([segment.public_from, segment.public_until])
        before, after = edges[edges <= now], edges[edges > now]
        flags = (segment.public_from <= now) & (now < segment.public_until)
        return cls(
            since=int(before.max()) if len(before) else np.iinfo(np.int64).min,
            until=int(after.min()) if len(after) else np.iinfo(np.int64).max,
            day=day,
            public=to_words(flags),
            scheme_bits=_schemes(segment, day),
            prices=_prices(segment, day),
        )


def _schemes(segment: DatedRows, day: int) -> Words:
    who, which, start, end = segment.scheme_rows.T
    holds = (start <= day) & (day < end)
    flags = np.zeros((len(segment.schemes), segment.size), np.bool_)
    flags[which[holds], who[holds]] = True
    return to_words(flags)


def _prices(segment: DatedRows, day: int) -> dict[str, npt.NDArray[np.int64]]:
    who, which, amount, start, end = segment.price_rows.T
    holds = (start <= day) & (day < end)
    out = {}
    for number, unit in enumerate(segment.units):
        rows = holds & (which == number)
        lowest = np.full(segment.size, NO_PRICE, np.int64)
        np.minimum.at(lowest, who[rows], amount[rows])
        out[unit] = lowest
    return out
