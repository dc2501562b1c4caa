"""What anyone may do with public listings: read one, keep a shortlist, compare."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from marketplace.accounts.requests import authority_of, viewer_of
from marketplace.core.dates import london_date
from marketplace.listings import shortlist
from marketplace.listings.queries import public_listings
from marketplace.listings.queries.compare import comparison
from marketplace.listings.queries.page import checks_behind


def detail(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    """One public listing; an old or wrong name in the address goes to the right one."""
    at = viewer_of(request).at
    found = public_listings(authority_of(request).pk, [public_id], at)
    if not found:
        raise Http404("Nothing is offered at this address.")
    listing = found[0]
    if listing.slug != slug:
        return redirect("listings:detail", slug=listing.slug, public_id=public_id, permanent=True)
    return render(
        request,
        "listings/detail.html",
        {"listing": listing, "checks": checks_behind(listing.accredited), "today": london_date(at)},
    )


def shortlist_page(request: HttpRequest) -> HttpResponse:
    """What this visitor saved, in the order saved."""
    saved = shortlist.saved_ids(request.session)
    found = public_listings(authority_of(request).pk, saved, viewer_of(request).at)
    return render(
        request,
        "listings/shortlist.html",
        {
            "cards": [listing.card for listing in found],
            "gone": len(saved) - len(found),
            "most": shortlist.MOST,
            "most_compared": shortlist.MOST_COMPARED,
        },
    )


def shortlist_add(request: HttpRequest) -> HttpResponse:
    """Save a public listing; at most twenty."""
    at, public_id = viewer_of(request).at, _posted_id(request)
    found = public_listings(authority_of(request).pk, [public_id], at) if public_id else []
    if not found:
        messages.error(request, "That is not offered here any more, so it was not saved.")
    elif shortlist.save(request.session, found[0].public_id):
        messages.success(request, f"{found[0].title} is on your shortlist.")
    else:
        messages.error(
            request, f"Your shortlist holds {shortlist.MOST}. Take one off before you save another."
        )
    shortlist.drop_gone(request.session, authority_of(request).pk, at)
    return redirect(_next(request))


def shortlist_remove(request: HttpRequest) -> HttpResponse:
    """Take a listing off, and with it whatever is not offered any more."""
    public_id = _posted_id(request)
    if public_id:
        shortlist.drop(request.session, public_id)
        messages.success(request, "Taken off your shortlist.")
    shortlist.drop_gone(request.session, authority_of(request).pk, viewer_of(request).at)
    return redirect(_next(request))


def compare(request: HttpRequest) -> HttpResponse:
    """Two to four listings side by side: those named in the address, else the first saved."""
    named = [UUID(text) for text in request.GET.getlist("with") if _is_uuid(text)]
    asked = list(dict.fromkeys(named or shortlist.saved_ids(request.session)))
    at = viewer_of(request).at
    chosen = asked[: shortlist.MOST_COMPARED]
    found = public_listings(authority_of(request).pk, chosen, at)
    return render(
        request,
        "listings/compare.html",
        {
            "table": comparison(found, london_date(at)),
            "gone": len(chosen) - len(found),
            "left_out": len(asked) - len(chosen),
            "most_compared": shortlist.MOST_COMPARED,
        },
    )


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _posted_id(request: HttpRequest) -> UUID | None:
    text = request.POST.get("public_id", "")
    return UUID(text) if _is_uuid(text) else None


def _next(request: HttpRequest) -> str:
    """The page that the button stood on, when it is one of ours; else the shortlist."""
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return wanted
    return reverse("listings:shortlist")
