"""The person's own view of their plans: read only, in plain words."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from marketplace.accounts.requests import viewer_of
from marketplace.brokerage.queries import own_plans, pauses_of
from marketplace.people.actions import open_own_record
from marketplace.people.rules import Scope


def my_plan(request: HttpRequest) -> HttpResponse:
    """Of each kind of support, my budget, the plan that holds, the one approved for later and the one
    being written; or that my plan ended; and when I am without support."""
    viewer = viewer_of(request)
    person = open_own_record(by=viewer, scope=Scope.PLAN)
    if person is None:
        return render(request, "brokerage/my_plan.html", {"person": None})
    return render(
        request,
        "brokerage/my_plan.html",
        {
            "person": person,
            "kinds": own_plans(viewer=viewer, person=person),
            "pauses": [one for one in pauses_of(person) if not one.is_over(viewer.today)],
        },
    )
