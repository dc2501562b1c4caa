"""A supplier writes, prices and keeps its listings."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from marketplace.accounts.requests import authority_of, user_of
from marketplace.core.clock import now, today
from marketplace.core.errors import DomainError
from marketplace.core.gov_forms import GovForm
from marketplace.core.words import spoken_age
from marketplace.listings import actions
from marketplace.listings.forms import (
    CapacityForm,
    NewListingForm,
    PricesForm,
    TermsForm,
    TimesForm,
    WordsForm,
    first_price_day,
    version_of,
)
from marketplace.listings.models import Listing
from marketplace.listings.queries.editing import past_prices, price_lines_from
from marketplace.listings.queries.filling import filling
from marketplace.listings.rules import ListingState, PriceUnit
from marketplace.suppliers.models import Supplier
from marketplace.vocabulary.models import Term
from marketplace.vocabulary.rules import TERM_KIND_LABELS, TermKind

TERM_QUESTIONS = {
    TermKind.CATEGORY: "What type of support is it?",
    TermKind.NEED: "Who is it for?",
    TermKind.LANGUAGE: "Which languages do you speak?",
    TermKind.FUNDING: "How can people pay?",
    TermKind.AREA: "Which areas do you serve?",
}


def mine(request: HttpRequest) -> HttpResponse:
    """The listings of one's own organisations."""
    suppliers = Supplier.objects.run_by(user_of(request)).filter(authority=authority_of(request))
    listings = (
        Listing.objects.run_by(user_of(request))
        .filter(authority=authority_of(request))
        .select_related("supplier")
    )
    public = set(Listing.objects.public(now()).filter(pk__in=listings).values_list("pk", flat=True))
    return render(
        request,
        "listings/mine.html",
        {"suppliers": suppliers, "listings": listings, "public": public, "today": today()},
    )


def create(request: HttpRequest, supplier_id: UUID) -> HttpResponse:
    """Begin a listing with its title and one sentence."""
    supplier = get_object_or_404(
        Supplier.objects.run_by(user_of(request)),
        authority=authority_of(request),
        public_id=supplier_id,
    )
    form = NewListingForm(_posted(request))
    if form.is_valid():
        try:
            listing = actions.create_listing(
                by=user_of(request), at=now(), supplier=supplier, **form.cleaned_data
            )
        except DomainError as error:
            form.add_error(None, error.problems)
        else:
            return redirect("listings:edit", listing.public_id)
    return render(request, "listings/create.html", {"form": form, "supplier": supplier})


def edit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The task list of one listing."""
    listing = _own(request, public_id)
    is_public = Listing.objects.public(now()).filter(pk=listing.pk).exists()
    return render(
        request,
        "listings/edit.html",
        {
            "listing": listing,
            "filling": filling(listing),
            "is_public": is_public,
            "facts": [
                ("Offered by", listing.supplier.name),
                ("You last confirmed it", spoken_age(listing.confirmed_date, today())),
            ],
            "states": ListingState,
            "today": today(),
        },
    )


def words(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Title, sentence and description."""
    listing = _own(request, public_id)
    form = WordsForm(
        _posted(request),
        initial={
            "title": listing.title,
            "summary": listing.summary,
            "description": listing.description,
            **version_of(listing),
        },
    )
    return _edit_page(
        request,
        listing,
        form,
        "words",
        lambda typed: actions.describe_listing(
            by=user_of(request),
            at=now(),
            listing_id=listing.pk,
            title=typed["title"],
            summary=typed["summary"],
            description=typed["description"],
            seen_version=typed["version"],
        ),
    )


def terms(request: HttpRequest, public_id: UUID, kind: str) -> HttpResponse:
    """The terms of one kind."""
    if kind not in set(TermKind):
        raise Http404("There is no such question.")
    listing, term_kind = _own(request, public_id), TermKind(kind)
    chosen = listing.terms.filter(kind=term_kind).values_list("pk", flat=True)
    form = TermsForm(
        _posted(request),
        choices=Term.objects.of(listing.authority_id, term_kind),
        label=TERM_QUESTIONS[term_kind],
        initial={"terms": [str(pk) for pk in chosen], **version_of(listing)},
    )
    return _edit_page(
        request,
        listing,
        form,
        "terms",
        lambda typed: actions.set_terms(
            by=user_of(request),
            at=now(),
            listing_id=listing.pk,
            kind=term_kind,
            term_ids=typed["terms"],
            seen_version=typed["version"],
        ),
        label=TERM_KIND_LABELS[term_kind],
    )


def prices(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Prices from a day on; the earlier ones are listed below."""
    listing = _own(request, public_id)
    form = PricesForm(
        _posted(request),
        lines=price_lines_from(listing, today()),
        initial={"from_date": first_price_day(listing, today()), **version_of(listing)},
    )
    return _edit_page(
        request,
        listing,
        form,
        "prices",
        lambda typed: actions.set_prices(
            by=user_of(request),
            at=now(),
            listing_id=listing.pk,
            prices=form.lines(),
            from_date=typed["from_date"],
            seen_version=typed["version"],
        ),
        history=past_prices(listing, today()),
    )


def times(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Days and parts of the day."""
    listing = _own(request, public_id)
    chosen = [f"{slot.day}-{slot.part}" for slot in listing.slots.all()]
    form = TimesForm(_posted(request), initial={"slots": chosen, **version_of(listing)})
    return _edit_page(
        request,
        listing,
        form,
        "times",
        lambda typed: actions.set_availability(
            by=user_of(request),
            at=now(),
            listing_id=listing.pk,
            slots=form.pairs(),
            seen_version=typed["version"],
        ),
    )


def capacity(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """How much is offered in all."""
    listing = _own(request, public_id)
    held = getattr(listing, "capacity", None)
    initial = {"offered": held.offered, "unit": held.unit} if held else {}
    form = CapacityForm(_posted(request), initial={**initial, **version_of(listing)})
    return _edit_page(
        request,
        listing,
        form,
        "capacity",
        lambda typed: actions.set_capacity(
            by=user_of(request),
            at=now(),
            listing_id=listing.pk,
            unit=PriceUnit(typed["unit"]),
            offered=typed["offered"],
            seen_version=typed["version"],
        ),
        held=held,
    )


def confirm(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Everything is still right today."""
    listing = _own(request, public_id)
    actions.confirm_listing(by=user_of(request), at=now(), listing_id=listing.pk)
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
    listing = _own(request, public_id)
    try:
        action(by=user_of(request), at=now(), listing_id=listing.pk)
    except DomainError as error:
        for problem in error.problems:
            messages.error(request, problem)
    else:
        messages.success(request, done)
    return redirect("listings:edit", public_id)


def _own(request: HttpRequest, public_id: UUID) -> Listing:
    return get_object_or_404(
        Listing.objects.run_by(user_of(request)).select_related("supplier", "capacity"),
        authority=authority_of(request),
        public_id=public_id,
    )


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _edit_page(
    request: HttpRequest,
    listing: Listing,
    form: GovForm,
    page: str,
    save: Callable[[dict[str, Any]], Listing],
    **context: Any,
) -> HttpResponse:
    """One part of a listing: show the form, save it, or say what is wrong and keep what was typed."""
    if form.is_valid():
        try:
            save(form.cleaned_data)
        except DomainError as error:
            form.add_error(None, error.problems)
            # The next press is made knowing what this page says now.
            form.data = form.data.copy()
            form.data["version"] = Listing.objects.values_list("version", flat=True).get(
                pk=listing.pk
            )
        else:
            messages.success(request, "Saved.")
            return redirect("listings:edit", listing.public_id)
    return render(
        request, f"listings/edit_{page}.html", {"form": form, "listing": listing, **context}
    )
