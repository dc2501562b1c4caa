"""What anyone may do with public listings: read one, keep a shortlist, compare."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
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
    shortlist_address,
)
from marketplace.listings.rules import ListingPurpose
from marketplace.listings.wording import comparison, public_pages
from marketplace.people.actions import open_person
from marketplace.people.models import Person
from marketplace.people.rules import Scope


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


def shortlist_page(request: HttpRequest, person_id: UUID | None = None) -> HttpResponse:
    """What this visitor saved for a person, or for nobody in particular, in the order saved."""
    person = _opened(request, person_id)
    viewer, saved = viewer_of(request), saved_ids(request.session, person_id)
    found = public_pages(viewer.council_id, saved, viewer.at)
    return render(
        request,
        "listings/shortlist.html",
        {
            **_addresses(person),
            "cards": [listing.card for listing in found],
            "gone": len(saved) - len(found),
            "most": MOST_SAVED,
            "most_compared": MOST_COMPARED,
        },
    )


def shortlist_add(request: HttpRequest, person_id: UUID | None = None) -> HttpResponse:
    """Save a public listing; at most twenty for each person."""
    whose = _whose(request, person_id)
    viewer, public_id = viewer_of(request), _posted_id(request)
    found = public_pages(viewer.council_id, [public_id], viewer.at) if public_id else []
    if not found:
        messages.error(request, "This listing is not available now.")
    elif save_to_shortlist(request.session, found[0].public_id, person_id):
        messages.success(request, f"{found[0].title} is on {whose} shortlist.")
    else:
        full = f"{whose} shortlist is full with {MOST_SAVED} listings. Remove 1 to add another."
        messages.error(request, full[0].upper() + full[1:])
    drop_gone(request.session, viewer, person_id)
    return redirect(_next(request, person_id))


def shortlist_remove(request: HttpRequest, person_id: UUID | None = None) -> HttpResponse:
    """Take a listing off, and with it whatever is not offered any more."""
    whose, public_id = _whose(request, person_id), _posted_id(request)
    if public_id:
        drop_from_shortlist(request.session, public_id, person_id)
        messages.success(request, f"Removed from {whose} shortlist.")
    drop_gone(request.session, viewer_of(request), person_id)
    return redirect(_next(request, person_id))


def compare(request: HttpRequest, person_id: UUID | None = None) -> HttpResponse:
    """Two to four listings side by side: those named in the address, else the first saved."""
    person = _opened(request, person_id)
    named = [UUID(text) for text in request.GET.getlist("with") if _is_uuid(text)]
    asked = list(dict.fromkeys(named or saved_ids(request.session, person_id)))
    viewer, chosen = viewer_of(request), asked[:MOST_COMPARED]
    found = public_pages(viewer.council_id, chosen, viewer.at)
    return render(
        request,
        "listings/compare.html",
        {
            **_addresses(person),
            "table": comparison(found, viewer.today),
            "gone": len(chosen) - len(found),
            "left_out": len(asked) - len(chosen),
            "most_compared": MOST_COMPARED,
        },
    )


def _addresses(person: Person | None) -> dict[str, object]:
    """Whose shortlist a page is about, and where its own links lead."""
    person_id = person.public_id if person else None
    names = ("shortlist", "shortlist_remove", "compare")
    return {
        "person": person,
        **{f"{name}_url": shortlist_address(name, person_id) for name in names},
    }


def _opened(request: HttpRequest, person_id: UUID | None) -> Person | None:
    """The person whose shortlist is read; leaves a trace that they can read. Raises NotVisible."""
    if person_id is None:
        return None
    purpose = ListingPurpose.CHOOSING
    by = viewer_of(request)
    return open_person(by=by, public_id=person_id, scope=Scope.PLAN_WRITE, purpose=purpose)


def _whose(request: HttpRequest, person_id: UUID | None) -> str:
    """How messages name the shortlist's owner. Raises Http404 for whom the viewer may not plan."""
    if person_id is None:
        return "your"
    people = Person.objects.visible_to(viewer_of(request), scope=Scope.PLAN_WRITE)
    return f"{get_object_or_404(people, public_id=person_id).name}’s"


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _posted_id(request: HttpRequest) -> UUID | None:
    text = request.POST.get("public_id", "")
    return UUID(text) if _is_uuid(text) else None


def _next(request: HttpRequest, person_id: UUID | None) -> str:
    """The page on which the button was, when it is one of ours; else the shortlist."""
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return wanted
    return shortlist_address("shortlist", person_id)
