"""What the gates put on a request, with its type; and the host name of one."""

from typing import cast

from django.http import HttpRequest
from django.http.request import split_domain_port

from marketplace.accounts.models import Authority, User
from marketplace.accounts.viewer import Viewer


def host_in(address: str) -> str:
    """The host name of what a browser sends as one, in small letters, without port or brackets."""
    domain, _ = split_domain_port(address)
    return domain.strip("[]")


def authority_of(request: HttpRequest) -> Authority:
    """The council of the host name, set by AuthorityMiddleware."""
    return cast(Authority, request.authority)  # type: ignore[attr-defined]


def user_of(request: HttpRequest) -> User:
    """The signed-in user; only for views whose access refuses the anonymous. Raises TypeError."""
    if not isinstance(request.user, User):
        raise TypeError("This view must be declared for signed-in users only.")
    return request.user


def viewer_of(request: HttpRequest) -> Viewer:
    """Who asks, in which council and when, set by ViewerMiddleware."""
    return cast(Viewer, request.viewer)  # type: ignore[attr-defined]
