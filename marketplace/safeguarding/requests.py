"""From a request to what a concern is raised from, and by what its tries are counted.

Which page somebody came from is known by the browser's own word, within this site. Neither an address
nor a page names what it was about: it is sealed in the form.
"""

import hashlib
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils.crypto import salted_hmac

from marketplace.accounts.lockouts import CountedBy
from marketplace.accounts.requests import authority_of
from marketplace.accounts.tries import address_of
from marketplace.core.components.forms import ONCE_FIELD
from marketplace.core.sealing import seal, unseal
from marketplace.safeguarding.queries import subject_of_page, what_page_is_about
from marketplace.safeguarding.rules import Report


def sealed_page(request: HttpRequest) -> str:
    """The page that somebody came from, sealed, where it is about a subject; else empty."""
    came = _path_of(request)
    if not came:
        return ""
    try:
        match = resolve(came)
    except Resolver404:
        return ""
    if not what_page_is_about(match.route):
        return ""
    parts = {name: str(value) for name, value in match.kwargs.items()}
    return seal({"page": match.route, "parts": parts}, _purpose(request)).decode()


def _path_of(request: HttpRequest) -> str:
    try:
        came = urlsplit(request.headers.get("Referer", ""))
    except ValueError:
        return ""
    return came.path if came.netloc == request.get_host() else ""


def kind_of_page(request: HttpRequest, sealed: str) -> str:
    """Which kind of subject the sealed page is about, and never which one."""
    return what_page_is_about(str(_opened(request, sealed).get("page", "")))


def subject_of(request: HttpRequest, sealed: str) -> tuple[str, int] | None:
    """The subject of the sealed page; None where nothing was carried, or it is not there."""
    page = _opened(request, sealed)
    if not page:
        return None
    return subject_of_page(authority_of(request).pk, page["page"], page["parts"])


def _opened(request: HttpRequest, sealed: str) -> dict[str, Any]:
    found = unseal(sealed.encode(), _purpose(request)) if sealed else None
    return found if isinstance(found, dict) else {}


def _purpose(request: HttpRequest) -> str:
    return f"page of a concern at council {authority_of(request).pk}"


def counted_by(request: HttpRequest) -> dict[str, CountedBy]:
    """The address that concerns are counted by, as a digest that only this server can make."""
    named = f"concern {address_of(request)}"
    key = salted_hmac("handrail.concerns", named, algorithm="sha256").hexdigest()
    return {key: CountedBy.CONCERN_ADDRESS}


def sending_key(request: HttpRequest, report: Report) -> str:
    """What tells one sending from another: the form's token and the words; without a token, the words."""
    token = request.POST.get(ONCE_FIELD, "")
    try:
        UUID(token)
    except ValueError:
        token = ""
    return hashlib.sha256(repr((token, sorted(vars(report).items()))).encode()).hexdigest()


def is_from_elsewhere(request: HttpRequest) -> bool:
    """Whether the browser says that another site's page sent this. Silence is no."""
    return request.headers.get("Sec-Fetch-Site") == "cross-site"
