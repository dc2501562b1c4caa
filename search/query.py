"""A search as a value, and the same search as an address. It holds filters, never a person."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol
from urllib.parse import urlencode

from marketplace.core.errors import Problem, problem
from marketplace.core.labels import LabelledEnum
from marketplace.core.pence import parse_pounds
from search.facets import DAY, DAYS, LISTED, MILES, PART, PARTS, RADII, UNIT, UNITS

#: Judgement: two or three screens of a telephone.
PAGE_SIZE = 20
LAST_PAGE = 500  # an engine that counts to 10,000 must be able to follow
#: Characters. Judgement: a sentence or two; a longer address is cut on its way by mail.
LONGEST_TEXT = 200
#: Judgement: more boxes than a council keeps of a kind; it bounds the work of one search.
MOST_CODES = 50

_CODE = re.compile(r"[\w-]{1,64}", re.ASCII)
_FIXED = {DAY.name: DAYS, PART.name: PARTS}


class Sort(LabelledEnum):
    """The orders on offer. Equal ones are ordered by listing id, so pages never overlap."""

    BEST = "best", "Best match"
    NEAREST = "nearest", "Nearest"
    PRICE = "price", "Price, lowest first"
    CONFIRMED = "confirmed", "Confirmed most recently"


class Parameters(Protocol):
    """Django's QueryDict, or anything that hands out lists by name."""

    def getlist(self, key: str) -> list[str]: ...


@dataclass(frozen=True, slots=True)
class Point:
    """Where a place is, in degrees, and the code of the area that it lies in."""

    latitude: float
    longitude: float
    area: str = ""


@dataclass(frozen=True, slots=True)
class DirectoryQuery:
    """What somebody looks for.

    `place` is as typed, `point` what it was found to be; an address carries only the first.
    `max_price_pence` counts for `unit`; without a limit a unit asks for any price in it.
    """

    text: str = ""
    place: str = ""
    point: Point | None = None
    radius_miles: int | None = None
    selections: tuple[tuple[str, tuple[str, ...]], ...] = ()
    unit: str = ""
    max_price_pence: int | None = None
    sort: Sort | None = None
    page: int = 1

    def chosen(self, facet: str) -> tuple[str, ...]:
        """The codes chosen in one facet, in order; empty when nothing is."""
        if facet == MILES.name:
            return (str(self.radius_miles),) if self.radius_miles else ()
        if facet == UNIT.name:
            return (self.unit,) if self.unit else ()
        return dict(self.selections).get(facet, ())

    @property
    def order(self) -> Sort:
        """The order to use: the one asked for if it can be had, else the most telling."""
        if self.sort is Sort.NEAREST and not self.point:
            return Sort.BEST if self.text else Sort.CONFIRMED
        if self.sort:
            return self.sort
        if self.text:
            return Sort.BEST
        return Sort.NEAREST if self.point else Sort.CONFIRMED

    @property
    def price_unit(self) -> str:
        """The unit in which prices are compared and shown; empty when none was asked for."""
        return self.unit or (UNITS[0] if self.order is Sort.PRICE else "")

    @property
    def filters(self) -> tuple[tuple[str, str], ...]:
        """Every single choice as (facet, code): one removable chip each."""
        listed = [(name, code) for name, codes in self.selections for code in codes]
        single = [(name, code) for name in (MILES.name, UNIT.name) for code in self.chosen(name)]
        return (*single, *listed)

    def choosing(self, facet: str, codes: Iterable[str]) -> "DirectoryQuery":
        """The same search, first page, with exactly these codes chosen in a listed facet."""
        chosen = dict(self.selections) | {facet: tuple(codes)}
        return replace(self, selections=_selections(chosen), page=1)

    def without(self, facet: str, code: str) -> "DirectoryQuery":
        """The same search, first page, with one choice taken back."""
        if facet == MILES.name:
            return replace(self, radius_miles=None, page=1)
        if facet == UNIT.name:
            return replace(self, unit="", max_price_pence=None, page=1)
        return self.choosing(facet, (each for each in self.chosen(facet) if each != code))

    def cleared(self) -> "DirectoryQuery":
        """Words, place and order only."""
        return DirectoryQuery(text=self.text, place=self.place, point=self.point, sort=self.sort)

    def to_query_string(self) -> str:
        """The address of this search after the question mark; `parse` reads it back."""
        pairs: list[tuple[str, str]] = [("q", self.text), ("place", self.place)]
        pairs += [(facet, code) for facet, code in self.filters]
        if self.max_price_pence is not None:
            pounds, pence = divmod(self.max_price_pence, 100)
            pairs.append(("max", f"{pounds}.{pence:02}"))
        pairs += [("sort", self.sort or ""), ("page", str(self.page) if self.page > 1 else "")]
        return urlencode([(name, value) for name, value in pairs if value])


def parse(data: Parameters) -> tuple[DirectoryQuery, list[Problem]]:
    """Read an address, and say what could not be understood.

    Never fails: an address is edited, cut and mailed about. Unknown codes are kept, because an
    engine that knows none of them rightly finds nothing; malformed ones are dropped.
    """
    max_price, problems = _read_pounds(_first(data, "max"))
    unit = _one_of(data, UNIT.name, UNITS)
    query = DirectoryQuery(
        text=_text(data, "q"),
        place=_text(data, "place"),
        radius_miles=int(_one_of(data, MILES.name, [str(radius) for radius in RADII]) or 0) or None,
        selections=_selections({facet.name: data.getlist(facet.name) for facet in LISTED}),
        unit=unit or (UNITS[0] if max_price is not None else ""),
        max_price_pence=max_price,
        sort=Sort(found) if (found := _one_of(data, "sort", list(Sort))) else None,
        page=_page(_first(data, "page")),
    )
    return query, problems


def _read_pounds(typed: str) -> tuple[int | None, list[Problem]]:
    if not typed:
        return None, []
    try:
        return parse_pounds(typed), []
    except ValueError:
        return None, [problem("search_price_unreadable", "max")]


def _selections(
    chosen: Mapping[str, Sequence[str]],
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    out = []
    for facet in (facet.name for facet in LISTED):
        codes = {code for code in chosen.get(facet, ()) if _CODE.fullmatch(code)}
        kept = [code for code in _FIXED[facet] if code in codes] if facet in _FIXED else codes
        if kept:
            out.append((facet, tuple(kept if facet in _FIXED else sorted(kept)[:MOST_CODES])))
    return tuple(out)


def _first(data: Parameters, name: str) -> str:
    return (data.getlist(name) or [""])[0].strip()


def _text(data: Parameters, name: str) -> str:
    printable = "".join(ch if ch.isprintable() else " " for ch in _first(data, name))
    return " ".join(printable.split())[:LONGEST_TEXT].strip()


def _one_of(data: Parameters, name: str, allowed: Sequence[str]) -> str:
    value = _first(data, name)
    return value if value in allowed else ""


def _page(typed: str) -> int:
    number = int(typed) if re.fullmatch(r"\d{1,6}", typed, re.ASCII) else 1
    return min(max(number, 1), LAST_PAGE)
