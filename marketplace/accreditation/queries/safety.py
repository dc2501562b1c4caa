"""Whether suppliers are suspended for somebody's safety, for the officers who did it."""

from collections.abc import Collection
from dataclasses import dataclass

from marketplace.accounts.viewer import Viewer
from marketplace.accreditation.models import Accreditation
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
    rows = list(Accreditation.objects.filter(supplier__in=supplier_ids).select_related("scheme"))
    valid = Accreditation.objects.valid(viewer.today).filter(supplier__in=supplier_ids)
    valid_ids = set(valid.values_list("pk", flat=True))
    return [
        SafetySuspension(
            supplier,
            [row.scheme.name for row in own if row.pk in valid_ids],
            any(row.is_held for row in own),
            any(row.is_untold for row in own),
        )
        for supplier in suppliers
        if (own := [row for row in rows if row.supplier_id == supplier.pk]) is not None
    ]
