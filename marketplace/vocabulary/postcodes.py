"""Reading a place as people type it, and what is known of one that was found.

A postcode is kept in capitals without its space. Its outward half, the outcode, is one or two
letters, a digit, and a digit or letter; its inward half is a digit and two letters.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from marketplace.core.labels import LabelledEnum

_OUTWARD, _INWARD = r"[A-Z]{1,2}[0-9][A-Z0-9]?", r"[0-9][A-Z]{2}"
#: What people put between the halves, or write for it.
_GAP = r"[\s.\-]*"
_WHOLE = re.compile(_OUTWARD + _INWARD)
_OUTCODE = re.compile(_OUTWARD)
#: An outcode and the digit of a sector: "FS1 1". Without the space it would be another outcode.
_SECTOR = re.compile(rf"({_OUTWARD})\s+[0-9]")
_AMONG_WORDS = re.compile(rf"(?<![A-Z0-9])({_OUTWARD}){_GAP}({_INWARD})(?![A-Z0-9])")
#: Letters typed for the digit that a postcode has in that position, and the other way round.
_DIGITS = str.maketrans("OIL", "011")
_LETTERS = str.maketrans("0", "O")
INWARD_LENGTH = 3
LONGEST_POSTCODE = 7
#: Of what is typed, so many characters are looked at. Judgement: an address on one line.
LONGEST_TYPED = 200


class PlaceList(LabelledEnum):
    """The lists of places that others publish and that we read."""

    ONSPD = "onspd", "ONS Postcode Directory"
    CODE_POINT = "code_point", "Code-Point Open"
    OPEN_NAMES = "open_names", "OS Open Names"


class SettlementKind(LabelledEnum):
    """What Ordnance Survey calls a populated place, the most important first."""

    CITY = "city", "City"
    TOWN = "town", "Town"
    VILLAGE = "village", "Village"
    SUBURB = "suburb", "Suburban Area"
    HAMLET = "hamlet", "Hamlet"
    OTHER = "other", "Other Settlement"


@dataclass(frozen=True)
class FoundPlace:
    """A place with a point. `ended_on` is the day since which its postcode is in use no more;
    `instead_of` a postcode that is not known, whose outcode this is. `is_listed` says that it comes
    from a published list, whose owners are to be named, and not from the council's own places."""

    code: str
    label: str
    latitude: float
    longitude: float
    ended_on: date | None = None
    instead_of: str = ""
    is_listed: bool = False


@dataclass(frozen=True)
class PlaceAnswer:
    """What was found for what somebody typed. Without a place: the names that may be meant, which
    all have this name (`is_shared`) or begin with it."""

    place: FoundPlace | None = None
    may_be: tuple[str, ...] = ()
    is_shared: bool = False


def place_code(text: str) -> str:
    """How a place is looked up: lower case, letters and digits only."""
    return "".join(ch for ch in text.lower() if ch.isalnum())


def is_postcode(text: str) -> bool:
    """Whether a text is a whole postcode, with or without its space and in any case."""
    return _WHOLE.fullmatch("".join(text.split()).upper()) is not None


def written(code: str) -> str:
    """A postcode with its space; an outcode as it is."""
    whole = _WHOLE.fullmatch(code)
    return f"{code[:-INWARD_LENGTH]} {code[-INWARD_LENGTH:]}" if whole else code


def postcode_of(text: str) -> str:
    """The postcode that a text is, or that stands in it: an address, a postcode and its town.

    O and I for 0 and 1, and 0 for O, are put right where only the other can be meant. Empty for none.
    """
    text = text[:LONGEST_TYPED].upper()
    whole = next((code for code in _spellings(text) if _WHOLE.fullmatch(code)), "")
    among = _AMONG_WORDS.search(text)
    return whole or ("".join(among.groups()) if among else "")


def _spellings(text: str) -> Iterator[str]:
    code = place_code(text).upper()
    yield code
    outward, inward = code[:-INWARD_LENGTH], code[-INWARD_LENGTH:]
    inward = inward[:1].translate(_DIGITS) + inward[1:]
    yield outward + inward
    yield outward[:2].translate(_LETTERS) + outward[2:] + inward


def outcode_of(text: str) -> str:
    """The outcode of a postcode, of a sector ("FS1 1") or that a text is. Empty for none."""
    if postcode := postcode_of(text):
        return postcode[:-INWARD_LENGTH]
    text = text[:LONGEST_TYPED].strip().upper()
    code = place_code(text).upper()
    sector = _SECTOR.fullmatch(text)
    return sector[1] if sector else code if _OUTCODE.fullmatch(code) else ""


def area_of(code: str) -> str:
    """The letters that a postcode begins with."""
    return code[:1] if code[1:2].isdigit() else code[:2]


def names_in(text: str) -> dict[str, str]:
    """What may be a place's name, by its code, with the code of the words behind it: "Ashford, Kent".

    The longest name first; up to four words are taken to be behind it ("Brighton and Hove" has three).
    """
    words = text[:LONGEST_TYPED].replace(",", " ").split()
    found: dict[str, str] = {}
    for length in range(len(words), max(len(words) - 5, 0), -1):
        if code := place_code("".join(words[:length])):
            found.setdefault(code, place_code("".join(words[length:])))
    return found
