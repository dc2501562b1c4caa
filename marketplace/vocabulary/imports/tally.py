"""What must be remembered of a whole list while it is read, in few bytes."""

from array import array
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from marketplace.vocabulary.imports.formats import DECIMALS
from marketplace.vocabulary.imports.rows import PostcodeRow
from marketplace.vocabulary.postcodes import INWARD_LENGTH, area_of

#: The largest share of an area's postcodes that one list may end. Judgement: some one in a hundred
#: end in a quarter of a year, so more is a list that was cut off, or one of another time.
MOST_GONE_PERCENT = 5
#: Below so many a share says nothing.
FEW = 20


@dataclass(slots=True)
class _Sum:
    count: int = 0
    latitude: float = 0.0
    longitude: float = 0.0

    def add(self, row: PostcodeRow) -> None:
        self.count += 1
        self.latitude += row.latitude
        self.longitude += row.longitude

    def middle(self) -> tuple[float, float]:
        return (
            round(self.latitude / self.count, DECIMALS),
            round(self.longitude / self.count, DECIMALS),
        )


@dataclass(frozen=True, slots=True)
class OutcodeRow:
    """An outcode and the middle of its postcodes."""

    code: str
    latitude: float
    longitude: float
    ended_on: date | None = None


class Middles:
    """The middle of each outcode: some 3,000 sums, however long the list."""

    def __init__(self) -> None:
        self._in_use: dict[str, _Sum] = defaultdict(_Sum)
        self._ended: dict[str, _Sum] = defaultdict(_Sum)
        self._last: dict[str, date] = {}

    def add(self, row: PostcodeRow) -> None:
        outcode = row.code[:-INWARD_LENGTH]
        if row.ended_on is None:
            self._in_use[outcode].add(row)
        else:
            self._ended[outcode].add(row)
            self._last[outcode] = max(row.ended_on, self._last.get(outcode, row.ended_on))

    def rows(self) -> list[OutcodeRow]:
        """Of postcodes in use where an outcode has any; else of those that ended, and when."""
        found = [OutcodeRow(code, *each.middle()) for code, each in self._in_use.items()]
        gone = self._ended.keys() - self._in_use.keys()
        return found + [
            OutcodeRow(code, *self._ended[code].middle(), self._last[code]) for code in sorted(gone)
        ]


class Seen:
    """The postcodes of a list, eight bytes each, by the letters that they begin with."""

    def __init__(self) -> None:
        self._numbers: dict[str, array[int]] = defaultdict(lambda: array("Q"))

    def add(self, code: str) -> None:
        self._numbers[area_of(code)].append(_number(code))

    def areas(self) -> Iterator[str]:
        return iter(sorted(self._numbers))

    def without(self, area: str, codes: Collection[str]) -> list[str]:
        """Those of some postcodes of an area that the list does not have."""
        known = frozenset(self._numbers[area])
        return [code for code in codes if _number(code) not in known]


def too_many_gone(gone: int, held: int) -> bool:
    """Whether a list is more likely cut off than right about what ended."""
    return gone > FEW and gone * 100 > held * MOST_GONE_PERCENT


def _number(code: str) -> int:
    """A postcode as a number: its letters and digits to the base of 36."""
    return int(code, 36)
