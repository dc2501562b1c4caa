"""Every address that is served, with its declared access: for the published table and the walks."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from marketplace.accounts.access import PathAccess
from marketplace.accounts.prefixes import PREFIXES, access_by_prefix


@dataclass(frozen=True)
class Route:
    """One address pattern with its declared access; access None means that it is refused.

    `is_ours` where the declaration stands beside the address, and not by prefix.
    """

    pattern: str
    name: str
    access: PathAccess | None
    is_ours: bool


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
            own: Any = getattr(entry.callback, "access", None)
            ours = isinstance(own, PathAccess)
            access = own if ours else access_by_prefix(pattern)
            yield Route(pattern, f"{namespace}{entry.name or ''}", access, ours)


def access_rows() -> list[AccessRow]:
    """The published table, made from the declarations: each address of ours, others by prefix."""
    declared = [(r.pattern, r.access) for r in routes() if r.access and r.is_ours]
    declared += [(_prefix_words(p.route), p.access) for p in PREFIXES]
    return [
        AccessRow(pattern, verb, rule.words, rule.whose.value, access.check)
        for pattern, access in declared
        for verb, rule in sorted(access.verbs.items())
    ]


def _prefix_words(route: str) -> str:
    return "any other page" if route.startswith("^") else f"{route}…"
