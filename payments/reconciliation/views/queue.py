"""The queue of lines that need a person, its export, and confirming several at once."""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render

from marketplace.accounts.requests import viewer_of
from marketplace.accounts.viewer import Viewer
from marketplace.core.pence import format_pounds
from marketplace.core.spreadsheets import safe_row
from marketplace.core.words import counted
from marketplace.people.actions import open_people
from marketplace.people.rules import Scope
from payments.cards.queries import shared_lines_waiting
from payments.cards.rules import MoneyPurpose
from payments.reconciliation.forms import QueueFilterForm
from payments.reconciliation.queries.queue import (
    QueueFigures,
    QueueRow,
    exceptions_waiting,
    filtered,
    in_parts,
    people_in,
    queue_figures,
    with_tasks,
)
from payments.reconciliation.rules.duties import PaymentReading
from payments.reconciliation.rules.states import UNRESOLVED
from payments.reconciliation.views.bulk import Bulk, asked_for, facts_of
from payments.reconciliation.views.queue_place import DONE, FROM_QUEUE, done_in

# Rows of an export that are in memory at once. Judgement: four queries for each part.
EXPORTED_AT_ONCE = 500
COLUMNS = [
    "Date",
    "Person",
    "Account",
    "Paid to",
    "Amount in pounds",
    "Rule",
    "State",
    "Suggested match and reason",
    "Owner",
    "Due",
]


def exceptions(request: HttpRequest) -> HttpResponse:
    """The queue; a press does the same with all that were chosen, after a preview."""
    if request.method != "POST":
        return _page(request, Bulk("", []))
    asked = asked_for(request)
    return _page(request, asked) if isinstance(asked, Bulk) else asked


def _page(request: HttpRequest, bulk: Bulk) -> HttpResponse:
    viewer = viewer_of(request)
    day = viewer.today
    form = QueueFilterForm(request.GET)
    wanted = form.wanted()
    rows = filtered(exceptions_waiting(viewer), wanted, viewer)
    page = Paginator(rows, form.page_size()).get_page(request.GET.get("page"))
    listed = with_tasks(page.object_list)
    open_people(
        by=viewer,
        people_ids=[row.exception.person_id for row in [*listed, *bulk.chosen]],
        scope=Scope.MONEY,
        kind=PaymentReading.QUEUE,
        purpose=MoneyPurpose.MONEY,
        filters=wanted.codes() | {"page": page.number},
    )
    figures = queue_figures(viewer)
    carried = request.GET.copy()
    carried[FROM_QUEUE] = "1"
    carried.pop(DONE, None)
    return render(
        request,
        "reconciliation/queue.html",
        {
            "form": form,
            "page": page,
            "rows": listed,
            "figures": figures,
            "shared_waiting": shared_lines_waiting(viewer),
            "strip": _strip(figures, day),
            "tabs": _tabs(request, figures, wanted.state),
            "asked_for_preview": bulk.do,
            "today": day,
            "query": request.GET.urlencode(),
            "carried": carried.urlencode(),
            "done": done_in(request),
            **facts_of(request, bulk),
        },
    )


def _strip(figures: QueueFigures, day: Any) -> list[tuple[str, str]]:
    share = f"{figures.matched_per_mille // 10}.{figures.matched_per_mille % 10}%"
    waited = (day - figures.oldest).days if figures.oldest else 0
    return [
        ("Read in 4 weeks", counted(figures.read, "payment", "payments")),
        ("Worth", format_pounds(figures.worth_pence)),
        ("Matched by rule", f"{figures.matched:,}, or {share}"),
        ("To check", f"{figures.waiting:,}, {format_pounds(figures.waiting_pence)}"),
        ("Oldest", f"{waited} day{'' if waited == 1 else 's'}" if figures.oldest else "None"),
    ]


def _tabs(request: HttpRequest, figures: QueueFigures, current: str) -> list[dict[str, Any]]:
    query = request.GET.copy()
    query.pop("page", None)
    tabs = []
    labels = {"": "All"} | {state.value: state.label for state in UNRESOLVED}
    for state, label in labels.items():
        query["state"] = state
        tabs.append(
            {
                "label": label,
                "url": f"?{query.urlencode()}",
                "current": state == current,
                "count": figures.by_state.get(state, 0) if state else figures.waiting,
            }
        )
    return tabs


def export(request: HttpRequest) -> StreamingHttpResponse:
    """What the filters show, as CSV, sent as it is read. No cell can run as a formula.

    Whose payments leave is written first, and the file holds nobody else's, whatever comes in between.
    """
    viewer = viewer_of(request)
    day, wanted = viewer.today, QueueFilterForm(request.GET).wanted()
    rows = filtered(exceptions_waiting(viewer), wanted, viewer)
    people = people_in(rows)
    open_people(
        by=viewer,
        people_ids=people,
        scope=Scope.MONEY,
        kind=PaymentReading.EXPORT,
        purpose=MoneyPurpose.MONEY,
        filters=wanted.codes(),
        is_copy=True,
    )
    rows = rows.filter(line__account__person__in=people)
    ids = list(rows.values_list("pk", flat=True))
    response = StreamingHttpResponse(_csv(viewer, ids), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = (
        f'attachment; filename="payments-to-check-{day.isoformat()}.csv"'
    )
    return response


def _csv(viewer: Viewer, ids: list[int]) -> Iterator[str]:
    """The file part by part, each of EXPORTED_AT_ONCE rows."""
    yield _csv_rows([COLUMNS])
    for rows in in_parts(viewer, ids, EXPORTED_AT_ONCE):
        yield _csv_rows(safe_row(_cells(row)) for row in rows)


def _csv_rows(rows: Iterable[list[str]]) -> str:
    part = StringIO()
    csv.writer(part).writerows(rows)
    return part.getvalue()


def _cells(row: QueueRow) -> list[object]:
    exception, line, account = row.exception, row.exception.line, row.exception.account
    return [
        line.booked_date.isoformat() if line else "",
        exception.person.name,
        f"{account.kind} {account.last4}" if account else "",
        line.payee if line else "",
        _pounds(line.amount_pence) if line else "",
        exception.rule,
        exception.get_state_display(),
        " ".join([exception.reason, *row.notes]),
        row.task.owner.name if row.task and row.task.owner else "Nobody",
        row.task.due_date.isoformat() if row.task else "",
    ]


def _pounds(pence: int) -> str:
    sign, size = "-" if pence < 0 else "", abs(pence)
    return f"{sign}{size // 100}.{size % 100:02}"
