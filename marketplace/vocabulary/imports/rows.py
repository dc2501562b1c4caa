"""What the readers make of a row."""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from marketplace.core.labels import LabelledEnum
from marketplace.vocabulary.postcodes import SettlementKind


@dataclass(frozen=True, slots=True)
class PostcodeRow:
    """One postcode with its point, in degrees. `district` is its council's code, where the list has one."""

    code: str
    latitude: float
    longitude: float
    ended_on: date | None = None
    district: str = ""


@dataclass(frozen=True, slots=True)
class SettlementRow:
    """One populated place with its point. `outcode` is the postcode district in which it lies."""

    reference: str
    name: str
    county: str
    kind: SettlementKind
    latitude: float
    longitude: float
    outcode: str = ""


class LeftOut(LabelledEnum):
    """Why a row that was read is not taken. None of these is a fault of the file."""

    NO_POINT = "no_point", "have no position in the list"
    NORTHERN_IRELAND = "northern_ireland", "are in Northern Ireland, whose licence is another"
    OTHER_KIND = "other_kind", "are no towns or villages"
    OUTSIDE = "outside", "are outside the area that was asked for"
    HEADING = "heading", "are headings"


@dataclass(frozen=True, slots=True)
class LeftRow:
    """A row that is left out. `code` is its postcode, which the list still knows."""

    why: LeftOut
    code: str = ""


@dataclass(frozen=True, slots=True)
class UnreadRow:
    """A row that could not be read: in which file, on which line, and why, as a sentence says it."""

    file: str
    line: int
    why: str


Row: TypeAlias = PostcodeRow | SettlementRow | LeftRow


class UnreadableRow(Exception):
    """Why a row cannot be read; the reader adds where."""
