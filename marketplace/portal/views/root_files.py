"""What programs look for at the root of a site: for search engines, and for whoever finds a hole."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from cms.queries import public_page_urls
from marketplace.accounts.requests import authority_of, viewer_of
from marketplace.listings.models import Listing

#: What a search engine need not ask for: other people's work, and pages without end.
NOT_TO_CRAWL = ("/account/", "/cms-admin/", "/compare/", "/find/", "/my/", "/shortlist/")
#: The most addresses of one file, says sitemaps.org.
MOST_ADDRESSES = 50_000
#: RFC 9116 asks for less than a year. Judgement: a season, as the file is made anew for each reader.
VALID_FOR = timedelta(days=90)


def robots(request: HttpRequest) -> HttpResponse:
    """Which addresses a search engine should leave out, and where the others are listed."""
    sitemap = request.build_absolute_uri(reverse("portal:sitemap"))
    closed = [f"Disallow: {path}" for path in NOT_TO_CRAWL]
    return _text(["User-agent: *", *closed, "", f"Sitemap: {sitemap}"])


def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public page and listing of this council, as a visitor may see them now."""
    council = authority_of(request)
    listings = Listing.objects.public(at=viewer_of(request).at).filter(authority=council)
    ours = [one.get_absolute_url() for one in listings.order_by("pk")[:MOST_ADDRESSES]]
    paths = [*public_page_urls(council), *ours][:MOST_ADDRESSES]
    context = {"addresses": [request.build_absolute_uri(path) for path in paths]}
    return render(request, "portal/sitemap.xml", context, content_type="application/xml")


def security(request: HttpRequest) -> HttpResponse:
    """Whom to tell of a hole, as RFC 9116 has it."""
    if not settings.SECURITY_CONTACT:
        raise Http404("No contact is set.")
    expires = (viewer_of(request).at + VALID_FOR).replace(microsecond=0)
    here = request.build_absolute_uri(reverse("portal:security"))
    return _text(
        [
            f"Contact: {settings.SECURITY_CONTACT}",
            f"Expires: {expires.isoformat()}",
            "Preferred-Languages: en",
            f"Canonical: {here}",
        ]
    )


def _text(lines: list[str]) -> HttpResponse:
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")
