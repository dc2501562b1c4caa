"""What a supplier takes back: a draft that nobody saw, and a listing that nobody has begun to check."""

from django.db import transaction

from marketplace.accounts.viewer import Viewer
from marketplace.core.audit import record
from marketplace.listings.actions.saving import locked_listing, refuse, save_listing
from marketplace.listings.models import Listing
from marketplace.listings.permissions import check_can_write
from marketplace.listings.queries import discarding_problems
from marketplace.listings.rules import ListingState, ListingTask, call_back_problems
from marketplace.listings.signals import listings_changed
from marketplace.tasks.actions import call_back_tasks


@transaction.atomic
def call_back_listing(*, by: Viewer, listing_id: int) -> Listing:
    """Make a listing that waits to be checked a draft again, before anybody has begun.

    Raises ListingProblem, and TaskError when somebody has taken the work.
    """
    listing = locked_listing(listing_id)
    check_can_write(by, listing)
    refuse(call_back_problems(ListingState(listing.state)))
    call_back_tasks(by=by, kind=ListingTask.REVIEW, subject=listing)
    return save_listing(
        listing,
        by=by,
        event="listing_called_back",
        to=ListingState.DRAFT,
        changes={"submitted_at": None},
    )


@transaction.atomic
def discard_listing(*, by: Viewer, listing_id: int) -> None:
    """Delete a draft with its prices and times. Raises ListingProblem once the council has seen it."""
    listing = locked_listing(listing_id)
    check_can_write(by, listing)
    refuse(discarding_problems(listing))
    record(event="listing_discarded", by=by, subject=listing, supplier_id=listing.supplier_id)
    ids = [listing.pk]
    listing.delete()
    listings_changed.send(sender=Listing, listing_ids=ids, at=by.at)
