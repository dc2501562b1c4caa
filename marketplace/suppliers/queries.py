"""Who is to be told of what becomes of a supplier; and suppliers as cases of other rooms name them."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Q

from marketplace.accounts.models import User
from marketplace.accounts.viewer import Viewer
from marketplace.core.rooms import FoundSubject
from marketplace.suppliers.models import Supplier, SupplierStaff


def staff_of(supplier_id: int) -> list[User]:
    """The users who act for a supplier. One query."""
    return list(User.objects.filter(supplier_staff__supplier=supplier_id).order_by("pk"))


def suppliers_found(viewer: Viewer, words: str) -> list[FoundSubject]:
    """Suppliers of the viewer's council whose name or town holds the words. Who may ask is asked before."""
    here = Supplier.objects.filter(authority_id=viewer.council_id, erased_at=None)
    found = here.filter(Q(name__icontains=words) | Q(town__icontains=words))
    return [_as_subject(row) for row in found.order_by("name", "pk")]


def suppliers_named(viewer: Viewer, ids: Collection[int]) -> dict[int, FoundSubject]:
    """Those of these suppliers that are of the viewer's council, by id. One query."""
    here = Supplier.objects.filter(authority_id=viewer.council_id, erased_at=None)
    return {pk: _as_subject(row) for pk, row in here.in_bulk(list(ids)).items()}


def _as_subject(row: Supplier) -> FoundSubject:
    detail = ", ".join(part for part in (row.get_kind_display(), row.town) if part)
    return FoundSubject(row.pk, row.name, detail)


def parties_of_suppliers(ids: Collection[int]) -> set[int]:
    """The ids of the users who act for any of these suppliers. One query."""
    return set(SupplierStaff.objects.filter(supplier__in=ids).values_list("user", flat=True))


def supplier_on_page(authority_id: int, parts: Mapping[str, Any]) -> int | None:
    """The id of the supplier whose page has these parts of an address, in a council."""
    found = Supplier.objects.filter(authority_id=authority_id, public_id=parts["public_id"])
    return found.values_list("pk", flat=True).first()
