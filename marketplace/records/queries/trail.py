"""Reading the trail of what was done: which events are asked for, and their ids turned into names.

The trail keeps ids only. A name is looked up when it is read, so that what is erased stays erased.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, Q, QuerySet

from marketplace.accounts.models import User
from marketplace.accounts.queries import FAILURES
from marketplace.accounts.viewer import Viewer
from marketplace.core.dates import midnight
from marketplace.core.models import AuditEvent
from marketplace.core.rooms import collected
from marketplace.people.models import Person
from marketplace.records.queries.roads import roads
from marketplace.records.rules import MAY_READ_TRAIL, MAY_READ_WHOLE_TRAIL
from marketplace.suppliers.models import Supplier
from marketplace.tasks.models import Task

#: One event before another, by the day that it is about, then as they were written.
NEWEST_FIRST = ("-recorded_at", "-pk")
#: How far back the auditor's home page counts.
LATELY = timedelta(days=7)


@dataclass(frozen=True)
class TrailFilter:
    """Which events are asked for, by codes and ids. Both days are inclusive."""

    from_day: date | None = None
    to_day: date | None = None
    user_id: int | None = None
    system: str = ""
    event: str = ""
    subject_type: str = ""
    subject_id: int | None = None
    person_id: int | None = None
    supplier_id: int | None = None

    def codes(self) -> dict[str, int | str]:
        """What the trail itself keeps of it: no names, nothing that was typed."""
        said = {name: value for name, value in vars(self).items() if value}
        if self.event:
            said["done"] = said.pop("event")
        return {n: str(v) if isinstance(v, date) else v for n, v in said.items()}


def trail_of(viewer: Viewer) -> QuerySet[AuditEvent]:
    """The events that a viewer may read, newest first: all of the council, or its settings alone.

    Of what is withheld from people and not the viewer's to see, nothing: neither of its tasks.
    """
    rows = AuditEvent.objects.filter(authority_id__in=viewer.councils_with(MAY_READ_TRAIL))
    if not viewer.may(MAY_READ_WHOLE_TRAIL):
        rows = rows.filter(event__in=collected().settings_events)
    for kind in sorted(collected().withheld):
        rows = rows.exclude(_hidden(viewer, kind))
    return rows.order_by(*NEWEST_FIRST)


def _hidden(viewer: Viewer, kind: str) -> Q:
    """Events about rows of a kind that the viewer may not see, and about the work on them."""
    models: dict[str, Any] = {one.model._meta.label_lower: one.model for one in collected().keeps}
    model = models[kind]
    seen = model.objects.visible_to(viewer)
    hidden = model.objects.filter(authority_id=viewer.council_id).exclude(pk__in=seen.values("pk"))
    tasks = Task.objects.filter(subject_type=kind, subject_id__in=hidden.values("pk"))
    return Q(subject_type=kind, subject_id__in=hidden.values("pk")) | Q(
        subject_type=Task._meta.label_lower, subject_id__in=tasks.values("pk")
    )


def filtered(rows: QuerySet[AuditEvent], wanted: TrailFilter) -> QuerySet[AuditEvent]:
    """Those of the events that are asked for."""
    if wanted.from_day:
        rows = rows.filter(recorded_at__gte=midnight(wanted.from_day))
    if wanted.to_day:
        rows = rows.filter(recorded_at__lt=midnight(wanted.to_day + timedelta(days=1)))
    columns = {
        "by_user_id": wanted.user_id,
        "by_system": wanted.system,
        "event": wanted.event,
        "subject_type": wanted.subject_type,
        "subject_id": wanted.subject_id,
    }
    rows = rows.filter(**{name: value for name, value in columns.items() if value})
    for root, pk in ((Person, wanted.person_id), (Supplier, wanted.supplier_id)):
        if pk:
            rows = rows.filter(_about(root, pk))
    return rows


def _about(root: type[Person] | type[Supplier], pk: int) -> Q:
    """Events on the record of a person or a supplier, and on every row that belongs to it."""
    return reduce(or_, _each_about(root, pk))


def _each_about(root: type[Person] | type[Supplier], pk: int) -> Iterator[Q]:
    for kept in collected().keeps:
        for road in roads(kept, root):
            ids = kept.model._base_manager.filter(**{road: pk}).values("pk")
            yield Q(subject_type=kept.model._meta.label_lower, subject_id__in=ids)


def before(rows: QuerySet[AuditEvent], pk: int) -> QuerySet[AuditEvent]:
    """The events that come after one in the order of reading; all, where they may not read that one."""
    last = rows.order_by().filter(pk=pk).first()
    if last is None:
        return rows
    same_moment = Q(recorded_at=last.recorded_at, pk__lt=last.pk)
    return rows.filter(Q(recorded_at__lt=last.recorded_at) | same_moment)


def actors_called(authority_id: int, reference: str) -> list[User]:
    """Whoever has or had a role in a council, by e-mail address or whole name; two at most."""
    here = User.objects.filter(memberships__authority=authority_id, erased_at=None).distinct()
    called = Q(email__iexact=reference) | Q(name__iexact=reference)
    return list(here.filter(called).order_by("pk")[:2])


@dataclass(frozen=True)
class Lately:
    """How much was done in the last days: all, settings, and tries to sign in that failed."""

    since: date
    events: int
    settings: int
    failures: int


def lately(viewer: Viewer) -> Lately | None:
    """The trail of the last week in numbers, for whoever reads all of it. One query."""
    if not viewer.may(MAY_READ_WHOLE_TRAIL):
        return None
    since = viewer.today - LATELY
    counted = (
        filtered(trail_of(viewer), TrailFilter(from_day=since))
        .order_by()
        .aggregate(
            events=Count("pk"),
            settings=Count("pk", filter=Q(event__in=collected().settings_events)),
            failures=Count("pk", filter=Q(event__in=FAILURES)),
        )
    )
    return Lately(since, **counted)
