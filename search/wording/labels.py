"""What each facet's codes are called, in the words of one council."""

from collections.abc import Mapping

from marketplace.core.dates import Weekday
from marketplace.core.words import per_unit
from marketplace.listings.wording import DAY_PART_PLURALS
from marketplace.suppliers.rules import SupplierKind
from search.facets import ANYWHERE, DAY, KIND, MILES, PART, RADII, UNIT, UNITS

Labels = Mapping[str, Mapping[str, str]]

_FIXED: dict[str, dict[str, str]] = {
    KIND.name: dict(SupplierKind.choices()),
    MILES.name: {str(miles): f"Within {miles} miles" for miles in RADII},
    DAY.name: dict(Weekday.choices()),
    PART.name: {part.value: words.capitalize() for part, words in DAY_PART_PLURALS.items()},
    UNIT.name: {unit: per_unit(unit).capitalize() for unit in UNITS},
}


def labels_of(council_words: Labels, short_name: str) -> Labels:
    """Every facet's codes in the order to show them, with their words.

    `council_words` are those that the council keeps itself; `short_name` is the council's.
    """
    labels = {**_FIXED, **council_words}
    labels[MILES.name] = {**_FIXED[MILES.name], ANYWHERE: f"Anywhere in {short_name}"}
    return labels
