"""For whom a page was drawn: whose words a form holds, whoever is signed in by the time it is sent.

Each sign-in starts a new secret for the tokens in forms. The browser carries a sealed cookie that says,
by a digest of the secret, which account it was for. So words typed before somebody else signed in at
the same computer are known for the first one's.
"""

import re
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import (  # type: ignore[attr-defined]
    CSRF_TOKEN_LENGTH,
    _unmask_cipher_token,
)
from django.utils.crypto import salted_hmac

from marketplace.accounts.kept_fields import CSRF_FIELD
from marketplace.core.sealing import seal, unseal

COOKIE = "page_owners"
PURPOSE = "page owners of a browser"
#: A session lasts a day at most; what it left open may be sent during the day after.
KNOWN_FOR = timedelta(days=2)
#: As many sign-ins as one computer sees in two days at a desk that several share.
MOST_OWNERS = 8
TOKEN = re.compile(rf"[a-zA-Z0-9]{{{CSRF_TOKEN_LENGTH}}}")


def page_owner(request: HttpRequest) -> int | None:
    """The id of the user for whom the form that was sent had been drawn; None where nobody knows."""
    token = request.POST.get(CSRF_FIELD, "")
    if not TOKEN.fullmatch(token):
        return None
    return _carried(request).get(_digest(_unmask_cipher_token(token)))


def remember_owner(request: HttpRequest, response: HttpResponse) -> None:
    """Have the browser carry whose pages it is shown now, once for each sign-in."""
    secret, user_id = request.META.get("CSRF_COOKIE"), request.user.pk
    if not secret or not user_id:
        return
    owners = _carried(request)
    if owners.get(_digest(secret)) == user_id:
        return
    kept = dict(list(owners.items())[-(MOST_OWNERS - 1) :])
    response.set_cookie(
        COOKIE,
        seal({**kept, _digest(secret): user_id}, PURPOSE).decode(),
        max_age=KNOWN_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _carried(request: HttpRequest) -> dict[str, int]:
    found: Any = unseal(request.COOKIES.get(COOKIE, "").encode(), PURPOSE)
    return found if isinstance(found, dict) else {}


def _digest(secret: str) -> str:
    return salted_hmac(PURPOSE, secret, algorithm="sha256").hexdigest()[:24]
