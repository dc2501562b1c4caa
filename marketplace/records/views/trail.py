"""The trail of what was done: read, filtered, and taken away as a file. Both are in the trail too."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from typing import Any

from django.contrib import messages
from django.db.models import Max, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from marketplace.accounts.requests import authority_of, viewer_of
from marketplace.accounts.viewer import Viewer
from marketplace.core.dates import LONDON
from marketplace.core.errors import DomainError, Problem
from marketplace.core.form_runner import refuse
from marketplace.core.models import AuditEvent
from marketplace.core.rooms import collected
from marketplace.core.spreadsheets import safe_row
from marketplace.core.wording import one_text
from marketplace.people.queries import people_called
from marketplace.records.actions.reading import export_trail, read_trail
from marketplace.records.errors import RecordsError
from marketplace.records.forms import TrailForm
from marketplace.records.queries.holds import suppliers_called
from marketplace.records.queries.trail import (
    TrailFilter,
    actors_called,
    before,
    filtered,
    trail_of,
)
from marketplace.records.queries.trail_names import Names, names_in
from marketplace.records.rules import (
    MAY_READ_WHOLE_TRAIL,
    MOST_EXPORTED,
    TRAIL_PAGE,
    actor_problems,
    trail_record_problems,
)
from marketplace.records.words import TrailLine, kinds_of_subjects, machine_words, trail_lines

#: Events in memory at once while a file is sent. Judgement: some queries for each part.
AT_ONCE = 500
COLUMNS = ["Time", "Who", "What was done", "About", "Whose", "Details", "Event", "Event number"]


def trail(request: HttpRequest) -> HttpResponse:
    """A page of the trail, newest first, by day, by who did it, by what, and by whose record."""
    viewer, form = viewer_of(request), _form(request)
    wanted = _wanted(viewer, form)
    found = filtered(trail_of(viewer), wanted) if wanted else AuditEvent.objects.none()
    last = request.GET.get("before", "")
    rows = before(found, int(last)) if last.isdecimal() and len(last) < 19 else found
    events = list(rows[: TRAIL_PAGE + 1])
    shown = events[:TRAIL_PAGE]
    names = names_in(shown)
    read_trail(
        by=viewer,
        authority=authority_of(request),
        people_ids=names.told,
        filters=wanted.codes() if wanted else {},
    )
    query = request.GET.copy()
    query.pop("before", None)
    earlier = query.copy()
    earlier["before"] = str(shown[-1].pk) if shown else ""
    context = {
        "form": form,
        "lines": trail_lines(shown, names),
        "narrowed": _narrowed(wanted, names),
        "earlier": earlier.urlencode() if len(events) > TRAIL_PAGE else "",
        "is_first": rows is found,
        "whole": viewer.may(MAY_READ_WHOLE_TRAIL),
        "query": query.urlencode(),
    }
    return render(request, "records/trail.html", context)


def _form(request: HttpRequest) -> TrailForm:
    viewer = viewer_of(request)
    whole = viewer.may(MAY_READ_WHOLE_TRAIL)
    return TrailForm(request.GET, events=_choices(whole), whole=whole)


def _choices(whole: bool) -> list[tuple[str, list[tuple[str, str]]]]:
    """The events of a council by room, each in words; without the whole trail, those of settings."""
    read = set(collected().events if whole else collected().settings_events)
    read -= collected().server_events
    rooms = (
        (room.pages or room.name, [(e, words) for e, words in room.events.items() if e in read])
        for room in collected().all
    )
    return [
        (heading, sorted(events, key=lambda one: one[1])) for heading, events in rooms if events
    ]


def _wanted(viewer: Viewer, form: TrailForm) -> TrailFilter | None:
    """What was asked for; None where it cannot be read or names nobody, and then the form says so."""
    if not form.is_valid():
        return None
    typed = form.cleaned_data
    by, (kind, _, number) = typed["by"], typed["subject"].partition(":")
    ids: dict[str, int] = {}
    if who := typed["who"].strip():
        actors = actors_called(viewer.council_id, who)
        _take(form, ids, "user_id", actors, actor_problems(len(actors), who))
    if record := typed.get("record", "").strip():
        people = people_called(viewer.council_id, record)
        suppliers = [] if people else suppliers_called(viewer.council_id, record)
        found = people or suppliers
        name = "person_id" if people else "supplier_id"
        _take(form, ids, name, found, trail_record_problems(len(found), record))
    if form.errors:
        return None
    return TrailFilter(
        from_day=typed["from_day"],
        to_day=typed["to_day"],
        user_id=ids.get("user_id") or (int(by) if by.isdecimal() and len(by) < 19 else None),
        system="" if by.isdecimal() else by,
        event=typed["event"],
        subject_type=kind,
        subject_id=int(number) if number else None,
        person_id=ids.get("person_id"),
        supplier_id=ids.get("supplier_id"),
    )


def _take(
    form: TrailForm,
    ids: dict[str, int],
    name: str,
    found: Sequence[Any],
    problems: list[Problem],
) -> None:
    if problems:
        refuse(form, RecordsError(*problems))
    else:
        ids[name] = found[0].pk


def _narrowed(wanted: TrailFilter | None, names: Names) -> list[str]:
    """What the links of the page narrowed the trail to, in words."""
    if wanted is None:
        return []
    said = []
    if wanted.system:
        said.append(machine_words(wanted.system))
    elif wanted.user_id:
        said.append(names.users.get(wanted.user_id) or f"account {wanted.user_id}")
    if wanted.subject_type:
        kind = kinds_of_subjects().get(wanted.subject_type, wanted.subject_type)
        said.append(f"{kind} {wanted.subject_id}")
    return said


def export(request: HttpRequest) -> HttpResponseBase:
    """What the filters find, as CSV, sent as it is read. No cell can run as a formula.

    Who is named in it is written first, and nobody else is, whatever is recorded in between.
    """
    viewer, wanted = viewer_of(request), _wanted(viewer_of(request), _form(request))
    back = f"{reverse('records:trail')}?{request.GET.urlencode()}"
    if wanted is None:
        return redirect(back)
    rows = filtered(trail_of(viewer), wanted)
    last = rows.order_by().aggregate(last=Max("pk"))["last"] or 0
    rows = rows.filter(pk__lte=last)
    count = rows.count()
    people = _people_in(rows) if count <= MOST_EXPORTED else set()
    try:
        export_trail(
            by=viewer,
            authority=authority_of(request),
            people_ids=people,
            events=count,
            filters=wanted.codes(),
        )
    except DomainError as refusal:
        messages.error(request, one_text(refusal))
        return redirect(back)
    response = StreamingHttpResponse(_csv(rows), content_type="text/csv; charset=utf-8")
    name = f"trail-{viewer.today.isoformat()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _people_in(rows: QuerySet[AuditEvent]) -> set[int]:
    return {pk for events in _parts(rows) for pk in names_in(events).told}


def _parts(rows: QuerySet[AuditEvent]) -> Iterator[list[AuditEvent]]:
    """The events, newest first, part by part."""
    part = list(rows[:AT_ONCE])
    while part:
        yield part
        part = list(before(rows, part[-1].pk)[:AT_ONCE])


def _csv(rows: QuerySet[AuditEvent]) -> Iterator[str]:
    yield _csv_rows([COLUMNS])
    for events in _parts(rows):
        lines = trail_lines(events, names_in(events), most_listed=len(events) + MOST_EXPORTED)
        yield _csv_rows(safe_row(_cells(line)) for line in lines)


def _csv_rows(rows: Iterable[list[str]]) -> str:
    part = StringIO()
    csv.writer(part).writerows(rows)
    return part.getvalue()


def _cells(line: TrailLine) -> list[object]:
    at = line.at.astimezone(LONDON).isoformat(sep=" ", timespec="seconds")
    return [at, line.who, line.what, line.kind, line.whose, line.details, line.event, line.pk]
