"""The file of an uprating: every change of everybody whose money the viewer may see."""

import csv
from collections.abc import Callable, Iterator
from io import StringIO
from uuid import UUID

from django.http import HttpRequest, StreamingHttpResponse

from marketplace.accounts.requests import viewer_of
from marketplace.brokerage.models import UpratedPerson
from marketplace.brokerage.queries import Moved, UpratedLine, uprated_lines, uprated_people
from marketplace.brokerage.rules import PlanPurpose, PlanReading
from marketplace.brokerage.views.uprating import load_uprating, what_stays
from marketplace.core.spreadsheets import safe_row
from marketplace.people.actions import open_people
from marketplace.people.rules import Scope

# Rows of the file that are in memory at once. Judgement: a few queries for each part.
EXPORTED_AT_ONCE = 500
COLUMNS = ["Person", "Case", "What", "Of", "Before in pounds", "After in pounds", "State", "Stays"]


def export(request: HttpRequest, public_id: UUID) -> StreamingHttpResponse:
    """Every change of everybody in the list as CSV, sent as it is read. No cell can run as a formula."""
    viewer = viewer_of(request)
    uprating = load_uprating(request, public_id)
    rows = uprated_people(viewer, uprating)
    ids, people = [], []
    for pk, person_id in rows.values_list("pk", "person_id"):
        ids.append(pk)
        people.append(person_id)
    open_people(
        by=viewer,
        people_ids=people,
        scope=Scope.MONEY,
        kind=PlanReading.UPRATING_FILE,
        purpose=PlanPurpose.UPRATING,
        filters={"uprating": uprating.pk},
        is_copy=True,
    )
    parts = _csv(lambda some: list(rows.filter(pk__in=some)), ids)
    response = StreamingHttpResponse(parts, content_type="text/csv; charset=utf-8")
    name = f"uprating-{uprating.from_date.isoformat()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _csv(read: Callable[[list[int]], list[UpratedPerson]], ids: list[int]) -> Iterator[str]:
    """The file part by part, each of EXPORTED_AT_ONCE people."""
    yield _csv_rows([COLUMNS])
    for start in range(0, len(ids), EXPORTED_AT_ONCE):
        lines = uprated_lines(read(ids[start : start + EXPORTED_AT_ONCE]))
        yield _csv_rows([safe_row(cells) for line in lines for cells in _cells(line)])


def _csv_rows(rows: list[list[str]]) -> str:
    part = StringIO()
    csv.writer(part).writerows(rows)
    return part.getvalue()


def _cells(line: UpratedLine) -> Iterator[list[object]]:
    person, stays = line.row.person, " ".join(what_stays(line))
    for moved in line.moved or (None,):
        what = _amount_cells(moved) if moved else ["", "", "", ""]
        yield [
            person.name,
            person.case_reference,
            *what,
            line.row.get_state_display(),
            stays,
        ]


def _amount_cells(moved: Moved) -> list[object]:
    amounts = (moved.before_pence, moved.after_pence)
    return [moved.kind, moved.title, *(f"{pence // 100}.{pence % 100:02}" for pence in amounts)]
