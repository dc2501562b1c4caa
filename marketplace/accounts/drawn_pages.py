"""A page that was drawn as the answer to a POST is shown at an address, so that Back and Reload find it.

Browsers keep nothing that somebody signed in was shown, so Back to the answer of a POST would be an
error. It is kept, sealed, in their session for an hour, and the browser goes to it. Nobody else's
session holds it, and it is gone when they sign out. Anybody else's answers may be kept by the browser.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from secrets import token_urlsafe
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from marketplace.accounts.access import PathAccess
from marketplace.accounts.actions.kept import drop_answers
from marketplace.accounts.kept_fields import DRAWN, KEPT_FIELD
from marketplace.accounts.requests import viewer_of
from marketplace.core.errors import NotVisible
from marketplace.core.sealing import seal, unseal

GetResponse = Callable[[HttpRequest], HttpResponse]
SESSION_KEY = "drawn_pages"
#: Back goes a few pages and some minutes; the session grows by some kilobytes for each.
MOST_DRAWN = 3
DRAWN_FOR = timedelta(hours=1)
#: Bytes of a page. The longest of ours have some 200,000.
MOST_BYTES = 400_000
#: These show secrets of the second step. A page with a secret of ours answers 201, which is not kept.
NEVER = "/account/2fa/"


class DrawnPagesMiddleware:
    """Innermost: what it sees was let by all gates and answered by the view itself."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method != "POST" or not getattr(request, "was_let_by", False):
            return response
        if response.status_code < 400 and request.user.is_authenticated:
            _forget_sent(request)
        if not _is_page(request, response):
            return response
        if request.user.is_authenticated:
            return _shown_at_an_address(request, response)
        response["Cache-Control"] = "private, no-cache"
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        request.was_let_by = _is_for_people(request, view)  # type: ignore[attr-defined]
        return _drawn(request) if request.method == "GET" and DRAWN in request.GET else None


def _is_for_people(request: HttpRequest, view: Callable[..., Any]) -> bool:
    """Whether a page of ours, or of the account package, answers here: not the editors' admin."""
    ours = isinstance(getattr(view, "access", None), PathAccess)
    shows_secrets = request.path.startswith(NEVER)
    return not shows_secrets and (ours or request.path.startswith("/account/"))


def _is_page(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether a browser goes to this page. Programs, and browsers that do not say so, get it as it is."""
    return (
        request.headers.get("Sec-Fetch-Mode") == "navigate"
        and response.status_code == 200
        and not response.streaming
        and response.get("Content-Type", "").startswith("text/html")
        and "Content-Disposition" not in response
        and len(response.content) <= MOST_BYTES
    )


def _forget_sent(request: HttpRequest) -> None:
    """The view took what had been kept: it is saved, or on the page with what is wrong with it."""
    try:
        public_id = UUID(request.POST.get(KEPT_FIELD, ""))
        drop_answers(by=viewer_of(request), public_id=public_id, sent=True)
    except (ValueError, NotVisible):
        return


def _shown_at_an_address(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    key, at = token_urlsafe(9), viewer_of(request).at
    page = seal(response.content.decode(), _purpose(request, key)).decode()
    kept = {k: one for k, one in _kept(request).items() if _in_time(one, at)}
    newest = dict(list(kept.items())[-(MOST_DRAWN - 1) :])
    request.session[SESSION_KEY] = {**newest, key: {"at": at.isoformat(), "page": page}}
    query = request.GET.copy()
    query[DRAWN] = key
    redirect = HttpResponseRedirect(f"{request.path}?{query.urlencode()}", status=303)
    redirect.cookies = response.cookies
    return redirect


def _drawn(request: HttpRequest) -> HttpResponse | None:
    """The kept page; None, for the page as it is now, where it is too old or another's."""
    key = request.GET[DRAWN]
    one = _kept(request).get(key)
    if one is None or not _in_time(one, viewer_of(request).at):
        return None
    page = unseal(one["page"].encode(), _purpose(request, key))
    return HttpResponse(page) if page else None


def _kept(request: HttpRequest) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = request.session.get(SESSION_KEY, {})
    return found


def _in_time(one: dict[str, str], at: datetime) -> bool:
    return at - datetime.fromisoformat(one["at"]) < DRAWN_FOR


def _purpose(request: HttpRequest, key: str) -> str:
    """One page at one address for one user: copied elsewhere it does not open."""
    return f"drawn page {key} of user {request.user.pk} at {request.path}"
