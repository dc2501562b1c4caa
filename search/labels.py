"""What each facet's codes are called, in the words of one council."""

from collections.abc import Mapping

from marketplace.accreditation.models import Scheme
from marketplace.core.words import per_unit
from marketplace.suppliers.rules import SupplierKind
from marketplace.vocabulary.models import Term
from search.facets import (
    ACCREDITATION,
    ANYWHERE,
    DAY,
    DAYS,
    KIND,
    MILES,
    PART,
    PARTS,
    RADII,
    UNIT,
    UNITS,
)

Labels = Mapping[str, Mapping[str, str]]

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_PARTS = ("Mornings", "Lunchtimes", "Afternoons", "Evenings", "Overnight")
_FIXED: dict[str, dict[str, str]] = {
    KIND.name: dict(SupplierKind.choices()),
    MILES.name: {str(miles): f"Within {miles} miles" for miles in RADII},
    DAY.name: dict(zip(DAYS, _DAYS, strict=True)),
    PART.name: dict(zip(PARTS, _PARTS, strict=True)),
    UNIT.name: {unit: per_unit(unit).capitalize() for unit in UNITS},
}


def labels_of(authority_id: int, short_name: str) -> Labels:
    """Every facet's codes in the order to show them, with their words. Two queries."""
    out = {facet: dict(labels) for facet, labels in _FIXED.items()}
    out[MILES.name][ANYWHERE] = f"Anywhere in {short_name}"
    terms = Term.objects.filter(authority_id=authority_id)
    for kind, code, label in terms.values_list("kind", "code", "label"):
        out.setdefault(kind, {})[code] = label
    schemes = Scheme.objects.filter(authority_id=authority_id)
    out[ACCREDITATION.name] = dict(schemes.values_list("code", "name"))
    return out
