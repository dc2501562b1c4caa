"""From a request to what its tries are counted by: the account, the address, the known browser.

A browser that signed in carries a signed cookie that names no account: for each one a digest that
only this server can make, and that ends with its password, and a number that changes with each
sign-in. What it carries counts for those accounts only.
"""

import ipaddress
from datetime import timedelta
from secrets import token_urlsafe
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.utils import filter_users_by_email
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from marketplace.accounts.actions.tries import count_try, note_failure, take_back_try
from marketplace.accounts.lockouts import CountedBy
from marketplace.accounts.models import User
from marketplace.accounts.requests import authority_of
from marketplace.accounts.rules import MAY_COUNT_TRIES
from marketplace.accounts.viewer import Viewer
from marketplace.accounts.views.waiting import too_many_tries
from marketplace.core.actors import SystemActor
from marketplace.core.clock import now

SIGN_IN = SystemActor("sign_in", frozenset({MAY_COUNT_TRIES}))
COOKIE = "known_browser"
SALT = "handrail.known-browser"
#: Half a year: who comes but now and then, as for a review, is still known.
KNOWN_FOR = timedelta(days=180)
#: As many accounts as share a browser in a family or at a desk; the oldest gives way.
MOST_ACCOUNTS = 5
#: A household or an office gets a network of this size; its devices choose addresses within.
IPV6_NETWORK = 64


class CountedTry:
    """One try, from before the password is looked at until its end is known."""

    def __init__(self, request: HttpRequest, counted: dict[str, CountedBy], user: User | None):
        self.request, self.counted, self.user = request, counted, user

    @property
    def by(self) -> Viewer:
        return Viewer.machine(SIGN_IN, now(), authority_of(self.request))

    def begin(self) -> None:
        """Count it. Raises ImmediateHttpResponse with our page when one has to wait."""
        held_until = count_try(by=self.by, counted=self.counted)
        if held_until is not None:
            raise ImmediateHttpResponse(too_many_tries(self.request, held_until))

    def was_right(self) -> None:
        take_back_try(by=self.by, counted=self.counted)

    def was_wrong(self, event: str) -> None:
        note_failure(
            by=self.by,
            event=event,
            user=self.user,
            council=authority_of(self.request),
            keys=list(self.counted),
        )


def password_try(request: HttpRequest, typed: str) -> CountedTry:
    """A try with a password for what was typed as the e-mail address, whoever's it is."""
    users = filter_users_by_email(typed, prefer_verified=True)
    user = users[0] if users else None
    # All addresses of one account are one name: another address brings no further tries.
    name = f"user {user.pk}" if user else f"name {typed.strip().lower()}"
    if number := _number_of(request, user):
        return CountedTry(request, _keys({CountedBy.BROWSER: f"{name} {number}"}), user)
    address = address_of(request)
    counted = {
        CountedBy.ACCOUNT_AND_ADDRESS: f"{name} {address}",
        CountedBy.ADDRESS: address,
    }
    return CountedTry(request, _keys(counted), user)


def code_try(request: HttpRequest, user: User) -> CountedTry:
    """A try with a code of the second step, by somebody who gave the right password."""
    if number := _number_of(request, user):
        return CountedTry(request, _keys({CountedBy.CODE_BROWSER: f"{user.pk} {number}"}), user)
    counted = {
        CountedBy.CODE_ACCOUNT_AND_ADDRESS: f"{user.pk} {address_of(request)}",
        CountedBy.CODE_ACCOUNT: str(user.pk),
    }
    return CountedTry(request, _keys(counted), user)


def _keys(counted: dict[CountedBy, str]) -> dict[str, CountedBy]:
    return {_digest(f"{by} {what}"): by for by, what in counted.items()}


def _digest(what: str) -> str:
    return salted_hmac("handrail.tries", what, algorithm="sha256").hexdigest()


def address_of(request: HttpRequest) -> str:
    """The visitor's address; of IPv6 the network, for there one computer has as many as it likes."""
    address = ipaddress.ip_address(get_adapter(request).get_client_ip(request))
    if address.version == 4:
        return str(address)
    return str(ipaddress.ip_network((address, IPV6_NETWORK), strict=False))


def _number_of(request: HttpRequest, user: User | None) -> str:
    """The number that this browser got when this account signed in here last; else empty."""
    return _carried(request).get(_mark(user), "") if user else ""


def _mark(user: User) -> str:
    """Says the account to nobody but this server, and another thing once the password changes."""
    return salted_hmac(SALT, f"{user.pk} {user.get_session_auth_hash()}").hexdigest()[:24]


def _carried(request: HttpRequest) -> dict[str, str]:
    try:
        carried: Any = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=KNOWN_FOR)
    except signing.BadSignature:
        return {}
    return carried if isinstance(carried, dict) else {}


def know_browser(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Give the browser a new number for this account. Only after the whole of signing in."""
    others = {mark: number for mark, number in _carried(request).items() if mark != _mark(user)}
    kept = dict(list(others.items())[-(MOST_ACCOUNTS - 1) :])
    response.set_cookie(
        COOKIE,
        signing.dumps({**kept, _mark(user): token_urlsafe(9)}, salt=SALT),
        max_age=KNOWN_FOR,
        path="/account/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
