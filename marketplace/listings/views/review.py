"""Somebody of the council checks listings, the one that waits longest first."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from marketplace.accounts.requests import viewer_of
from marketplace.core.errors import DomainError
from marketplace.core.form_runner import run
from marketplace.core.wording import one_text
from marketplace.core.words import reference, spoken_date
from marketplace.listings import actions
from marketplace.listings.forms import ListingReasonForm, PublishForm, version_shown
from marketplace.listings.models import Listing
from marketplace.listings.queries import with_public_facts
from marketplace.listings.wording import page_of


def queue(request: HttpRequest) -> HttpResponse:
    """The listings that wait to be checked; one's own organisations' are left out."""
    waiting = Listing.objects.reviewable_by(viewer_of(request)).waiting().select_related("supplier")
    return render(
        request,
        "listings/review_queue.html",
        {"waiting": waiting, "today": viewer_of(request).today},
    )


def review(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One listing as the public would see it, and what may be decided about it."""
    listing = _reviewable(request, public_id)
    return _page(request, listing, ListingReasonForm())


def publish(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Publish what was read."""
    listing = _reviewable(request, public_id)
    form = PublishForm(request.POST)
    try:
        actions.publish_listing(
            by=viewer_of(request),
            listing_id=listing.pk,
            seen_version=form.cleaned_data["version"] if form.is_valid() else -1,
        )
    except DomainError as error:
        messages.error(request, one_text(error))
        return redirect("listings:review", public_id)
    messages.success(request, f"{listing.title} is published.")
    return redirect("listings:review_queue")


def send_back(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Return it to the supplier with a reason."""
    return _with_reason(request, public_id, actions.return_listing, "is returned for changes")


def take_down(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take a published listing down with a reason."""
    return _with_reason(request, public_id, actions.unpublish_listing, "is unpublished")


def _with_reason(
    request: HttpRequest, public_id: UUID, action: Callable[..., Listing], done: str
) -> HttpResponse:
    listing = _reviewable(request, public_id)
    form = ListingReasonForm(request.POST)
    if form.is_valid():
        facts = {"by": viewer_of(request), "listing_id": listing.pk, **form.cleaned_data}
        if run(form, action, **facts):
            messages.success(request, f"{listing.title} {done}.")
            return redirect("listings:review_queue")
    return _page(request, listing, form)


def _page(request: HttpRequest, listing: Listing, form: ListingReasonForm) -> HttpResponse:
    today = viewer_of(request).today
    return render(
        request,
        "listings/review.html",
        {
            "listing": listing,
            "shown": page_of(listing, today),
            "facts": [
                ("Offered by", listing.supplier.name),
                ("Kind", listing.supplier.get_kind_display()),
                ("Reference", reference(listing.public_id)),
                ("Sent", spoken_date(listing.submitted_at) if listing.submitted_at else "Never"),
            ],
            "form": form,
            "publish_form": PublishForm(initial=version_shown(listing)),
            "today": today,
        },
    )


def _reviewable(request: HttpRequest, public_id: UUID) -> Listing:
    viewer = viewer_of(request)
    listings = Listing.objects.reviewable_by(viewer)
    return get_object_or_404(with_public_facts(listings, viewer.at), public_id=public_id)
