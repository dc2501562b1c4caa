"""The parts of a listing, each on a page of its own: shown, saved, or answered with what is wrong."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from marketplace.accounts.requests import viewer_of
from marketplace.core.errors import DomainError
from marketplace.core.wording import sentences_of
from marketplace.listings import actions
from marketplace.listings.forms import (
    CapacityForm,
    PricesForm,
    TermsForm,
    TimesForm,
    VersionedForm,
    WordsForm,
    first_price_day,
    version_of,
)
from marketplace.listings.models import Listing
from marketplace.listings.queries.editing import past_prices, price_lines_from
from marketplace.listings.rules import PriceUnit
from marketplace.listings.rules.units import USUAL_UNITS
from marketplace.listings.views.own import own_listing, posted
from marketplace.vocabulary.models import Term
from marketplace.vocabulary.rules import TermKind

TERM_QUESTIONS = {
    TermKind.CATEGORY: "What type of support is it?",
    TermKind.NEED: "Who is it for?",
    TermKind.LANGUAGE: "Which languages do you speak?",
    TermKind.FUNDING: "How can people pay?",
    TermKind.AREA: "Which areas do you serve?",
}


def words(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Title, sentence and description."""
    listing = own_listing(request, public_id)
    form = WordsForm(
        posted(request),
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
            by=viewer_of(request),
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
    listing, term_kind = own_listing(request, public_id), TermKind(kind)
    chosen = listing.terms.filter(kind=term_kind).values_list("pk", flat=True)
    form = TermsForm(
        posted(request),
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
            by=viewer_of(request),
            listing_id=listing.pk,
            kind=term_kind,
            term_ids=typed["terms"],
            seen_version=typed["version"],
        ),
        label=term_kind.label,
    )


def prices(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Prices from a day on; the earlier ones are listed below."""
    listing = own_listing(request, public_id)
    form = PricesForm(
        posted(request),
        lines=price_lines_from(listing, viewer_of(request).today),
        usual=USUAL_UNITS[listing.supplier.kind],
        initial={
            "from_date": first_price_day(listing, viewer_of(request).today),
            **version_of(listing),
        },
    )
    return _edit_page(
        request,
        listing,
        form,
        "prices",
        lambda typed: actions.set_prices(
            by=viewer_of(request),
            listing_id=listing.pk,
            prices=form.lines(),
            from_date=typed["from_date"],
            seen_version=typed["version"],
        ),
        history=past_prices(listing, viewer_of(request).today),
    )


def times(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Days and parts of the day."""
    listing = own_listing(request, public_id)
    chosen = [f"{slot.day}-{slot.part}" for slot in listing.slots.all()]
    form = TimesForm(posted(request), initial={"slots": chosen, **version_of(listing)})
    return _edit_page(
        request,
        listing,
        form,
        "times",
        lambda typed: actions.set_availability(
            by=viewer_of(request),
            listing_id=listing.pk,
            slots=form.pairs(),
            seen_version=typed["version"],
        ),
    )


def capacity(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """How much is offered in all."""
    listing = own_listing(request, public_id)
    held = getattr(listing, "capacity", None)
    initial = {"offered": held.offered, "unit": held.unit} if held else {}
    form = CapacityForm(posted(request), initial={**initial, **version_of(listing)})
    return _edit_page(
        request,
        listing,
        form,
        "capacity",
        lambda typed: actions.set_capacity(
            by=viewer_of(request),
            listing_id=listing.pk,
            unit=PriceUnit(typed["unit"]),
            offered=typed["offered"],
            seen_version=typed["version"],
        ),
        held=held,
    )


def _edit_page(
    request: HttpRequest,
    listing: Listing,
    form: VersionedForm,
    page: str,
    save: Callable[[dict[str, Any]], Listing],
    **context: Any,
) -> HttpResponse:
    """One part of a listing: show the form, save it, or say what is wrong and keep what was typed."""
    if form.is_valid():
        try:
            save(form.cleaned_data)
        except DomainError as error:
            form.add_error(None, sentences_of(error))
            # The next press is made knowing what this page says now.
            form.saw(Listing.objects.values_list("version", flat=True).get(pk=listing.pk))
        else:
            messages.success(request, "Saved.")
            return redirect("listings:edit", listing.public_id)
    return render(
        request, f"listings/edit_{page}.html", {"form": form, "listing": listing, **context}
    )
