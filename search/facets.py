"""The one list of facets: the form, the query, the counts and every engine read it.

Inside a facet any chosen value will do; across facets all must hold. Each facet's counts are made
with its own choice lifted, so a count is what choosing that one value instead would find.
"""

from dataclasses import dataclass
from enum import StrEnum

from marketplace.core.dates import Weekday
from marketplace.listings.rules import DayPart, PriceUnit
from marketplace.vocabulary.rules import TermKind

DAYS = tuple(day.value for day in Weekday)
PARTS = tuple(part.value for part in DayPart)
#: Miles. Judgement: a walk's drive, a town, the next town, and as far as a carer would come.
RADII = (2, 5, 10, 20)
ANYWHERE = "any"
UNITS = tuple(unit.value for unit in PriceUnit)


class FacetShape(StrEnum):
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
    shape: FacetShape = FacetShape.CODES

    @property
    def is_listed(self) -> bool:
        """Whether its choice is a set of codes."""
        return self.shape in {FacetShape.CODES, FacetShape.DATED, FacetShape.TIME}


def _of_terms(kind: TermKind) -> Facet:
    return Facet(kind.value, kind.label)


KIND = Facet("kind", "Type of supplier")
MILES = Facet("miles", "How far", FacetShape.RADIUS)
DAY = Facet("day", "Which days", FacetShape.TIME)
PART = Facet("part", "When in the day", FacetShape.TIME)
UNIT = Facet("unit", "Price", FacetShape.PRICE)
ACCREDITATION = Facet("accreditation", "Accreditation", FacetShape.DATED)
AREA = _of_terms(TermKind.AREA)

# In the order in which a person meets them.
FACETS = (
    KIND,
    _of_terms(TermKind.CATEGORY),
    MILES,
    AREA,
    DAY,
    PART,
    UNIT,
    ACCREDITATION,
    _of_terms(TermKind.FUNDING),
    _of_terms(TermKind.NEED),
    _of_terms(TermKind.LANGUAGE),
)
LISTED = tuple(facet for facet in FACETS if facet.is_listed)
CODED = tuple(facet.name for facet in FACETS if facet.shape is FacetShape.CODES)
