"""What the gates put on a request, with its type."""

from typing import cast

from django.http import HttpRequest

from marketplace.accounts.models import Authority, User
from marketplace.accounts.viewer import Viewer


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
