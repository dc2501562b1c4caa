"""Who may act for a supplier."""

from django.core.exceptions import PermissionDenied

from marketplace.accounts.models import User
from marketplace.accounts.permissions import check
from marketplace.accounts.rules import Permission
from marketplace.core.actors import Actor
from marketplace.suppliers.models import Supplier, SupplierStaff


def acts_for(actor: Actor, supplier_id: int) -> bool:
    """Whether this actor is somebody of the supplier's own. A system actor never is."""
    return SupplierStaff.objects.filter(
        supplier_id=supplier_id, user_id=actor.actor_user_id or 0
    ).exists()


def check_can_manage_supplier(actor: Actor, supplier: Supplier) -> None:
    """Raises PermissionDenied unless the actor may act as this supplier.

    A user must be on its staff and hold the role in its council; a system actor the permission.
    """
    check(actor, Permission.MANAGE_OWN_SUPPLIER, supplier.authority_id)
    if isinstance(actor, User) and not acts_for(actor, supplier.pk):
        raise PermissionDenied("You do not act for this organisation.")


def can_manage_supplier(actor: Actor, supplier: Supplier) -> bool:
    """Whether the actor may act as this supplier."""
    try:
        check_can_manage_supplier(actor, supplier)
    except PermissionDenied:
        return False
    return True


def check_not_own(actor: Actor, supplier_id: int) -> None:
    """Raises PermissionDenied when somebody would decide about their own organisation."""
    if acts_for(actor, supplier_id):
        raise PermissionDenied("You act for this organisation, so somebody else must decide.")
