"""Who may take each path: declared beside it in urls.py, checked before its view runs.

A pattern that declares nothing is refused. Whose object it may touch is held by visible_to and
404; the declaration says it in words, for the published table and for the test that walks it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import URLPattern, path

from marketplace.accounts.rules import Role
from marketplace.accounts.sent_forms import once as sent_once

View = Callable[..., HttpResponseBase]


class Whose(StrEnum):
    """Whose objects a path may touch, within the council of the host name."""

    ANYONE = "anything public"
    SELF = "the user's own account"
    OWN = "the user's own organisation, caseload or money"
    COUNCIL = "anything of this council"


@dataclass(frozen=True)
class AccessRule:
    """Which roles, and whose objects. No roles and not public: any signed-in user."""

    roles: frozenset[Role] = frozenset()
    whose: Whose = Whose.ANYONE
    public: bool = False

    @property
    def words(self) -> str:
        if self.public:
            return "Anyone"
        if not self.roles:
            return "Anyone signed in"
        return ", ".join(role.label for role in sorted(self.roles))


PUBLIC = AccessRule(public=True)
SIGNED_IN = AccessRule(whose=Whose.SELF)


def only(*roles: Role, whose: Whose) -> AccessRule:
    """The holders of any of these roles."""
    return AccessRule(frozenset(roles), whose)


@dataclass(frozen=True)
class PathAccess:
    """The rule for each verb; a verb without one is refused with 405. `check` names a further test.

    `once`: its form makes something, and makes one however often it is sent.
    """

    verbs: dict[str, AccessRule] = field(default_factory=dict)
    check: str = ""
    once: bool = False

    def rule_for(self, method: str) -> AccessRule | None:
        return self.verbs.get("GET" if method in ("HEAD", "OPTIONS") else method)


def guarded(
    route: str,
    view: View,
    *,
    name: str,
    get: AccessRule | None = None,
    post: AccessRule | None = None,
    check: str = "",
    once: bool = False,
) -> URLPattern:
    """A path with its access beside it. Give a rule for each verb that the view answers.

    `once` for a form that makes something: the form has `{% once %}`.
    """
    answer = sent_once(view) if once else view
    verbs = {verb: rule for verb, rule in (("GET", get), ("POST", post)) if rule is not None}
    access = PathAccess(verbs, check, once)

    def guarded_view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if access.rule_for(request.method or "GET") is None:
            raise Http404("We keep this page for 1 hour. Go back, and send your answer again.")
        return answer(request, *args, **kwargs)

    guarded_view.__name__ = getattr(view, "__name__", type(view).__name__)
    guarded_view.__module__ = view.__module__
    guarded_view.__doc__ = view.__doc__
    guarded_view.__dict__.update(getattr(view, "__dict__", {}))
    guarded_view.__dict__["access"] = access
    return path(route, guarded_view, name=name)
