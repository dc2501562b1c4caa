"""In order: which council, who asks, is the session still good, second factor, may they."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.loader import render_to_string

from marketplace.accounts.access import AccessRule, PathAccess
from marketplace.accounts.kept_fields import DRAWN
from marketplace.accounts.models import User
from marketplace.accounts.page_owners import remember_owner
from marketplace.accounts.prefixes import access_by_prefix
from marketplace.accounts.queries import council_at, councils, needs_code
from marketplace.accounts.refused_posts import is_public
from marketplace.accounts.requests import authority_of, host_in, viewer_of
from marketplace.accounts.rules import STAFF_ROLES, Role
from marketplace.accounts.session_ends import SessionEnds
from marketplace.accounts.viewer import Viewer
from marketplace.accounts.views.kept import signed_out
from marketplace.core.clock import now
from marketplace.core.words import spoken_length

logger = logging.getLogger("handrail.access")
GetResponse = Callable[[HttpRequest], HttpResponse]
WORKING_ROLES = STAFF_ROLES | {Role.BROKER, Role.SUPPLIER}


class AuthorityMiddleware:
    """Sets request.authority from the host name, never from a parameter. An unknown host is 404.

    Before there is any council each address says how to make the first, with 503: come back later.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        found = council_at(host_in(request.get_host()))
        if found is None and not councils():
            return HttpResponse(
                render_to_string("no_council.html"),
                status=503,
                headers={"Cache-Control": "no-store"},
            )
        if found is None:
            return HttpResponse(
                "No council uses this web address. Check the web address.",
                status=404,
                content_type="text/plain",
            )
        request.authority = found  # type: ignore[attr-defined]
        return self.get_response(request)


class ViewerMiddleware:
    """Sets request.viewer: who asks, in the council of this host, at this instant."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user if isinstance(request.user, User) else None
        request.viewer = Viewer.of(user, authority_of(request), now())  # type: ignore[attr-defined]
        return self.get_response(request)


class SessionLimitMiddleware:
    """Ends a session that was idle too long, or that began too long ago: a person's later than staff's.

    A form that anyone may send is then sent as by nobody signed in: it needed no session.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        viewer = viewer_of(request)
        if viewer.user is not None:
            at, (idle, absolute) = viewer.at, session_limits(viewer.roles)
            started = self._instant(request, "session_started", at)
            seen = self._instant(request, "session_seen", at)
            if at - started >= absolute:
                return self._end(request, f"after {spoken_length(absolute)}")
            if at - seen >= idle:
                return self._end(request, f"after {spoken_length(idle)} without activity")
            # Once a minute is often enough, and spares a write on most pages.
            if "session_seen" not in request.session or (at - seen).total_seconds() > 60:
                request.session["session_started"] = started.isoformat()
                request.session["session_seen"], seen = at.isoformat(), at
            end, last = seen + idle, started + absolute
            request.session_ends = SessionEnds(min(end, last), at, last <= end)  # type: ignore[attr-defined]
        return self.get_response(request)

    def _end(self, request: HttpRequest, why: str) -> HttpResponse:
        user_id = viewer_of(request).user_id
        logout(request)
        request.viewer = Viewer.of(None, authority_of(request), now())  # type: ignore[attr-defined]
        if request.method == "POST" and is_public(request.path_info):
            return self.get_response(request)
        return signed_out(request, user_id, f"You were signed out {why}. Sign in to continue.")

    def _instant(self, request: HttpRequest, key: str, default: datetime) -> datetime:
        kept = request.session.get(key)
        return datetime.fromisoformat(kept) if kept else default


class SecondFactorMiddleware:
    """Holders of a listed role set up a second factor before they do anything but what anyone may do:
    send a form that needs no account."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        viewer = viewer_of(request)
        if (
            needs_code(viewer.roles)
            and not request.path.startswith(("/account/", "/static/"))
            and not is_mfa_enabled(viewer.user)
            and not is_public(request.path_info)
        ):
            messages.info(
                request, "Your role needs a code from your phone. Set up the code to continue."
            )
            return redirect("mfa_activate_totp")
        return self.get_response(request)


class AccessMiddleware:
    """Checks the declared access of the path before its view looks anything up.

    What somebody signed in was shown is kept by no browser: the next to sit there goes back to it.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "private, no-store")
            remember_owner(request, response)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        access = declared_access(request, view)
        if access is None:
            logger.error("No access is declared for %s", request.resolver_match)
            raise PermissionDenied("This page is closed. Nobody has access to it.")
        rule = access.rule_for(request.method or "GET") or rule_for_drawn(request, view)
        if rule is None:
            if not request.user.is_authenticated and not any(
                r.public for r in access.verbs.values()
            ):
                return sign_in_first(request)
            return HttpResponseNotAllowed(sorted(access.verbs))
        return answer_for(request, rule)


def rule_for_drawn(request: HttpRequest, view: Callable[..., Any]) -> AccessRule | None:
    """A page that was drawn for a POST is for those who may send it, also where only a POST is answered. Such
    a view runs for no other verb (`guarded`), so what is not the drawn page is not found."""
    own = getattr(view, "access", None)
    is_drawn = request.method == "GET" and DRAWN in request.GET
    return own.rule_for("POST") if is_drawn and isinstance(own, PathAccess) else None


def declared_access(request: HttpRequest, view: Callable[..., Any]) -> PathAccess | None:
    own = getattr(view, "access", None)
    if isinstance(own, PathAccess):
        return own
    match = request.resolver_match
    return access_by_prefix(match.route) if match else None


def sign_in_first(request: HttpRequest) -> HttpResponse:
    """To the sign-in page. Whoever was signed out in another tab keeps what they send from this one."""
    if request.method == "POST":
        return signed_out(request, None, "")
    return redirect_to_login(request.get_full_path())


def answer_for(request: HttpRequest, rule: AccessRule) -> HttpResponse | None:
    """None to go on; the sign-in page for the anonymous; PermissionDenied for a missing role."""
    if rule.public:
        return None
    if not request.user.is_authenticated:
        return sign_in_first(request)
    if rule.roles and not viewer_of(request).roles & rule.roles:
        raise PermissionDenied("Your account does not have the role for this page.")
    return None


def session_limits(held: frozenset[Role]) -> tuple[timedelta, timedelta]:
    """How long a session of somebody with these roles may be idle, and last in all."""
    if held & WORKING_ROLES:
        return settings.SESSION_IDLE_LIMIT, settings.SESSION_ABSOLUTE_LIMIT
    return settings.PERSON_SESSION_IDLE_LIMIT, settings.PERSON_SESSION_ABSOLUTE_LIMIT
