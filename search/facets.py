"""The one list of facets: the form, the query, the counts and every engine read it.

Inside a facet any chosen value will do; across facets all must hold. Each facet's counts are made
with its own choice lifted, so a count is what choosing that one value instead would find.
"""

from dataclasses import dataclass
from enum import StrEnum

from marketplace.listings.rules import DayPart, PriceUnit

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PARTS = tuple(part.value for part in DayPart)
RADII = (2, 5, 10, 20)
ANYWHERE = "any"
UNITS = tuple(unit.value for unit in PriceUnit)


class Shape(StrEnum):
    """How a facet's choice is written and counted."""

    CODES = "codes"  # many codes from a list
    DATED = "dated"  # codes that hold for a time
    TIME = "time"  # days and parts of day, which are one filter together
    PRICE = "price"  # a unit and the most to pay
    RADIUS = "radius"  # one distance from a place


@dataclass(frozen=True, slots=True)
class Facet:
    """One way to narrow a search. `name` is its name in addresses, documents and counts."""

    name: str
    label: str
    shape: Shape = Shape.CODES

    @property
    def is_listed(self) -> bool:
        """Whether its choice is a set of codes."""
        return self.shape in {Shape.CODES, Shape.DATED, Shape.TIME}


KIND = Facet("kind", "Kind of support")
MILES = Facet("miles", "How far", Shape.RADIUS)
DAY = Facet("day", "Which days", Shape.TIME)
PART = Facet("part", "When in the day", Shape.TIME)
UNIT = Facet("unit", "Price", Shape.PRICE)
ACCREDITATION = Facet("accreditation", "Checks", Shape.DATED)
AREA = Facet("area", "Comes to")

# In the order in which a person meets them.
FACETS = (
    KIND,
    Facet("category", "What it is"),
    MILES,
    AREA,
    DAY,
    PART,
    UNIT,
    ACCREDITATION,
    Facet("funding", "Who pays"),
    Facet("need", "Good at helping with"),
    Facet("language", "Language"),
)
LISTED = tuple(facet for facet in FACETS if facet.is_listed)
CODED = tuple(facet.name for facet in FACETS if facet.shape is Shape.CODES)
