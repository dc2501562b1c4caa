"""A supplier writes, prices and keeps its listings."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from marketplace.accounts.requests import viewer_of
from marketplace.core.errors import DomainError
from marketplace.core.form_runner import run
from marketplace.core.gov_forms import GovForm
from marketplace.core.wording import sentence_of, sentences_of
from marketplace.core.words import reference, spoken_age
from marketplace.council.queries import figure
from marketplace.listings import actions
from marketplace.listings.forms import NewListingForm
from marketplace.listings.models import Listing
from marketplace.listings.queries import can_call_back, discarding_problems, filling
from marketplace.listings.rules import (
    REVIEW_DAYS,
    STALE_AFTER_MONTHS,
    ListingState,
    ListingTask,
)
from marketplace.listings.views.own_listing import own_listing, posted
from marketplace.suppliers.models import Supplier
from marketplace.tasks.queries import open_task


def mine(request: HttpRequest) -> HttpResponse:
    """The listings of one's own organisations."""
    suppliers = Supplier.objects.run_by(viewer_of(request))
    listings = Listing.objects.run_by(viewer_of(request)).select_related("supplier")
    return render(
        request,
        "listings/mine.html",
        {
            "suppliers": suppliers,
            "listings": listings.with_is_public(viewer_of(request).at),
            "today": viewer_of(request).today,
        },
    )


def create(request: HttpRequest, supplier_id: UUID) -> HttpResponse:
    """Begin a listing with its title and one sentence."""
    supplier = get_object_or_404(Supplier.objects.run_by(viewer_of(request)), public_id=supplier_id)
    form = NewListingForm(posted(request))
    if form.is_valid():
        done = run(
            form,
            actions.create_listing,
            by=viewer_of(request),
            supplier=supplier,
            **form.cleaned_data,
        )
        if done:
            return redirect("listings:edit", done.answer.public_id)
    return render(request, "listings/create.html", {"form": form, "supplier": supplier})


def edit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The task list of one listing."""
    listing, viewer = own_listing(request, public_id), viewer_of(request)
    filled = filling(listing)
    return render(
        request,
        "listings/edit.html",
        {
            "listing": listing,
            "filling": filled,
            "missing": [sentence_of(problem) for problem in filled.problems],
            "review_days": _review_days(request),
            "stale_after_months": STALE_AFTER_MONTHS,
            "can_discard": not discarding_problems(listing),
            "can_call_back": can_call_back(listing),
            "is_public": Listing.objects.public(viewer.at).filter(pk=listing.pk).exists(),
            "facts": [
                ("Offered by", listing.supplier.name),
                ("Reference", reference(listing.public_id)),
                ("Last confirmed", spoken_age(listing.confirmed_date, viewer.today)),
            ],
            "today": viewer.today,
        },
    )


def confirm(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Everything is still right today."""
    listing = own_listing(request, public_id)
    actions.confirm_listing(by=viewer_of(request), listing_id=listing.pk)
    messages.success(request, f"{listing.title} is confirmed today.")
    return redirect("listings:edit", public_id)


def submit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask the council to check the listing."""
    return _change_state(request, public_id, actions.submit_listing, then="listings:sent")


def call_back(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take a listing back before the council has begun to check it."""
    done = "You called the listing back. Change the listing, then send it again."
    return _change_state(request, public_id, actions.call_back_listing, done)


def discard(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask once, then delete a draft that the council has not seen."""
    listing = own_listing(request, public_id)
    form = GovForm(posted(request))
    facts = {"by": viewer_of(request), "listing_id": listing.pk}
    if form.is_valid() and run(form, actions.discard_listing, **facts):
        messages.success(request, f"{listing.title} is discarded.")
        return redirect("listings:mine")
    context = {"listing": listing, "form": form, "prices": listing.prices.count()}
    return render(request, "listings/discard.html", context)


def sent(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """That a listing was sent: its reference, what happens next and by when."""
    listing = own_listing(request, public_id)
    task = open_task(ListingTask.REVIEW, listing)
    if listing.state != ListingState.IN_REVIEW or task is None:
        return redirect("listings:edit", public_id)
    context = {"listing": listing, "due_date": task.due_date}
    return render(request, "listings/sent.html", context)


def take_down(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Off every public page, from now."""
    return _change_state(
        request,
        public_id,
        actions.unpublish_listing,
        "Unpublished. Search no longer shows the listing. You can change the description.",
    )


def _review_days(request: HttpRequest) -> int:
    viewer = viewer_of(request)
    return figure(viewer.council_id, REVIEW_DAYS.key, viewer.today)


def _change_state(
    request: HttpRequest,
    public_id: UUID,
    action: Callable[..., Listing],
    done: str = "",
    then: str = "listings:edit",
) -> HttpResponse:
    listing = own_listing(request, public_id)
    try:
        action(by=viewer_of(request), listing_id=listing.pk)
    except DomainError as error:
        for sentence in sentences_of(error):
            messages.error(request, sentence)
        return redirect("listings:edit", public_id)
    if done:
        messages.success(request, done)
    return redirect(then, public_id)
