"""The parts of a listing, each on a page of its own: shown, saved, or answered with what is wrong."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from marketplace.accounts.requests import viewer_of
from marketplace.core.form_runner import run
from marketplace.listings import actions
from marketplace.listings.forms import (
    CapacityForm,
    ListingVersionForm,
    ListingWordsForm,
    PricesForm,
    TermsForm,
    TimesForm,
    version_shown,
)
from marketplace.listings.models import Listing
from marketplace.listings.queries import (
    capacity_of,
    dated_prices,
    terms_to_choose,
    version_of,
)
from marketplace.listings.rules import USUAL_UNITS, PriceUnit, first_price_day
from marketplace.listings.views.own_listing import own_listing, posted
from marketplace.listings.wording import other_prices, part_hours_words
from marketplace.vocabulary.rules import TermKind


def words(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Title, sentence and description."""
    listing = own_listing(request, public_id)
    fields = ("title", "summary", "description")
    form = ListingWordsForm(
        posted(request),
        initial={**{name: getattr(listing, name) for name in fields}, **version_shown(listing)},
    )
    return _edit_page(
        request,
        listing,
        form,
        "words",
        actions.describe_listing,
        lambda: {name: form.cleaned_data[name] for name in fields},
    )


def terms(request: HttpRequest, public_id: UUID, kind: str) -> HttpResponse:
    """The terms of one kind."""
    if kind not in set(TermKind):
        raise Http404("Page not found.")
    listing, term_kind = own_listing(request, public_id), TermKind(kind)
    chosen = listing.terms.offered().filter(kind=term_kind).values_list("pk", flat=True)
    form = TermsForm(
        posted(request),
        choices=terms_to_choose(listing, term_kind),
        label=term_kind.label,
        initial={"terms": [str(pk) for pk in chosen], **version_shown(listing)},
    )
    return _edit_page(
        request,
        listing,
        form,
        "terms",
        actions.set_terms,
        lambda: {"kind": term_kind, "term_ids": form.cleaned_data["terms"]},
        label=term_kind.label,
    )


def prices(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Prices from a day on; the earlier ones are listed below."""
    listing, today = own_listing(request, public_id), viewer_of(request).today
    dated = dated_prices(listing)
    from_date = first_price_day(dated, today, was_public=listing.published_at is not None)
    form = PricesForm(
        posted(request),
        lines=[price.line for price in dated if today in price.period],
        usual=USUAL_UNITS[listing.supplier.kind],
        initial={"from_date": from_date, **version_shown(listing)},
    )
    return _edit_page(
        request,
        listing,
        form,
        "prices",
        actions.set_prices,
        lambda: {"prices": form.lines(), "from_date": form.cleaned_data["from_date"]},
        history=other_prices(dated, today),
    )


def times(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Days and parts of the day."""
    listing = own_listing(request, public_id)
    chosen = [f"{slot.day}-{slot.part}" for slot in listing.slots.all()]
    form = TimesForm(posted(request), initial={"slots": chosen, **version_shown(listing)})
    return _edit_page(
        request,
        listing,
        form,
        "times",
        actions.set_availability,
        lambda: {"slots": form.pairs()},
        hours=part_hours_words(),
    )


def capacity(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """How much is offered in all."""
    listing = own_listing(request, public_id)
    now = capacity_of(listing)
    initial = {"offered": now.offered, "unit": now.unit} if now else {}
    form = CapacityForm(posted(request), initial={**initial, **version_shown(listing)})
    return _edit_page(
        request,
        listing,
        form,
        "capacity",
        actions.set_capacity,
        lambda: {
            "unit": PriceUnit(form.cleaned_data["unit"]),
            "offered": form.cleaned_data["offered"],
        },
        capacity=now,
    )


def _edit_page(
    request: HttpRequest,
    listing: Listing,
    form: ListingVersionForm,
    page: str,
    action: Callable[..., Listing],
    facts: Callable[[], dict[str, Any]],
    **context: Any,
) -> HttpResponse:
    """One part of a listing: show the form, save it, or say what is wrong and keep what was typed."""
    if form.is_valid():
        if run(
            form,
            action,
            by=viewer_of(request),
            listing_id=listing.pk,
            seen_version=form.cleaned_data["version"],
            **facts(),
        ):
            messages.success(request, "Saved.")
            return redirect("listings:edit", listing.public_id)
        # The next press is made knowing what this page says now.
        form.saw(version_of(listing))
    return render(
        request, f"listings/edit_{page}.html", {"form": form, "listing": listing, **context}
    )
