"""The three published layouts: by what each is known, and what one row of it says.

* ONS Postcode Directory (user guide): columns by name, which differ by year. Ended postcodes are in
  it. 99.999999 is the latitude where the position is not known.
* Code-Point Open (technical specification): no heading; ten columns by position. Positional quality
  90 has no position: easting and northing are 0.
* OS Open Names (technical specification): no heading; 34 columns by position.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from marketplace.vocabulary.grid import on_grid, to_wgs84
from marketplace.vocabulary.imports.rows import (
    LeftOut,
    LeftRow,
    PostcodeRow,
    Row,
    SettlementRow,
    UnreadableRow,
)
from marketplace.vocabulary.postcodes import (
    PlaceList,
    SettlementKind,
    area_of,
    is_postcode,
)

#: How the columns of the ONS Postcode Directory have been called, the newest names last.
_POSTCODE, _ENDED, _DISTRICT = "pcds|pcd[78]?", "doterm", r"oslaua|laua|ladcd|lad\d\dcd"
_LATITUDE, _LONGITUDE = "lat", "long"
_EASTING, _NORTHING = "oseast1m|east1m", "osnrth1m|north1m"
#: Northern Ireland's postcodes may be used inside a business only, so they are not taken.
_NORTHERN_IRELAND = "BT"
#: Decimals of a degree that are kept, about 10 cm; as many as the directory gives.
DECIMALS = 6
#: What lies within is Great Britain; 99.999999 and 0 do not.
_LATITUDES, _LONGITUDES = (49.0, 61.5), (-9.0, 2.5)
#: The types of OS Open Names, of which we take one.
_TYPES = {"populatedPlace", "transportNetwork", "hydrography", "landcover", "landform", "other"}
_POPULATED = "populatedPlace"
_KINDS = {kind.label: kind for kind in SettlementKind}
_LONGEST_NAME = 120

Cells = Sequence[str]
Read = Callable[[Cells], Row]


@dataclass(frozen=True)
class Format:
    """Which list a file is of, and how to read its rows."""

    source: PlaceList
    read: Read
    has_heading: bool = False


def recognised(first: Cells) -> Format | None:
    """The format whose first row this is."""
    names = {name.strip().lower(): position for position, name in enumerate(first)}
    if {"doterm"} <= names.keys() and _column(names, _POSTCODE) is not None:
        return Format(PlaceList.ONSPD, _onspd(names), has_heading=True)
    if len(first) >= 31 and (first[6] in _TYPES or first[0] == "ID"):
        return Format(PlaceList.OPEN_NAMES, _open_names)
    if len(first) == 10 and (is_postcode(first[0]) or _is_heading(first)):
        return Format(PlaceList.CODE_POINT, _code_point)
    return None


def _column(names: dict[str, int], pattern: str) -> int | None:
    """Where the column is whose name fits, the first alternative first."""
    for one in pattern.split("|"):
        for name, position in names.items():
            if re.fullmatch(one, name):
                return position
    return None


def _onspd(names: dict[str, int]) -> Read:
    columns = [
        _column(names, each)
        for each in (
            _POSTCODE,
            _ENDED,
            _DISTRICT,
            _LATITUDE,
            _LONGITUDE,
            _EASTING,
            _NORTHING,
        )
    ]

    def read(cells: Cells) -> Row:
        if len(cells) < len(names):
            raise UnreadableRow(f"it has {len(cells)} columns of {len(names)}")
        postcode, ended, district, *where = (
            "" if at is None else cells[at].strip() for at in columns
        )
        code = _code(postcode)
        if area_of(code) == _NORTHERN_IRELAND:
            return LeftRow(LeftOut.NORTHERN_IRELAND, code)
        point = _degrees(*where[:2]) or _grid(*where[2:])
        if point is None:
            return LeftRow(LeftOut.NO_POINT, code)
        return PostcodeRow(code, *point, _month(ended), district)

    return read


def _code_point(cells: Cells) -> Row:
    if _is_heading(cells):
        return LeftRow(LeftOut.HEADING)
    if len(cells) != 10:
        raise UnreadableRow(f"it has {len(cells)} columns of 10")
    code = _code(cells[0])
    point = _grid(cells[2], cells[3])
    if point is None:
        return LeftRow(LeftOut.NO_POINT, code)
    return PostcodeRow(code, *point, district=cells[8].strip())


def _is_heading(cells: Cells) -> bool:
    """Either of the two headings that its documents offer for files put together by hand."""
    return cells[0].strip().lower() in {"pc", "postcode"}


def _open_names(cells: Cells) -> Row:
    if cells[0] == "ID":
        return LeftRow(LeftOut.HEADING)
    if len(cells) < 31:
        raise UnreadableRow(f"it has {len(cells)} columns of 34")
    if cells[6] != _POPULATED:
        return LeftRow(LeftOut.OTHER_KIND)
    reference, name, county = cells[0].strip(), cells[2].strip(), _county(cells)
    if not reference or not name or len(reference) > 39:
        raise UnreadableRow("it has no name or id")
    if max(len(name), len(county)) > _LONGEST_NAME or "\0" in reference + name + county:
        raise UnreadableRow(f"its name or county is longer than {_LONGEST_NAME} characters")
    point = _grid(cells[8], cells[9])
    if point is None:
        return LeftRow(LeftOut.NO_POINT)
    kind = _KINDS.get(cells[7].strip(), SettlementKind.OTHER)
    return SettlementRow(reference, name, county, kind, *point, cells[16].strip().upper())


def _county(cells: Cells) -> str:
    """County or unitary authority; where there is none, district or borough, else the region."""
    return next((cells[at].strip() for at in (24, 21, 27) if cells[at].strip()), "")


def _code(text: str) -> str:
    code = "".join(text.split()).upper()
    if not is_postcode(code):
        raise UnreadableRow(f"“{_shown(text)}” is not a postcode")
    return code


def _month(text: str) -> date | None:
    """The first day of a month written 199606. Empty is none."""
    if not text:
        return None
    try:
        return date(int(text[:4]), int(text[4:6]), 1)
    except ValueError as error:
        raise UnreadableRow(f"“{_shown(text)}” is not a year and month") from error


def _degrees(latitude: str, longitude: str) -> tuple[float, float] | None:
    """A point in Great Britain; None where the list says that it knows none."""
    if not latitude or not longitude:
        return None
    point = _number(latitude), _number(longitude)
    return _kept(*point) if _in_britain(*point) else None


def _in_britain(latitude: float, longitude: float) -> bool:
    (south, north), (west, east) = _LATITUDES, _LONGITUDES
    return south < latitude < north and west < longitude < east


def _grid(easting: str, northing: str) -> tuple[float, float] | None:
    """The point of a reference in metres; None where it is not on the grid, as 0 and 0 are not."""
    if not easting.strip() or not northing.strip():
        return None
    reference = _number(easting), _number(northing)
    return _kept(*to_wgs84(*reference)) if on_grid(*reference) else None


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise UnreadableRow(f"“{_shown(text)}” is not a number") from error


def _shown(text: str) -> str:
    """The beginning of a cell, with nothing that would move a terminal."""
    return "".join(ch if ch.isprintable() else "�" for ch in text[:20])


def _kept(latitude: float, longitude: float) -> tuple[float, float]:
    return round(latitude, DECIMALS), round(longitude, DECIMALS)
