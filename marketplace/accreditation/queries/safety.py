"""Whether suppliers are suspended for somebody's safety, for the officers who did it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from marketplace.accounts.viewer import Viewer
from marketplace.accreditation.models import Accreditation
from marketplace.accreditation.rules import AccreditationState, in_force
from marketplace.suppliers.models import Supplier


@dataclass(frozen=True)
class SafetySuspension:
    """A supplier with what it is accredited for now, and whether it is suspended and told of it."""

    supplier: Supplier
    valid: list[str]
    is_held: bool
    is_untold: bool


def safety_suspensions(viewer: Viewer, supplier_ids: Collection[int]) -> list[SafetySuspension]:
    """Each of these suppliers of the viewer's council, by name. Two queries."""
    here = Supplier.objects.filter(authority_id=viewer.council_id, erased_at=None)
    suppliers = here.filter(pk__in=supplier_ids).order_by("name", "pk")
    rows = Accreditation.objects.filter(supplier__in=supplier_ids).select_related("scheme")
    of_supplier: dict[int, list[Accreditation]] = {}
    for row in rows:
        of_supplier.setdefault(row.supplier_id, []).append(row)
    return [
        _suspension(supplier, of_supplier.get(supplier.pk, []), viewer.today)
        for supplier in suppliers
    ]


def _suspension(supplier: Supplier, own: list[Accreditation], on: date) -> SafetySuspension:
    return SafetySuspension(
        supplier,
        valid=[row.scheme.name for row in own if _holds(row, on)],
        is_held=any(row.is_held for row in own),
        is_untold=any(row.is_untold for row in own),
    )


def _holds(row: Accreditation, on: date) -> bool:
    return in_force(AccreditationState(row.state), row.valid_from, row.valid_until, on)
