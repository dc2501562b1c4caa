"""Who may act for a supplier."""

from django.core.exceptions import PermissionDenied

from marketplace.accounts.permissions import check
from marketplace.accounts.viewer import Viewer
from marketplace.suppliers.models import Supplier, SupplierStaff
from marketplace.suppliers.rules import MAY_MANAGE_OWN_SUPPLIER


def acts_for(viewer: Viewer, supplier_id: int) -> bool:
    """Whether this viewer is somebody of the supplier's own. A system viewer never is."""
    return SupplierStaff.objects.filter(
        supplier_id=supplier_id, user_id=viewer.user_id or 0
    ).exists()


def check_can_manage_supplier(viewer: Viewer, supplier: Supplier) -> None:
    """Raises PermissionDenied unless the viewer may act as this supplier.

    A user must be on its staff and hold the role in its council; a system viewer the permission.
    """
    check(viewer, MAY_MANAGE_OWN_SUPPLIER, supplier.authority_id)
    if viewer.user and not acts_for(viewer, supplier.pk):
        raise PermissionDenied("Your account does not belong to this supplier.")


def check_not_own(viewer: Viewer, supplier_id: int) -> None:
    """Raises PermissionDenied when somebody would decide about their own organisation."""
    if acts_for(viewer, supplier_id):
        raise PermissionDenied("This is your own organisation. A colleague decides it.")
