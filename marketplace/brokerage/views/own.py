"""The person's own view of their plan: read only, in plain words."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from marketplace.accounts.requests import viewer_of
from marketplace.accounts.viewer import Viewer
from marketplace.brokerage.models import SupportPlan
from marketplace.brokerage.queries import PlanBoard, latest_budget_line, plan_board
from marketplace.people.actions import open_own_record
from marketplace.people.rules import Scope


def my_plan(request: HttpRequest) -> HttpResponse:
    """My budget, what is promised to whom, and the plan that is being written."""
    viewer = viewer_of(request)
    person = open_own_record(by=viewer, scope=Scope.PLAN)
    if person is None:
        return render(request, "brokerage/my_plan.html", {"person": None})
    budget = latest_budget_line(person=person, on=viewer.today)
    plans = SupportPlan.objects.visible_to(viewer).filter(person=person)
    approved = _board(viewer, plans.approved().first())
    coming = _board(viewer, plans.open().first())
    # What is left is of the budget of today, though the plan may have been made on an older one.
    position = approved.position.beside(budget.weekly_pence) if approved and budget else None
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


def _board(viewer: Viewer, plan: SupportPlan | None) -> PlanBoard | None:
    return plan_board(viewer=viewer, plan=plan) if plan else None
