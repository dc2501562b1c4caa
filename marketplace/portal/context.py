"""The menus: the same for everyone in public, by role at work."""

from functools import partial
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from marketplace.accounts.models import User
from marketplace.accounts.requests import viewer_of
from marketplace.accounts.rules import STAFF_ROLES, Role
from marketplace.accounts.viewer import Viewer
from marketplace.brokerage.requests import plan_in_hand
from marketplace.core.rooms import collected
from marketplace.portal.queries import Queues, settings_pages_for, tasks_waiting
from marketplace.suppliers.models import Supplier
from marketplace.suppliers.wording import home_label

#: Where support is found, read and compared.
SUPPORT_PAGES = frozenset(
    {
        "search:results",
        "listings:detail",
        "listings:shortlist",
        "listings:shortlist_for",
        "listings:compare",
        "listings:compare_for",
    }
)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """What the layouts' menus show: public_nav, work_nav, and how many tasks wait.

    `sees_access` says whether the table of who may see what is theirs; `supplier_home` is what somebody who acts for suppliers calls their home; one woman is no organisation.
    """
    if not hasattr(request, "authority"):
        return {}
    public = [
        _entry(request, "Home", "/"),
        _entry(request, "Find support", reverse("search:results")),
        _entry(request, "My shortlist", reverse("listings:shortlist")),
        _entry(request, "Offer support", reverse("suppliers:offer")),
    ]
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {"public_nav": public, "work_nav": []}
    viewer = viewer_of(request)
    roles = viewer.roles
    home = _supplier_home(viewer)
    work = [
        _entry(
            request,
            home if entry.address == "suppliers:mine" else entry.label,
            reverse(entry.address),
        )
        for entry in collected().menu
        if entry.roles & roles
    ]
    if settings_pages_for(viewer):
        work.append(_entry(request, "Settings", reverse("portal:settings")))
    if work:
        work[0]["count"] = partial(waiting_of, request)
    return {
        "public_nav": public,
        "work_nav": work,
        "plan_in_hand": plan_in_hand(request) if _is_about_support(request) else None,
        "supplier_home": home,
        "sees_access": bool(roles & STAFF_ROLES),
    }


def waiting_of(request: HttpRequest, lists: Queues | None = None) -> int:
    """How many tasks the page of tasks and the menu say: asked once a page, where one of them does."""
    if not hasattr(request, "tasks_waiting"):
        request.tasks_waiting = tasks_waiting(viewer_of(request), lists)  # type: ignore[attr-defined]
    return int(request.tasks_waiting)  # type: ignore[attr-defined]


def _supplier_home(viewer: Viewer) -> str:
    if Role.SUPPLIER not in viewer.roles:
        return home_label(())
    return home_label(list(Supplier.objects.run_by(viewer).values_list("kind", flat=True)))


def _is_about_support(request: HttpRequest) -> bool:
    """Whether support for a plan is looked for here; no other page says that a plan is open."""
    match = request.resolver_match
    return match is not None and match.view_name in SUPPORT_PAGES


def _entry(request: HttpRequest, label: str, url: str) -> dict[str, Any]:
    alone = url in ("/", reverse("portal:home"))
    current = request.path == url or (not alone and request.path.startswith(url))
    return {"label": label, "url": url, "current": current, "count": None}
