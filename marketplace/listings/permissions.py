"""Who may write a listing, and who may check one."""

from django.core.exceptions import PermissionDenied

from marketplace.accounts.permissions import check
from marketplace.accounts.rules import Permission
from marketplace.core.actors import Actor
from marketplace.listings.models import Listing
from marketplace.suppliers.permissions import check_can_manage_supplier, check_not_own


def check_can_write(actor: Actor, listing: Listing) -> None:
    """Raises PermissionDenied unless the actor acts for the listing's supplier."""
    check_can_manage_supplier(actor, listing.supplier)


def check_can_review(actor: Actor, listing: Listing) -> None:
    """Raises PermissionDenied unless the actor checks listings here, and not their own."""
    check(actor, Permission.REVIEW_LISTING, listing.authority_id)
    check_not_own(actor, listing.supplier_id)


def can_review(actor: Actor, listing: Listing) -> bool:
    """Whether the actor may check this listing."""
    try:
        check_can_review(actor, listing)
    except PermissionDenied:
        return False
    return True
