"""Upratings: those of the council, a new one, its preview and progress, its file, recording and undoing."""

import csv
from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from marketplace.accounts.requests import viewer_of
from marketplace.brokerage.actions import (
    confirm_uprating,
    discard_uprating,
    prepare_uprating,
    undo_uprating,
)
from marketplace.brokerage.forms import UpratingForm
from marketplace.brokerage.models import UpratedPerson, Uprating
from marketplace.brokerage.queries import (
    Moved,
    Sums,
    UpratedLine,
    progress_of,
    recorded_already,
    sums_of,
    uprated_lines,
    uprated_people,
)
from marketplace.brokerage.rules import (
    AT_WORK,
    PayerKind,
    PlanPurpose,
    PlanReading,
    PriceSource,
    UpratedState,
    UpratingState,
)
from marketplace.brokerage.wording import in_percent
from marketplace.core.errors import DomainError
from marketplace.core.form_runner import run
from marketplace.core.spreadsheets import safe_row
from marketplace.core.wording import one_text, sentence_of
from marketplace.people.actions import open_people
from marketplace.people.rules import Scope

# Rows of a page. Judgement: what fits a screen without losing the place.
A_PAGE = 20
# Rows of the file that are in memory at once. Judgement: a few queries for each part.
EXPORTED_AT_ONCE = 500
COLUMNS = ["Person", "Case", "What", "Of", "Before in pounds", "After in pounds", "State", "Stays"]
#: Whose sums a page shows, by what an uprating has come to.
SHOWN = {
    UpratingState.RECORDED: UpratedState.RECORDED,
    UpratingState.UNDONE: UpratedState.TAKEN_BACK,
}


def upratings(request: HttpRequest) -> HttpResponse:
    """Those of this council, newest first."""
    rows = Uprating.objects.visible_to(viewer_of(request)).select_related("made_by")
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "brokerage/upratings.html",
        {"page": page, "rows": [(row, _words(row)) for row in page.object_list]},
    )


def new(request: HttpRequest) -> HttpResponse:
    """Ask for a preview: nothing changes yet."""
    viewer = viewer_of(request)
    form = UpratingForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        ran = run(
            form,
            prepare_uprating,
            by=viewer,
            authority_id=viewer.council_id,
            asked=form.asked(),
        )
        if ran:
            return redirect("brokerage:uprating", ran.answer.public_id)
    return render(request, "brokerage/uprating_new.html", {"form": form})


def one(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """How far it is; then what it changes for whom, what stays and why, and the sums over all."""
    viewer = viewer_of(request)
    uprating = _load(request, public_id)
    at_work = uprating.state in AT_WORK
    part = "stays" if request.GET.get("part") == "stays" else ""
    rows = uprated_people(viewer, uprating, part)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    lines = [] if at_work else uprated_lines(page.object_list)
    open_people(
        by=viewer,
        people_ids=[line.row.person_id for line in lines],
        scope=Scope.MONEY,
        kind=PlanReading.UPRATING,
        purpose=PlanPurpose.UPRATING,
        filters={"uprating": uprating.pk, "part": part, "page": page.number},
    )
    sums = sums_of(uprating)
    return render(
        request,
        "brokerage/uprating.html",
        {
            "uprating": uprating,
            "words": _words(uprating),
            "at_work": at_work,
            "progress": progress_of(uprating) if at_work else None,
            "sums": sums[SHOWN.get(UpratingState(uprating.state), UpratedState.READY)],
            "left_out": sums[UpratedState.LEFT_OUT].people,
            "kept": sums[UpratedState.KEPT].people,
            "page": page,
            "lines": [(line, _stays(line)) for line in lines],
            "tabs": _tabs(viewer, uprating, part),
            "hidden": 0 if part else _everybody(sums) - page.paginator.count,
            "has_come": viewer.today >= uprating.from_date,
            "is_past": viewer.today > uprating.from_date,
            "on_top": recorded_already(uprating),
        },
    )


def _everybody(sums: dict[UpratedState, Sums]) -> int:
    return sum(one.people for one in sums.values())


def _tabs(viewer: Any, uprating: Uprating, part: str) -> list[dict[str, Any]]:
    return [
        {
            "label": label,
            "url": f"?part={code}" if code else "?",
            "current": code == part,
            "count": uprated_people(viewer, uprating, code).count(),
        }
        for code, label in (("", "Everybody"), ("stays", "Something stays as it is"))
    ]


def _stays(line: UpratedLine) -> list[str]:
    return [sentence_of(problem) for problem in line.stays]


def _words(uprating: Uprating) -> list[tuple[str, str]]:
    """What was asked for, as pairs of a label and words."""
    asked, kept = uprating.asked, "Not changed"
    payers = ", ".join(kind.label for kind in PayerKind if kind in asked.payers)
    prices = {
        PriceSource.KEEP: kept,
        PriceSource.RATE: in_percent(asked.price_rate),
        PriceSource.LISTING: (
            "The listing’s own price on that day; other support"
            f" {in_percent(asked.price_rate) if asked.price_rate else 'not changed'}"
        ),
    }
    contribution = in_percent(asked.contribution_rate) if asked.contribution_rate else kept
    return [
        ("Budgets and payments", f"{in_percent(asked.rate)}: {payers}" if asked.rate else kept),
        ("Contributions", contribution),
        ("Prices", prices[asked.price_source]),
    ]


def export(request: HttpRequest, public_id: UUID) -> StreamingHttpResponse:
    """Every change of everybody in the list as CSV, sent as it is read. No cell can run as a formula."""
    viewer = viewer_of(request)
    uprating = _load(request, public_id)
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
    person, stays = line.row.person, " ".join(_stays(line))
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


def confirm(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Record what the preview showed; the worker does it."""
    uprating = _load(request, public_id)
    _do(request, confirm_uprating, uprating)
    return redirect("brokerage:uprating", public_id)


def discard(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Discard a preview."""
    if _do(request, discard_uprating, _load(request, public_id)):
        messages.success(request, "The preview is discarded. Nothing has changed.")
        return redirect("brokerage:upratings")
    return redirect("brokerage:uprating", public_id)


def undo(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Undo a recorded uprating before its day: this page asks first."""
    uprating = _load(request, public_id)
    if request.method == "POST":
        _do(request, undo_uprating, uprating)
        return redirect("brokerage:uprating", public_id)
    people = sums_of(uprating)[UpratedState.RECORDED].people
    return render(request, "brokerage/uprating_undo.html", {"uprating": uprating, "people": people})


def _do(request: HttpRequest, action: Callable[..., None], uprating: Uprating) -> bool:
    try:
        action(by=viewer_of(request), uprating=uprating)
    except DomainError as refusal:
        messages.error(request, one_text(refusal))
        return False
    return True


def _load(request: HttpRequest, public_id: UUID) -> Uprating:
    return get_object_or_404(
        Uprating.objects.visible_to(viewer_of(request)), public_id=public_id
    )
