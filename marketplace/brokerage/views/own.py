"""The person's own view of their plan: read only, in plain words."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from marketplace.accounts.requests import authority_of, user_of
from marketplace.brokerage.models import SupportPlan
from marketplace.brokerage.queries import latest_budget_line, plan_board
from marketplace.core.clock import london_date, now
from marketplace.people.queries import open_own_record
from marketplace.people.rules import Scope


def my_plan(request: HttpRequest) -> HttpResponse:
    """My budget, what is promised to whom, and the plan that is being written."""
    at = now()
    person = open_own_record(
        by=user_of(request), at=at, authority_id=authority_of(request).pk, scope=Scope.PLAN
    )
    if person is None:
        return render(request, "brokerage/my_plan.html", {"person": None})
    plans = SupportPlan.objects.visible_to(user_of(request), london_date(at)).filter(person=person)
    return render(
        request,
        "brokerage/my_plan.html",
        {
            "person": person,
            "budget": latest_budget_line(person=person, on=london_date(at)),
            "approved": _board(plans.approved().first()),
            "coming": _board(plans.open().first()),
        },
    )


def _board(plan: SupportPlan | None) -> object:
    return plan_board(plan=plan, at=now()) if plan else None
