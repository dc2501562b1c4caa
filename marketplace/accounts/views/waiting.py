"""What somebody sees who tried too often: the time at which to try again."""

from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from marketplace.accounts.lockouts import minute_after
from marketplace.core.clock import now
from marketplace.core.words import spoken_time

#: The windows of the account package's own limits (ACCOUNT_RATE_LIMITS), by the page; else a minute.
WINDOWS = {
    "account_signup": timedelta(hours=1),
    "account_reset_password": timedelta(hours=1),
}
USUAL_WINDOW = timedelta(minutes=1)


def too_many_tries(request: HttpRequest, held_until: datetime) -> HttpResponse:
    """429 for failed sign-ins; the same page whether or not there is such an account."""
    return _page(request, held_until, signing_in=True)


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """429 for the account package's own limits: the latest time at which its window is over."""
    match = request.resolver_match
    window = WINDOWS.get(match.url_name or "" if match else "", USUAL_WINDOW)
    return _page(request, now() + window, signing_in=False)


def _page(request: HttpRequest, end: datetime, *, signing_in: bool) -> HttpResponse:
    again = minute_after(end)
    context = {"again": spoken_time(again), "signing_in": signing_in}
    response = render(request, "429.html", context, status=429)
    response["Retry-After"] = str(max(int((again - now()).total_seconds()), 1))
    return response
