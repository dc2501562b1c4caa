"""A broker's list, and one person on it."""

from collections import Counter
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from marketplace.accounts.permissions import can
from marketplace.accounts.requests import viewer_of
from marketplace.brokerage.actions import start_plan
from marketplace.brokerage.errors import BrokerageError
from marketplace.brokerage.permissions import can_allocate, can_end_plans, can_plan
from marketplace.brokerage.queries import (
    CaseloadLine,
    broker_now,
    budget_to_plan_with,
    estimated_budget_lines,
    kinds_to_end,
    kinds_to_start,
    latest_budget_lines,
    pauses_of,
    plans_of,
)
from marketplace.brokerage.queries import caseload as caseload_of
from marketplace.brokerage.rules import (
    MAY_PLAN,
    MAY_SET_BUDGETS,
    BudgetKind,
    PlanPurpose,
    PlanReading,
)
from marketplace.core.wording import one_text
from marketplace.people.actions import open_people, open_person
from marketplace.people.models import Person
from marketplace.people.queries import reach_of
from marketplace.people.rules import Scope

#: People on a page, judgement: a slow phone shows the first of them soon.
PAGE = 25
#: Characters of a name that is looked for, judgement.
LONGEST_NAME = 100
PART_LABELS = {"mine": "Needs you", "waiting": "Waiting for others", "done": "Approved or ended"}


def caseload(request: HttpRequest) -> HttpResponse:
    """The people on my list, whose plan needs me first at the top."""
    viewer = viewer_of(request)
    lines = caseload_of(viewer=viewer)
    words = request.GET.get("q", "").strip()[:LONGEST_NAME]
    found = [line for line in lines if line.is_called(words)]
    part = request.GET.get("part", "")
    page = Paginator([line for line in found if part in ("", line.part)], PAGE).get_page(
        request.GET.get("page")
    )
    open_people(
        by=viewer,
        people_ids=[line.person_id for line in page],
        scope=Scope.PLAN,
        kind=PlanReading.CASELOAD,
        purpose=PlanPurpose.PLANNING,
        filters={**({"part": part} if part in PART_LABELS else {}), "page": page.number},
    )
    return render(
        request,
        "brokerage/caseload.html",
        {
            "lines": lines,
            "words": words,
            "part": part,
            "page": page,
            "tabs": _parts(found, part, words),
            "today": viewer.today,
        },
    )


def _parts(lines: list[CaseloadLine], part: str, words: str) -> list[dict[str, object]]:
    counts = Counter(line.part for line in lines)
    sought = {"q": words} if words else {}
    return [
        {
            "label": words,
            "url": f"?{urlencode(sought | ({'part': code} if code else {}))}",
            "current": code == part,
            "count": counts[code] if code else len(lines),
        }
        for code, words in (("", "Everybody"), *PART_LABELS.items())
    ]


def person(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One person: how to reach them, what was agreed and who pays it, their plans, and when they are
    without support."""
    viewer = viewer_of(request)
    found = _load(request, public_id)
    plans = plans_of(viewer=viewer, person=found)
    budgets = latest_budget_lines(person=found, on=viewer.today)
    return render(
        request,
        "brokerage/person.html",
        {
            "person": found,
            "age": found.age(viewer.today),
            "reach": reach_of(found, viewer.today),
            "budgets": budgets,
            "estimates": estimated_budget_lines(person=found),
            "budget": budget_to_plan_with(found, viewer.today),
            "plans": plans,
            "open_plan": next((plan for plan in plans if plan.is_open), None),
            "has_approved": any(p.days.is_approved and not p.days.is_over for p in plans),
            "pauses": pauses_of(found),
            "broker": broker_now(found, viewer.today),
            "may_set_budgets": can(viewer, MAY_SET_BUDGETS, found.authority_id),
            "may_allocate": can_allocate(viewer, found),
            "has_list": viewer.may(MAY_PLAN),
            "may_plan": can_plan(viewer, found),
            "may_end": can_end_plans(viewer, found),
            "kinds_to_start": kinds_to_start(found, viewer.today),
            "kinds_to_end": kinds_to_end(found, viewer.today),
            "today": viewer.today,
        },
    )


def start(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Begin a plan of a kind for a person on my list."""
    found = _load(request, public_id)
    sent = request.POST.get("kind", BudgetKind.CARE)
    if sent not in set(BudgetKind):
        raise Http404("There is no such kind of plan.")
    try:
        plan = start_plan(by=viewer_of(request), person=found, kind=BudgetKind(sent))
    except BrokerageError as refusal:
        messages.error(request, one_text(refusal))
        return redirect("brokerage:person", public_id)
    return redirect("brokerage:plan", plan.public_id)


def _load(request: HttpRequest, public_id: UUID) -> Person:
    return open_person(
        by=viewer_of(request), public_id=public_id, scope=Scope.PLAN, purpose=PlanPurpose.PLANNING
    )
