"""Paths that other packages own, declared by prefix with a named check each."""

from dataclasses import dataclass

from marketplace.accounts.access import PUBLIC, SIGNED_IN, PathAccess, Whose, only
from marketplace.accounts.rules import Role

_BOTH_PUBLIC = {"GET": PUBLIC, "POST": PUBLIC}
_BOTH_SIGNED_IN = {"GET": SIGNED_IN, "POST": SIGNED_IN}
_EDITORS = only(Role.EDITOR, whose=Whose.COUNCIL)


@dataclass(frozen=True)
class Prefix:
    """Every route that starts so. The longest prefix that fits wins."""

    route: str
    access: PathAccess


PREFIXES = [
    Prefix("account/", PathAccess(_BOTH_PUBLIC, check="allauth decides by form and session")),
    Prefix("account/password/change/", PathAccess(_BOTH_SIGNED_IN, check="allauth")),
    Prefix("account/email/", PathAccess(_BOTH_SIGNED_IN, check="allauth")),
    Prefix("account/2fa/", PathAccess(_BOTH_SIGNED_IN, check="allauth re-authenticates")),
    Prefix("account/2fa/authenticate/", PathAccess(_BOTH_PUBLIC, check="allauth: password given")),
    Prefix(
        "cms-admin/",
        PathAccess(
            {"GET": _EDITORS, "POST": _EDITORS},
            check="cms.admin_scope: listed views, this council's objects",
        ),
    ),
    # A sign-in of Wagtail's stands here, which knows no second step and no limits.
    Prefix("_util/", PathAccess(check="closed: one signs in at account/ only")),
    Prefix("cms-documents/", PathAccess({"GET": PUBLIC}, check="Wagtail collection privacy")),
    Prefix(
        r"^((?:[\w\-]+/)*)$", PathAccess({"GET": PUBLIC}, check="Wagtail: live pages of this site")
    ),
]


def access_by_prefix(route: str) -> PathAccess | None:
    """The access of a route that another package owns; None when nobody declared it."""
    fitting = [p for p in PREFIXES if route.startswith(p.route)]
    return max(fitting, key=lambda p: len(p.route)).access if fitting else None
