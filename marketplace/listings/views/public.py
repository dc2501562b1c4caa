"""What anyone may do with public listings: read one, keep a shortlist, compare."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from marketplace.accounts.requests import viewer_of
from marketplace.listings.queries import checks_behind, kind_of_once_public
from marketplace.listings.requests import (
    MOST_COMPARED,
    MOST_SAVED,
    drop_from_shortlist,
    drop_gone,
    save_to_shortlist,
    saved_ids,
)
from marketplace.listings.wording import comparison, public_pages


def detail(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    """One public listing; an old or wrong name in the address goes to the right one."""
    viewer = viewer_of(request)
    found = public_pages(viewer.council_id, [public_id], viewer.at)
    if not found:
        return _hidden(request, public_id)
    listing = found[0]
    if listing.slug != slug:
        return redirect("listings:detail", slug=listing.slug, public_id=public_id, permanent=True)
    checks = checks_behind(listing.accredited.accreditation) if listing.accredited else []
    return render(
        request,
        "listings/detail.html",
        {"listing": listing, "checks": checks, "today": viewer.today},
    )


def _hidden(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What stands at the address of a listing that people could find once: never why they cannot now."""
    viewer = viewer_of(request)
    kind = kind_of_once_public(viewer.council_id, public_id)
    if kind is None:
        raise Http404("Page not found.")
    return render(request, "listings/hidden.html", {"kind": kind}, status=404)


def shortlist_page(request: HttpRequest) -> HttpResponse:
    """What this visitor saved, in the order saved."""
    viewer, saved = viewer_of(request), saved_ids(request.session)
    found = public_pages(viewer.council_id, saved, viewer.at)
    return render(
        request,
        "listings/shortlist.html",
        {
            "cards": [listing.card for listing in found],
            "gone": len(saved) - len(found),
            "most": MOST_SAVED,
            "most_compared": MOST_COMPARED,
        },
    )


def shortlist_add(request: HttpRequest) -> HttpResponse:
    """Save a public listing; at most twenty."""
    viewer, public_id = viewer_of(request), _posted_id(request)
    found = public_pages(viewer.council_id, [public_id], viewer.at) if public_id else []
    if not found:
        messages.error(request, "This listing is not available now.")
    elif save_to_shortlist(request.session, found[0].public_id):
        messages.success(request, f"{found[0].title} is on your shortlist.")
    else:
        messages.error(
            request, f"Your shortlist is full with {MOST_SAVED} listings. Remove 1 to add another."
        )
    drop_gone(request.session, viewer)
    return redirect(_next(request))


def shortlist_remove(request: HttpRequest) -> HttpResponse:
    """Take a listing off, and with it whatever is not offered any more."""
    public_id = _posted_id(request)
    if public_id:
        drop_from_shortlist(request.session, public_id)
        messages.success(request, "Removed from your shortlist.")
    drop_gone(request.session, viewer_of(request))
    return redirect(_next(request))


def compare(request: HttpRequest) -> HttpResponse:
    """Two to four listings side by side: those named in the address, else the first saved."""
    named = [UUID(text) for text in request.GET.getlist("with") if _is_uuid(text)]
    asked = list(dict.fromkeys(named or saved_ids(request.session)))
    viewer, chosen = viewer_of(request), asked[:MOST_COMPARED]
    found = public_pages(viewer.council_id, chosen, viewer.at)
    return render(
        request,
        "listings/compare.html",
        {
            "table": comparison(found, viewer.today),
            "gone": len(chosen) - len(found),
            "left_out": len(asked) - len(chosen),
            "most_compared": MOST_COMPARED,
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
    """The page on which the button was, when it is one of ours; else the shortlist."""
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return wanted
    return reverse("listings:shortlist")
