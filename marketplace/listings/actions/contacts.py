"""Telling those who check listings that the contact details on a published one changed. Part of an action."""

from marketplace.accounts.queries import users_holding
from marketplace.accounts.viewer import Viewer
from marketplace.core.transactions import require_transaction
from marketplace.listings.models import Listing
from marketplace.listings.rules import MAY_REVIEW_LISTINGS, ListingNotice, ListingState
from marketplace.notifications.actions import tell
from marketplace.suppliers.models import Supplier
from marketplace.suppliers.queries import staff_of


def tell_of_contacts(*, by: Viewer, supplier_ids: list[int]) -> None:
    """Tell the accreditation team, but nobody who acts for the supplier."""
    require_transaction()
    published = Listing.objects.filter(state=ListingState.PUBLISHED, supplier__in=supplier_ids)
    found = Supplier.objects.filter(pk__in=published.values("supplier")).order_by("pk")
    for supplier in found:
        team = users_holding(MAY_REVIEW_LISTINGS.roles, supplier.authority_id, by.today)
        own = staff_of(supplier.pk)
        others = [user for user in team if user not in own]
        tell(by=by, kind=ListingNotice.CONTACT_CHANGED, subject=supplier, users=others)
