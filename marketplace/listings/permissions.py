"""Who may write a listing, and who may check one."""

from django.core.exceptions import PermissionDenied

from marketplace.accounts.permissions import check
from marketplace.accounts.viewer import Viewer
from marketplace.listings.models import Listing
from marketplace.listings.rules import MAY_REVIEW_LISTINGS
from marketplace.suppliers.permissions import check_can_manage_supplier, check_not_own


def check_can_write(viewer: Viewer, listing: Listing) -> None:
    """Raises PermissionDenied unless the viewer acts for the listing's supplier."""
    check_can_manage_supplier(viewer, listing.supplier)


def check_can_review(viewer: Viewer, listing: Listing) -> None:
    """Raises PermissionDenied unless the viewer checks listings here, and not their own."""
    check(viewer, MAY_REVIEW_LISTINGS, listing.authority_id)
    check_not_own(viewer, listing.supplier_id)


def can_review(viewer: Viewer, listing: Listing) -> bool:
    """Whether the viewer may check this listing."""
    try:
        check_can_review(viewer, listing)
    except PermissionDenied:
        return False
    return True
