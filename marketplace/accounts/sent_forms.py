"""A form that makes something, sent twice: by a double click, or because an answer was slow to come."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from marketplace.accounts.actions.sent_forms import send_once
from marketplace.accounts.kept_fields import CSRF_FIELD
from marketplace.accounts.requests import viewer_of
from marketplace.core.components.forms import ONCE_FIELD

View = Callable[..., HttpResponseBase]


def once(view: View) -> View:
    """A view that answers the second sending of a form with what the first one led to.

    The form has `{% once %}`. Other words under the same token are another sending: somebody went
    back and changed them. What is not led on from, a form with its errors, may be sent again.
    """

    @wraps(view)
    def sent_once(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        viewer, key = viewer_of(request), _key(request)
        if key is None or viewer.user_id is None:
            return view(request, *args, **kwargs)
        answers: list[HttpResponseBase] = []

        def act() -> str:
            answers.append(view(request, *args, **kwargs))
            return answers[0].headers.get("Location", "")

        address = send_once(by=viewer, key=key, act=act)
        return answers[0] if answers else redirect(address)

    return sent_once


def _key(request: HttpRequest) -> str | None:
    """What tells one sending from another; None where the form has no token of ours."""
    if request.method != "POST":
        return None
    try:
        UUID(request.POST.get(ONCE_FIELD, ""))
    except ValueError:
        return None
    typed = [(name, values) for name, values in request.POST.lists() if name != CSRF_FIELD]
    sent = [(name, file) for name, files in request.FILES.lists() for file in files]
    files = [(name, getattr(file, "name", ""), getattr(file, "size", 0)) for name, file in sent]
    return hashlib.sha256(repr((request.path, typed, files)).encode()).hexdigest()
