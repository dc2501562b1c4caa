"""One's own pages, and the same pages for somebody for whom one speaks, under that person's address.

`my/plan/` is one's own; `for/<person>/plan/` is theirs. The address says for whom, so that two windows
never mix two people, and no form sent from one is taken for the other.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, reverse

from marketplace.accounts.access import SIGNED_IN, AccessRule, View, guarded
from marketplace.accounts.requests import viewer_of
from marketplace.people.queries import acting_viewer

#: What is put after the name of one's own page to name the same page for somebody else.
FOR_THEM = "_for"


def own_and_acting(
    route: str,
    view: View,
    *,
    name: str,
    get: AccessRule | None = None,
    post: AccessRule | None = None,
    once: bool = False,
    under: str = "my/",
    check: str = "",
) -> list[URLPattern]:
    """A page of one's own under `my/`, and for whom one speaks under `for/<person>/`, as `name_for`."""
    return [
        guarded(f"{under}{route}", view, name=name, get=get, post=post, once=once, check=check),
        guarded(
            f"for/<uuid:for_person>/{route}",
            acting(view),
            name=f"{name}{FOR_THEM}",
            get=SIGNED_IN if get else None,
            post=SIGNED_IN if post else None,
            check="only for whom they speak, in what was chosen",
            once=once,
        ),
    ]


def own_address(request: HttpRequest | None, name: str, *args: object) -> str:
    """The address of one's own page, or of the same page for whom the viewer acts."""
    person = getattr(request, "acting_for", None)
    if person is None:
        return reverse(name, args=args)
    return reverse(f"{name}{FOR_THEM}", args=[person.public_id, *args])


def own_home(request: HttpRequest | None) -> str:
    """Where one's own pages begin, or those of the person for whom the viewer acts."""
    person = getattr(request, "acting_for", None)
    return reverse("people:for_home", args=[person.public_id]) if person else reverse("portal:home")


def acting(view: Callable[..., HttpResponseBase]) -> View:
    """The view as whoever acts for this person sees it. Raises NotVisible (404) for anybody else."""

    def acting_view(request: HttpRequest, for_person: UUID, **kwargs: Any) -> HttpResponseBase:
        viewer, person = acting_viewer(viewer_of(request), for_person)
        request.viewer = viewer  # type: ignore[attr-defined]
        request.acting_for = person  # type: ignore[attr-defined]
        return view(request, **kwargs)

    acting_view.__name__ = f"{getattr(view, '__name__', 'view')}_for"
    acting_view.__module__ = view.__module__
    acting_view.__doc__ = view.__doc__
    return acting_view
