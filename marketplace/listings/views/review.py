"""Somebody of the council checks listings, the one that waits longest first."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from marketplace.accounts.requests import authority_of, viewer_of
from marketplace.core.errors import DomainError
from marketplace.core.wording import sentences_of
from marketplace.core.words import spoken_date
from marketplace.listings import actions
from marketplace.listings.forms import PublishForm, ReasonForm, version_of
from marketplace.listings.models import Listing
from marketplace.listings.queries.page import in_full
from marketplace.listings.queries.public import with_public_facts


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
    return _page(request, listing, ReasonForm())


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
        messages.error(request, str(error))
        return redirect("listings:review", public_id)
    messages.success(request, f"{listing.title} is published.")
    return redirect("listings:review_queue")


def send_back(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Return it to the supplier with a reason."""
    return _with_reason(request, public_id, actions.return_listing, "is sent back")


def take_down(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take a published listing down with a reason."""
    return _with_reason(request, public_id, actions.unpublish_listing, "is taken down")


def _with_reason(
    request: HttpRequest, public_id: UUID, action: Callable[..., Listing], done: str
) -> HttpResponse:
    listing = _reviewable(request, public_id)
    form = ReasonForm(request.POST)
    if form.is_valid():
        try:
            action(by=viewer_of(request), listing_id=listing.pk, **form.cleaned_data)
        except DomainError as error:
            form.add_error("reason", sentences_of(error))
        else:
            messages.success(request, f"{listing.title} {done}.")
            return redirect("listings:review_queue")
    return _page(request, listing, form)


def _page(request: HttpRequest, listing: Listing, form: ReasonForm) -> HttpResponse:
    at = viewer_of(request).at
    return render(
        request,
        "listings/review.html",
        {
            "listing": listing,
            "shown": in_full(listing, at),
            "facts": [
                ("Offered by", listing.supplier.name),
                ("Kind", listing.supplier.get_kind_display()),
                ("Sent", spoken_date(listing.submitted_at) if listing.submitted_at else "Never"),
            ],
            "form": form,
            "publish_form": PublishForm(initial=version_of(listing)),
            "today": viewer_of(request).today,
        },
    )


def _reviewable(request: HttpRequest, public_id: UUID) -> Listing:
    listings = Listing.objects.reviewable_by(viewer_of(request)).filter(
        authority=authority_of(request)
    )
    return get_object_or_404(
        with_public_facts(listings, viewer_of(request).at), public_id=public_id
    )
