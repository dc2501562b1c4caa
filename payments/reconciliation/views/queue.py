"""The queue of lines that need a person, its export, and confirming several at once."""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from marketplace.accounts.requests import viewer_of
from marketplace.accounts.viewer import Viewer
from marketplace.core.errors import DomainError, problem
from marketplace.core.pence import format_pounds
from marketplace.core.spreadsheets import safe_row
from marketplace.core.wording import one_text
from marketplace.people.actions import open_people
from marketplace.people.rules import Scope
from payments.cards.rules import MoneyPurpose
from payments.reconciliation.actions import accept_suggestions
from payments.reconciliation.errors import ReconciliationError
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

# Rows of a page of the queue. Judgement: what fits a screen without losing the place.
A_PAGE = 15
# Rows of an export that are in memory at once. Judgement: two queries for each part.
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
    """The queue; a press confirms the chosen suggestions, after a preview."""
    if request.method != "POST":
        return _page(request, [])
    do = request.POST.get("do")
    if do == "confirm":
        return _confirm(request)
    return _page(request, [] if do == "clear" else _chosen(request))


def _confirm(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    pins = dict(_pin(text) for text in request.POST.getlist("pin"))
    rows = exceptions_waiting(viewer).filter(public_id__in=pins)
    pinned = {row.pk: pins[row.public_id] for row in rows}
    try:
        if len(pinned) != len(pins):
            raise ReconciliationError(problem("exception_decided_since"))
        done = accept_suggestions(by=viewer, pinned=pinned)
    except DomainError as refusal:
        messages.error(request, one_text(refusal))
    else:
        count = len(done)
        messages.success(
            request,
            f"{count} {'payment is' if count == 1 else 'payments are'} matched. "
            "You can undo each on its own page.",
        )
    return redirect(f"{reverse('reconciliation:queue')}?{request.GET.urlencode()}")


def _pin(text: str) -> tuple[UUID, str]:
    public_id, _, token = text.partition("|")
    try:
        return UUID(public_id), token
    except ValueError as error:
        raise BadRequest("This payment is not in the list.") from error


def _chosen(request: HttpRequest) -> list[QueueRow]:
    ids = [_pin(text)[0] for text in request.POST.getlist("line")]
    rows = exceptions_waiting(viewer_of(request)).filter(public_id__in=ids)
    return with_tasks(rows)


def _page(request: HttpRequest, chosen: list[QueueRow]) -> HttpResponse:
    viewer = viewer_of(request)
    day = viewer.today
    form = QueueFilterForm(request.GET)
    wanted = form.wanted()
    rows = filtered(exceptions_waiting(viewer), wanted, viewer)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    listed = with_tasks(page.object_list)
    open_people(
        by=viewer,
        people_ids=[row.exception.line.account.person_id for row in [*listed, *chosen]],
        scope=Scope.MONEY,
        kind=PaymentReading.QUEUE,
        purpose=MoneyPurpose.MONEY,
        filters=wanted.codes() | {"page": page.number},
    )
    figures = queue_figures(viewer)
    return render(
        request,
        "reconciliation/queue.html",
        {
            "form": form,
            "page": page,
            "rows": listed,
            "figures": figures,
            "strip": _strip(figures, day),
            "tabs": _tabs(request, figures, wanted.state),
            "chosen_ids": {row.exception.pk for row in chosen},
            "asked_for_preview": request.method == "POST" and request.POST.get("do") != "clear",
            "preview": [row for row in chosen if row.can_accept],
            "left_out": [row for row in chosen if not row.can_accept],
            "preview_pence": sum(
                abs(row.exception.line.amount_pence) for row in chosen if row.can_accept
            ),
            "today": day,
            "query": request.GET.urlencode(),
        },
    )


def _strip(figures: QueueFigures, day: Any) -> list[tuple[str, str]]:
    share = f"{figures.matched_per_mille // 10}.{figures.matched_per_mille % 10}%"
    waited = (day - figures.oldest).days if figures.oldest else 0
    return [
        ("Read in 4 weeks", f"{figures.read:,} payments"),
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
    exception, line = row.exception, row.exception.line
    sign = "-" if line.amount_pence < 0 else ""
    size = abs(line.amount_pence)
    return [
        line.booked_date.isoformat(),
        line.account.person.name,
        f"{line.account.kind} {line.account.last4}",
        line.payee,
        f"{sign}{size // 100}.{size % 100:02}",
        exception.rule,
        exception.get_state_display(),
        " ".join([exception.reason, *exception.notes]),
        row.task.owner.name if row.task and row.task.owner else "Nobody",
        row.task.due_date.isoformat() if row.task else "",
    ]
