"""The person's own view of their plan: read only, in plain words."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from marketplace.accounts.requests import viewer_of
from marketplace.brokerage.models import SupportPlan
from marketplace.brokerage.queries import PlanBoard, latest_budget_line, plan_board
from marketplace.brokerage.rules import Position
from marketplace.core.dates import london_date
from marketplace.people.actions import open_own_record
from marketplace.people.rules import Scope


def my_plan(request: HttpRequest) -> HttpResponse:
    """My budget, what is promised to whom, and the plan that is being written."""
    at = viewer_of(request).at
    person = open_own_record(by=viewer_of(request), scope=Scope.PLAN)
    if person is None:
        return render(request, "brokerage/my_plan.html", {"person": None})
    budget = latest_budget_line(person=person, on=london_date(at))
    plans = SupportPlan.objects.visible_to(viewer_of(request)).filter(person=person)
    approved, coming = _board(plans.approved().first(), at), _board(plans.open().first(), at)
    # What is left is of the budget of today, though the plan may have been made on an older one.
    position = (
        Position(budget.weekly_pence, approved.position.cost) if approved and budget else None
    )
    return render(
        request,
        "brokerage/my_plan.html",
        {
            "person": person,
            "budget": budget,
            "approved": approved,
            "position": position or (approved.position if approved else None),
            "coming": coming,
        },
    )


def _board(plan: SupportPlan | None, at: datetime) -> PlanBoard | None:
    return plan_board(plan=plan, at=at) if plan else None
