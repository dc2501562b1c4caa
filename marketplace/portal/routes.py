"""Every address that is served, with its declared access: for the published table and the walks."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from marketplace.accounts.access import AccessRule, PathAccess, Whose
from marketplace.accounts.prefixes import PREFIXES, access_by_prefix
from marketplace.core.rooms import collected


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


@dataclass(frozen=True)
class PagesOfRoom:
    """What one room's pages are, and who may do what there, in sentences."""

    title: str
    sentences: list[str]


#: Whose records, as a sentence about people says it.
WHOSE_WORDS = {
    Whose.ANYONE: "public pages",
    Whose.SELF: "what is their own",
    Whose.OWN: "what belongs to their organisation or to people they work with",
    Whose.COUNCIL: "everything of this council",
}
#: In the order in which the sentences stand: from what anyone may see to what few may.
NEAREST = list(WHOSE_WORDS)


def pages_of_rooms() -> list[PagesOfRoom]:
    """Who may see and change what, a sentence for each kind of page; made from the declarations."""
    found: dict[str, dict[tuple[Whose, str], set[str]]] = defaultdict(lambda: defaultdict(set))
    for route in routes():
        if route.access and route.is_ours:
            for verb, rule in route.access.verbs.items():
                room = route.name.partition(":")[0]
                for who in _who(rule):
                    found[room][rule.whose, who].add(verb)
    return [
        PagesOfRoom(room.pages, _sentences(found[room.name]))
        for room in collected().all
        if room.pages
    ]


def _who(rule: AccessRule) -> list[str]:
    return [role.label for role in sorted(rule.roles)] or [rule.words]


def _sentences(found: Mapping[tuple[Whose, str], set[str]]) -> list[str]:
    """One for those who may do the same to the same."""
    alike: dict[tuple[Whose, bool, bool], list[str]] = defaultdict(list)
    for (whose, who), verbs in found.items():
        alike[whose, "GET" in verbs, "POST" in verbs].append(who)
    return [
        f"{', '.join(sorted(who))}: can {_verbs(sees, changes)} {WHOSE_WORDS[whose]}."
        for (whose, sees, changes), who in sorted(
            alike.items(), key=lambda one: (NEAREST.index(one[0][0]), one[1])
        )
    ]


def _verbs(sees: bool, changes: bool) -> str:
    return " and ".join(word for word, may in (("see", sees), ("change", changes)) if may)


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
