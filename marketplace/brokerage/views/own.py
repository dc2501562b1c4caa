"""The person's own view of their plan: read only, in plain words."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from marketplace.accounts.requests import viewer_of
from marketplace.accounts.viewer import Viewer
from marketplace.brokerage.models import SupportPlan
from marketplace.brokerage.queries import (
    PlanBoard,
    latest_budget_line,
    pauses_of,
    plan_board,
)
from marketplace.brokerage.rules import BudgetKind, PlanDays
from marketplace.people.actions import open_own_record
from marketplace.people.rules import Scope


def my_plan(request: HttpRequest) -> HttpResponse:
    """My budget, the plan that holds, the one approved for later and the one being written; or that
    my plan ended; and when I am without support."""
    viewer = viewer_of(request)
    person = open_own_record(by=viewer, scope=Scope.PLAN)
    if person is None:
        return render(request, "brokerage/my_plan.html", {"person": None})
    budget = latest_budget_line(person=person, on=viewer.today)
    plans = SupportPlan.objects.visible_to(viewer).filter(person=person, kind=BudgetKind.CARE)
    approved = list(plans.not_over(viewer.today).order_by("from_date")[:2])
    current = _board(viewer, approved[0] if approved else None)
    # What is left is of the budget of today, though the plan may have been made on an older one.
    position = current.position.beside(budget.weekly_pence) if current and budget else None
    return render(
        request,
        "brokerage/my_plan.html",
        {
            "person": person,
            "budget": budget,
            "approved": current,
            "position": position or (current.position if current else None),
            "later": _board(viewer, approved[1] if len(approved) > 1 else None),
            "ended": None if approved else _days(viewer, plans.ended().last()),
            "coming": _board(viewer, plans.open().first()),
            "pauses": [one for one in pauses_of(person) if not one.is_over(viewer.today)],
        },
    )


def _board(viewer: Viewer, plan: SupportPlan | None) -> PlanBoard | None:
    return plan_board(viewer=viewer, plan=plan) if plan else None


def _days(viewer: Viewer, plan: SupportPlan | None) -> PlanDays | None:
    return plan.days(viewer.today) if plan else None
