"""What the roof's pages show."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, Q
from django.urls import reverse

from marketplace.accounts.viewer import Viewer
from marketplace.core.rooms import SettingsGroup, SettingsPage, collected
from marketplace.tasks.models import Task, TaskQuerySet


@dataclass(frozen=True)
class WaitingQueue:
    """Several tasks of one kind that nobody here has picked out, done from their own list."""

    label: str
    address: str
    due_date: date | None
    count: int
    own: int
    without_owner: int


Queues = dict[str, WaitingQueue]
#: Single tasks on the page of tasks. Judgement: a screen or two, due first, and it says how many more.
TASKS_SHOWN = 50


def worklist(viewer: Viewer, lists: Queues | None = None) -> tuple[list[WaitingQueue], list[Task]]:
    """What waits for this user in this council, due first: whole lists, then single tasks."""
    tasks = Task.objects.visible_to(viewer).open()
    picked = _picked(viewer)
    counted = lists_waiting(viewer) if lists is None else lists
    queues = dict(_queues(tasks.exclude(picked), viewer)) | counted
    queues = dict(sorted(queues.items(), key=lambda pair: pair[1].due_date or date.max))
    single = tasks.filter(picked | ~Q(kind__in=queues))
    return list(queues.values()), list(single.select_related("owner").oldest_first()[:TASKS_SHOWN])


def tasks_waiting(viewer: Viewer, lists: Queues | None = None) -> int:
    """How many things `worklist` is about, those beyond what it shows too. For the page and the menu."""
    counted = lists_waiting(viewer) if lists is None else lists
    tasks = Task.objects.visible_to(viewer).open()
    others = tasks.filter(_picked(viewer) | ~Q(kind__in=counted))
    return others.count() + sum(queue.count for queue in counted.values())


def lists_waiting(viewer: Viewer) -> Queues:
    """Lists that count for themselves, by the kind of their tasks; none where nothing waits."""
    return dict(_lists(viewer))


def _picked(viewer: Viewer) -> Q:
    """Tasks that the viewer took for themselves out of a list of many."""
    return Q(owner=viewer.user_id, private_to_owner=False)


def _queues(tasks: TaskQuerySet, viewer: Viewer) -> Iterator[tuple[str, WaitingQueue]]:
    declared = {kind: queue for kind, queue in collected().queues.items() if not queue.waiting}
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


def _lists(viewer: Viewer) -> Iterator[tuple[str, WaitingQueue]]:
    """Lists that count for themselves, so that this page and the list say the same."""
    for kind, queue in collected().queues.items():
        if queue.waiting is not None:
            count, due = queue.waiting(viewer)
            if count:
                address = reverse(queue.address) + queue.part
                yield kind, WaitingQueue(queue.label, address, due, count, count, 0)


def settings_pages_for(viewer: Viewer) -> list[SettingsPage]:
    """The settings pages that rooms declare and this viewer may open."""
    return [page for page in collected().settings_pages if viewer.may(page.permission)]


def settings_groups_for(viewer: Viewer) -> list[tuple[str, list[SettingsPage]]]:
    """The same under their headings, without those under which there is nothing for this viewer."""
    pages = settings_pages_for(viewer)
    listed = [(one.label, [page for page in pages if page.group is one]) for one in SettingsGroup]
    return [(heading, found) for heading, found in listed if found]
