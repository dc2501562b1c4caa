"""What the roof's pages show."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Min, Q
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from marketplace.accounts.access import PathAccess
from marketplace.accounts.prefixes import PREFIXES, access_by_prefix
from marketplace.accounts.viewer import Viewer
from marketplace.core.rooms import collected
from marketplace.tasks.models import Task, TaskQuerySet


@dataclass(frozen=True)
class WaitingQueue:
    """Several tasks of one kind that nobody here has picked out, done from their own list."""

    words: str
    address: str
    due_date: date
    count: int
    own: int
    without_owner: int


def worklist(viewer: Viewer) -> tuple[list[WaitingQueue], list[Task]]:
    """What waits for this user in this council, due first: whole lists, then single tasks."""
    tasks = Task.objects.visible_to(viewer).open().filter(authority=viewer.authority)
    picked = Q(owner=viewer.user_id, private_to_owner=False)
    queues = dict(_queues(tasks.exclude(picked), viewer))
    single = tasks.filter(picked | ~Q(kind__in=queues))
    return list(queues.values()), list(single.select_related("owner").oldest_first()[:50])


def _queues(tasks: TaskQuerySet, viewer: Viewer) -> Iterator[tuple[str, WaitingQueue]]:
    declared = collected().queues
    rows = tasks.filter(kind__in=declared).values("kind").order_by()
    counted = rows.annotate(
        count=Count("pk"),
        due=Min("due_date"),
        own=Count("pk", filter=Q(owner=viewer.user_id)),
        free=Count("pk", filter=Q(owner=None)),
    )
    for row in counted.filter(count__gt=1).order_by("due", "kind"):
        queue = declared[row["kind"]]
        due, count, own, free = row["due"], row["count"], row["own"], row["free"]
        yield row["kind"], WaitingQueue(queue.label, reverse(queue.address), due, count, own, free)


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
