"""Fernshire, a county that is on no map: its towns, and its words with them."""

from dataclasses import dataclass

from marketplace.vocabulary.rules import TermKind
from marketplace.vocabulary.starter import starter_terms


@dataclass(frozen=True)
class Town:
    """A fictional town with its outcode and a point."""

    name: str
    outcode: str
    latitude: float
    longitude: float

    @property
    def code(self) -> str:
        return self.name.lower().replace(" ", "-")


@dataclass(frozen=True)
class CouncilSpec:
    """A fictional council: its address word, its name, and the host names it is served at."""

    slug: str
    short_name: str
    hosts: tuple[str, ...]

    @property
    def domain(self) -> str:
        return f"{self.slug}.example"


FERNSHIRE = CouncilSpec(
    "fernshire", "Fernshire", ("127.0.0.1", "localhost", "::1", "fernshire.localhost")
)
#: The NHS board that pays for people in Fernshire.
NHS_BOARD = "Fern Valley NHS"

TOWNS = [
    Town("Brackenford", "FS1", 52.3102, -1.1043),
    Town("Aldermere", "FS2", 52.3677, -1.0412),
    Town("Little Thornby", "FS3", 52.2866, -1.1571),
    Town("Stoke Fern", "FS4", 52.3321, -1.1790),
    Town("Harrowmere", "FS5", 52.2614, -1.0468),
    Town("Otterbourne Cross", "FS6", 52.3949, -1.1328),
    Town("Fernway", "FS7", 52.2419, -1.1207),
    Town("Market Selby Green", "FS8", 52.4203, -0.9987),
    Town("Wick Ashby", "FS9", 52.2108, -1.2033),
    Town("Lower Marlowe", "FS10", 52.3555, -0.9371),
]


def vocabulary() -> list[tuple[TermKind, str, str]]:
    """Every term of Fernshire: what any council begins with, and its towns as areas."""
    return [*starter_terms(), *((TermKind.AREA, town.code, town.name) for town in TOWNS)]
