"""From draft to published and back: the supplier asks, somebody of the council decides."""

from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse

from marketplace.accounts.rules import Role
from marketplace.accounts.viewer import Viewer
from marketplace.core.dates import london_date
from marketplace.listings.actions.base import (
    ListingProblem,
    finish,
    locked,
    move,
    refuse_if_changed,
)
from marketplace.listings.models import Listing
from marketplace.listings.permissions import can_review, check_can_review, check_can_write
from marketplace.listings.queries.filling import filled
from marketplace.listings.rules import ListingState, ListingTask
from marketplace.listings.rules.states import REVIEW_DAYS, missing_parts
from marketplace.suppliers.rules import SupplierKind
from marketplace.tasks.actions import finish_tasks, new_task, raise_tasks
from marketplace.tasks.models import Task


@transaction.atomic
def submit_listing(*, by: Viewer, listing_id: int) -> Listing:
    """Ask the council to check the listing. Raises ListingProblem with what is still missing."""
    listing = locked(listing_id)
    check_can_write(by, listing)
    move(listing, ListingState.IN_REVIEW)
    if missing := missing_parts(filled(listing)):
        raise ListingProblem(*missing.values())
    listing.submitted_at = by.at
    # Who asks for a check says with it that everything is right today.
    listing.confirmed_date = by.today
    listing.review_reason = ""
    raise_tasks([_review_task(listing, by.at)])
    return finish(
        listing,
        by=by,
        event="listing_submitted",
        fields=("state", "submitted_at", "confirmed_date", "review_reason"),
    )


def _review_task(listing: Listing, at: datetime) -> Task:
    kind = SupplierKind(listing.supplier.kind).label.lower()
    return new_task(
        authority_id=listing.authority_id,
        kind=ListingTask.REVIEW,
        role=Role.ACCREDITOR,
        subject=listing,
        title=f"Check a listing: {kind}",
        address=reverse("listings:review", args=[listing.public_id]),
        due_date=london_date(at) + timedelta(days=REVIEW_DAYS),
        at=at,
    )


@transaction.atomic
def publish_listing(*, by: Viewer, listing_id: int, seen_version: int | None = None) -> Listing:
    """The council has checked it: public from now, while the supplier's accreditation holds.

    Never for one's own organisation. Raises ListingProblem, PermissionDenied.
    """
    listing = locked(listing_id)
    check_can_review(by, listing)
    refuse_if_changed(listing, seen_version)
    move(listing, ListingState.PUBLISHED)
    listing.published_at = by.at
    _finish_review(listing, by)
    return finish(listing, by=by, event="listing_published", fields=("state", "published_at"))


@transaction.atomic
def return_listing(*, by: Viewer, listing_id: int, reason: str) -> Listing:
    """Send it back to the supplier, who reads the reason in these words. Raises ListingProblem."""
    listing = locked(listing_id)
    check_can_review(by, listing)
    move(listing, ListingState.DRAFT)
    listing.review_reason = _reason(reason)
    _finish_review(listing, by)
    return finish(listing, by=by, event="listing_returned", fields=("state", "review_reason"))


@transaction.atomic
def unpublish_listing(*, by: Viewer, listing_id: int, reason: str = "") -> Listing:
    """Take it down, from this moment on every page: the supplier, or the council with a reason."""
    listing = locked(listing_id)
    if can_review(by, listing):
        listing.review_reason = _reason(reason)
    else:
        check_can_write(by, listing)
        listing.review_reason = ""
    move(listing, ListingState.UNPUBLISHED)
    return finish(listing, by=by, event="listing_unpublished", fields=("state", "review_reason"))


def _reason(reason: str) -> str:
    words = reason.strip()
    if not words:
        raise ListingProblem("Say why. The supplier reads it in your words.")
    if len(words) > 400:
        raise ListingProblem(f"The reason is {len(words)} characters long: 400 at most.")
    return words


def _finish_review(listing: Listing, by: Viewer) -> None:
    finish_tasks(
        by=by,
        kind=ListingTask.REVIEW,
        subject_type=listing._meta.label_lower,
        subject_ids=[listing.pk],
    )
