"""What the roof's pages show."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from marketplace.accounts.access import Access
from marketplace.accounts.models import Authority, User
from marketplace.accounts.prefixes import access_by_prefix
from marketplace.tasks.models import Task


def worklist(user: User, authority: Authority) -> list[Task]:
    """The open tasks of this council that are for this user, those due first at the top."""
    tasks = Task.objects.visible_to(user).open().filter(authority=authority)
    return list(tasks.select_related("owner").oldest_first()[:100])


@dataclass(frozen=True)
class Route:
    """One address pattern with its declared access; access None means that it is refused."""

    pattern: str
    name: str
    access: Access | None


@dataclass(frozen=True)
class AccessRow:
    """One line of the published table."""

    pattern: str
    verb: str
    who: str
    whose: str
    check: str


def routes() -> list[Route]:
    """Every pattern that the resolver knows, other packages' included."""
    return list(_walk(get_resolver(), "", ""))


def _walk(resolver: URLResolver, prefix: str, namespace: str) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        pattern = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry, pattern, inner)
        elif isinstance(entry, URLPattern):
            yield Route(pattern, f"{namespace}{entry.name or ''}", _access_of(entry, pattern))


def _access_of(entry: URLPattern, pattern: str) -> Access | None:
    own: Any = getattr(entry.callback, "access", None)
    return own if isinstance(own, Access) else access_by_prefix(pattern)


def access_rows() -> list[AccessRow]:
    """The published table, made from the declarations themselves."""
    return [
        AccessRow(r.pattern, verb, rule.words, rule.whose.value, r.access.check)
        for r in routes()
        if r.access
        for verb, rule in sorted(r.access.verbs.items())
    ]
