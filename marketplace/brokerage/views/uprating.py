"""Upratings: those of the council, a new one, its preview and progress, recording and undoing."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from marketplace.accounts.requests import viewer_of
from marketplace.brokerage.actions import (
    confirm_uprating,
    discard_uprating,
    prepare_uprating,
    undo_uprating,
)
from marketplace.brokerage.forms import UpratingForm
from marketplace.brokerage.models import Uprating
from marketplace.brokerage.queries import (
    Sums,
    UpratedLine,
    progress_of,
    recorded_near,
    states_seen,
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
from marketplace.core.wording import one_text, sentence_of
from marketplace.core.words import spoken_date
from marketplace.people.actions import open_people
from marketplace.people.rules import Scope

# Rows of a page. Judgement: what fits a screen without losing the place.
A_PAGE = 20
#: Whose sums a page shows, by what an uprating has come to.
SHOWN = {
    UpratingState.RECORDED: UpratedState.RECORDED,
    UpratingState.UNDONE: UpratedState.TAKEN_BACK,
}

PARTS = {"": "Everybody", "stays": "Something stays as it is"}


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
    uprating = load_uprating(request, public_id)
    at_work = uprating.state in AT_WORK
    sums = sums_of(uprating)
    own = sums[SHOWN.get(UpratingState(uprating.state), UpratedState.READY)]
    done, everybody = progress_of(uprating) if at_work else (0, 0)
    return render(
        request,
        "brokerage/uprating.html",
        {
            "uprating": uprating,
            "from_words": spoken_date(uprating.from_date),
            "words": _words(uprating),
            "at_work": at_work,
            "done": done,
            "everybody": everybody,
            "sums": own,
            "news": _news(request, uprating, own, sums),
            "sums_title": f"{_title(uprating)} {_in_people(own.people)}",
            "record_words": f"Uprate {_in_people(own.people)}",
            "shown": {} if at_work else _people(request, uprating, _everybody(sums)),
        },
    )


def _title(uprating: Uprating) -> str:
    return "Undone for" if uprating.state == UpratingState.UNDONE else "Together, for"


def _in_people(count: int) -> str:
    return f"{count:,} {'person' if count == 1 else 'people'}"


def _news(
    request: HttpRequest, uprating: Uprating, own: Sums, sums: dict[UpratedState, Sums]
) -> dict[str, Any]:
    viewer = viewer_of(request)
    today = viewer.today
    seen = states_seen(viewer, uprating)
    return {
        "people": own.people,
        "left_out": sums[UpratedState.LEFT_OUT].people,
        "kept": sums[UpratedState.KEPT].people,
        "left_out_unseen": sums[UpratedState.LEFT_OUT].people - seen[UpratedState.LEFT_OUT],
        "kept_unseen": sums[UpratedState.KEPT].people - seen[UpratedState.KEPT],
        "has_come": today >= uprating.from_date,
        "is_past": today > uprating.from_date,
        "on_top": recorded_near(uprating),
    }


def _people(request: HttpRequest, uprating: Uprating, everybody: int) -> dict[str, Any]:
    """A page of those whose money the viewer may see; how many are not among them."""
    viewer = viewer_of(request)
    part = "stays" if request.GET.get("part") == "stays" else ""
    pages = {code: Paginator(uprated_people(viewer, uprating, code), A_PAGE) for code in PARTS}
    counts = {code: found.count for code, found in pages.items()}
    page = pages[part].get_page(request.GET.get("page"))
    lines = uprated_lines(page.object_list)
    open_people(
        by=viewer,
        people_ids=[line.row.person_id for line in lines],
        scope=Scope.MONEY,
        kind=PlanReading.UPRATING,
        purpose=PlanPurpose.UPRATING,
        filters={"uprating": uprating.pk, "part": part, "page": page.number},
    )
    return {
        "page": page,
        "lines": [(line, what_stays(line)) for line in lines],
        "tabs": _tabs(part, counts),
        "hidden": everybody - counts[""],
    }


def _everybody(sums: dict[UpratedState, Sums]) -> int:
    return sum(one.people for one in sums.values())


def _tabs(part: str, counts: dict[str, int]) -> list[dict[str, Any]]:
    return [
        {
            "label": label,
            "url": f"?part={code}" if code else "?",
            "current": code == part,
            "count": counts[code],
        }
        for code, label in PARTS.items()
    ]


def what_stays(line: UpratedLine) -> list[str]:
    """What stays as it is, and why, in sentences."""
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


def confirm(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Record what the preview showed; the worker does it."""
    uprating = load_uprating(request, public_id)
    _do(request, confirm_uprating, uprating)
    return redirect("brokerage:uprating", public_id)


def discard(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Discard a preview."""
    if _do(request, discard_uprating, load_uprating(request, public_id)):
        messages.success(request, "The preview is discarded. Nothing has changed.")
        return redirect("brokerage:upratings")
    return redirect("brokerage:uprating", public_id)


def undo(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Undo a recorded uprating before its day: this page asks first."""
    uprating = load_uprating(request, public_id)
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


def load_uprating(request: HttpRequest, public_id: UUID) -> Uprating:
    """One of the viewer's council; 404 otherwise."""
    return get_object_or_404(Uprating.objects.visible_to(viewer_of(request)), public_id=public_id)
