"""Plans that were decided: by me as a manager, or of the people on my list."""

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from marketplace.accounts.requests import viewer_of
from marketplace.brokerage.models import PlanDecision
from marketplace.brokerage.queries import decided_lines, decisions_for_broker, own_decisions
from marketplace.brokerage.rules import PlanPurpose, PlanReading
from marketplace.people.actions import open_people
from marketplace.people.rules import Scope

PAGE = 50


def decided_by_me(request: HttpRequest) -> HttpResponse:
    """What I decided, newest first. A name is shown as long as I may see the plan."""
    found = own_decisions(viewer_of(request))
    return _page(request, found, PlanPurpose.APPROVING, "brokerage:approve")


def decided_for_me(request: HttpRequest) -> HttpResponse:
    """What managers decided on plans of the people on my list, newest first."""
    found = decisions_for_broker(viewer_of(request))
    return _page(request, found, PlanPurpose.PLANNING, "brokerage:plan")


def _page(
    request: HttpRequest, found: QuerySet[PlanDecision], purpose: PlanPurpose, address: str
) -> HttpResponse:
    viewer = viewer_of(request)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    lines = decided_lines(viewer, list(page.object_list))
    open_people(
        by=viewer,
        people_ids=[line.person_id for line in lines if line.person_id is not None],
        scope=Scope.PLAN,
        kind=PlanReading.DECIDED,
        purpose=purpose,
        filters={"page": page.number},
    )
    context = {
        "page": page,
        "lines": lines,
        "address": address,
        "is_manager": purpose is PlanPurpose.APPROVING,
    }
    return render(request, "brokerage/decided.html", context)
