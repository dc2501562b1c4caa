"""The menus: the same for everyone in public, by role at work."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from marketplace.accounts.middleware import roles_here
from marketplace.accounts.models import User
from marketplace.accounts.requests import authority_of
from marketplace.accounts.rules import Role
from marketplace.tasks.models import Task


@dataclass(frozen=True)
class Entry:
    """One menu entry: its words, the name of its address, and for whom it is."""

    label: str
    name: str
    roles: frozenset[Role]


WORK = [
    Entry("My work", "portal:home", frozenset(Role)),
    Entry("Applications", "accreditation:queue", frozenset({Role.ACCREDITOR})),
    Entry("Listings to check", "listings:review_queue", frozenset({Role.ACCREDITOR})),
    Entry("Suppliers", "suppliers:all", frozenset({Role.ACCREDITOR})),
    Entry("My organisation", "suppliers:mine", frozenset({Role.SUPPLIER})),
    Entry("My listings", "listings:mine", frozenset({Role.SUPPLIER})),
    Entry("My people", "brokerage:caseload", frozenset({Role.BROKER})),
    Entry("Find support", "search:results", frozenset({Role.BROKER})),
    Entry(
        "Plans to decide", "brokerage:approvals", frozenset({Role.APPROVER, Role.SENIOR_APPROVER})
    ),
    Entry("Exceptions", "reconciliation:queue", frozenset({Role.FINANCE})),
    Entry("Statements", "cards:imports", frozenset({Role.FINANCE})),
    Entry("Cards and accounts", "cards:accounts", frozenset({Role.FINANCE})),
    Entry("Pages", "wagtailadmin_home", frozenset({Role.EDITOR})),
    Entry("My plan", "brokerage:my_plan", frozenset({Role.PERSON})),
    Entry("My record", "people:my_record", frozenset({Role.PERSON})),
    Entry("My money", "reconciliation:my_money", frozenset({Role.PERSON})),
]


def navigation(request: HttpRequest) -> dict[str, Any]:
    """What the layouts' menus show: public_nav, work_nav, and how many tasks are open."""
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
    roles = roles_here(request)
    work = [_entry(request, e.label, reverse(e.name)) for e in WORK if e.roles & roles]
    if work:
        waiting = Task.objects.visible_to(user).open().filter(authority=authority_of(request))
        work[0]["count"] = waiting.count() or None
    way_back = _plan_in_hand_url(request, roles)
    return {"public_nav": public, "work_nav": work, "plan_in_hand_url": way_back}


def _plan_in_hand_url(request: HttpRequest, roles: frozenset[Role]) -> str:
    """The plan that a broker last had open: the way back from a search. It names nobody."""
    kept = request.session.get("plan_in_hand")
    return reverse("brokerage:plan", args=[kept]) if kept and Role.BROKER in roles else ""


def _entry(request: HttpRequest, label: str, url: str) -> dict[str, Any]:
    alone = url in ("/", reverse("portal:home"))
    current = request.path == url or (not alone and request.path.startswith(url))
    return {"label": label, "url": url, "current": current, "count": None}
