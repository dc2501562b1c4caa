"""A supplier writes, prices and keeps its listings."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from marketplace.accounts.requests import viewer_of
from marketplace.core.errors import DomainError
from marketplace.core.wording import sentences_of
from marketplace.core.words import spoken_age
from marketplace.listings import actions
from marketplace.listings.forms import NewListingForm
from marketplace.listings.models import Listing
from marketplace.listings.queries.filling import filling
from marketplace.listings.views.own import own_listing, posted
from marketplace.suppliers.models import Supplier


def mine(request: HttpRequest) -> HttpResponse:
    """The listings of one's own organisations."""
    suppliers = Supplier.objects.run_by(viewer_of(request))
    listings = Listing.objects.run_by(viewer_of(request)).select_related("supplier")
    return render(
        request,
        "listings/mine.html",
        {
            "suppliers": suppliers,
            "listings": listings.told_public(viewer_of(request).at),
            "today": viewer_of(request).today,
        },
    )


def create(request: HttpRequest, supplier_id: UUID) -> HttpResponse:
    """Begin a listing with its title and one sentence."""
    supplier = get_object_or_404(Supplier.objects.run_by(viewer_of(request)), public_id=supplier_id)
    form = NewListingForm(posted(request))
    if form.is_valid():
        try:
            listing = actions.create_listing(
                by=viewer_of(request), supplier=supplier, **form.cleaned_data
            )
        except DomainError as error:
            form.add_error(None, sentences_of(error))
        else:
            return redirect("listings:edit", listing.public_id)
    return render(request, "listings/create.html", {"form": form, "supplier": supplier})


def edit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The task list of one listing."""
    listing = own_listing(request, public_id)
    is_public = Listing.objects.public(viewer_of(request).at).filter(pk=listing.pk).exists()
    return render(
        request,
        "listings/edit.html",
        {
            "listing": listing,
            "filling": filling(listing),
            "is_public": is_public,
            "facts": [
                ("Offered by", listing.supplier.name),
                (
                    "You last confirmed it",
                    spoken_age(listing.confirmed_date, viewer_of(request).today),
                ),
            ],
            "today": viewer_of(request).today,
        },
    )


def confirm(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Everything is still right today."""
    listing = own_listing(request, public_id)
    actions.confirm_listing(by=viewer_of(request), listing_id=listing.pk)
    messages.success(request, f"Thank you. {listing.title} is confirmed today.")
    return redirect("listings:edit", public_id)


def submit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask the council to check the listing."""
    return _do(
        request,
        public_id,
        actions.submit_listing,
        "Sent to be checked. We answer within 10 days, and you can go on changing prices and times.",
    )


def take_down(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Off every public page, from now."""
    return _do(
        request,
        public_id,
        actions.unpublish_listing,
        "Taken down. Nobody else sees it now, and you can change its words.",
    )


def _do(
    request: HttpRequest, public_id: UUID, action: Callable[..., Listing], done: str
) -> HttpResponse:
    listing = own_listing(request, public_id)
    try:
        action(by=viewer_of(request), listing_id=listing.pk)
    except DomainError as error:
        for problem in sentences_of(error):
            messages.error(request, problem)
    else:
        messages.success(request, done)
    return redirect("listings:edit", public_id)
