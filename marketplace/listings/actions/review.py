"""From draft to published and back: the supplier asks, somebody of the council decides."""

from datetime import timedelta

from django.db import transaction
from django.urls import reverse

from marketplace.accounts.rules import Role
from marketplace.accounts.viewer import Viewer
from marketplace.council.queries import figure
from marketplace.listings.actions.saving import locked_listing, refuse, save_listing
from marketplace.listings.models import Listing
from marketplace.listings.permissions import can_review, check_can_review, check_can_write
from marketplace.listings.queries import filled
from marketplace.listings.rules import (
    REVIEW_DAYS,
    ListingNotice,
    ListingState,
    ListingTask,
    incomplete_problems,
    reason_problems,
    state_problems,
    version_problems,
)
from marketplace.notifications.actions import tell
from marketplace.suppliers.queries import staff_of
from marketplace.tasks.actions import finish_tasks, new_task, raise_tasks
from marketplace.tasks.models import Task


@transaction.atomic
def submit_listing(*, by: Viewer, listing_id: int) -> Listing:
    """Ask the council to check the listing. Raises ListingProblem with what is still missing."""
    listing = locked_listing(listing_id)
    check_can_write(by, listing)
    refuse(state_problems(ListingState(listing.state), ListingState.IN_REVIEW))
    refuse(incomplete_problems(filled(listing)))
    save_listing(
        listing,
        by=by,
        event="listing_submitted",
        to=ListingState.IN_REVIEW,
        changes={
            "submitted_at": by.at,
            # Who asks for a check says with it that everything is right today.
            "confirmed_date": by.today,
            "review_reason": "",
        },
    )
    task = _review_task(listing, by)
    raise_tasks([task])
    kind = ListingNotice.SENT
    tell(by=by, kind=kind, subject=listing, users=[by.user], due_date=task.due_date)
    return listing


def _review_task(listing: Listing, by: Viewer) -> Task:
    kind = listing.supplier.get_kind_display().lower()
    days = figure(listing.authority_id, REVIEW_DAYS.key, by.today)
    return new_task(
        authority_id=listing.authority_id,
        kind=ListingTask.REVIEW,
        role=Role.ACCREDITOR,
        subject=listing,
        title=f"Check a listing: {kind}",
        address=reverse("listings:review", args=[listing.public_id]),
        due_date=by.today + timedelta(days=days),
        at=by.at,
    )


@transaction.atomic
def publish_listing(*, by: Viewer, listing_id: int, seen_version: int | None = None) -> Listing:
    """The council has checked it: public from now, while the supplier's accreditation is in force.

    Never for one's own organisation. Raises ListingProblem, PermissionDenied.
    """
    listing = locked_listing(listing_id)
    check_can_review(by, listing)
    refuse(version_problems(listing.version, seen_version))
    refuse(state_problems(ListingState(listing.state), ListingState.PUBLISHED))
    _finish_review(listing, by)
    _tell_supplier(listing, by, ListingNotice.PUBLISHED)
    return save_listing(
        listing,
        by=by,
        event="listing_published",
        to=ListingState.PUBLISHED,
        changes={"published_at": by.at},
    )


@transaction.atomic
def return_listing(*, by: Viewer, listing_id: int, reason: str) -> Listing:
    """Send it back to the supplier, who reads the reason in these words.

    Raises ListingProblem, PermissionDenied.
    """
    listing = locked_listing(listing_id)
    check_can_review(by, listing)
    refuse(state_problems(ListingState(listing.state), ListingState.DRAFT))
    refuse(reason_problems(reason.strip()))
    _finish_review(listing, by)
    _tell_supplier(listing, by, ListingNotice.RETURNED)
    return save_listing(
        listing,
        by=by,
        event="listing_returned",
        to=ListingState.DRAFT,
        changes={"review_reason": reason.strip()},
    )


@transaction.atomic
def unpublish_listing(*, by: Viewer, listing_id: int, reason: str = "") -> Listing:
    """Take it down, from this moment on every page: the supplier, or the council with a reason.

    Raises ListingProblem, PermissionDenied.
    """
    listing, words = locked_listing(listing_id), reason.strip()
    by_council = can_review(by, listing)
    if by_council:
        refuse(reason_problems(words))
    else:
        check_can_write(by, listing)
        words = ""
    refuse(state_problems(ListingState(listing.state), ListingState.UNPUBLISHED))
    if by_council:
        _tell_supplier(listing, by, ListingNotice.UNPUBLISHED)
    return save_listing(
        listing,
        by=by,
        event="listing_unpublished",
        to=ListingState.UNPUBLISHED,
        changes={"review_reason": words},
    )


def _tell_supplier(listing: Listing, by: Viewer, kind: ListingNotice) -> None:
    tell(by=by, kind=kind, subject=listing, users=staff_of(listing.supplier_id))


def _finish_review(listing: Listing, by: Viewer) -> None:
    finish_tasks(
        by=by,
        kind=ListingTask.REVIEW,
        subject_type=listing._meta.label_lower,
        subject_ids=[listing.pk],
    )
