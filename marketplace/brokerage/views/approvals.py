"""A manager's queue of plans, and the page on which one is decided."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from marketplace.accounts.permissions import can
from marketplace.accounts.requests import viewer_of
from marketplace.brokerage import actions
from marketplace.brokerage.forms import PlanDecisionForm
from marketplace.brokerage.models import SupportPlan
from marketplace.brokerage.permissions import can_decide
from marketplace.brokerage.queries import (
    agreed_terms,
    deciders,
    own_limit,
    plan_board,
    plans_beside,
    waiting_plans,
)
from marketplace.brokerage.rules import (
    MAY_APPROVE_OVER_BUDGET,
    PlanPurpose,
    PlanReading,
    PlanState,
    PlanTask,
    climb_problems,
)
from marketplace.core.wording import sentence_of
from marketplace.people.actions import open_people
from marketplace.people.rules import Scope
from marketplace.tasks.queries import open_task


def approvals(request: HttpRequest) -> HttpResponse:
    """Plans to decide, oldest first."""
    viewer = viewer_of(request)
    lines = waiting_plans(viewer=viewer)
    open_people(
        by=viewer,
        people_ids=[line.person_id for line in lines],
        scope=Scope.PLAN,
        kind=PlanReading.TO_DECIDE,
        purpose=PlanPurpose.APPROVING,
    )
    return render(
        request,
        "brokerage/approvals.html",
        {"lines": lines, "limit": own_limit(viewer), "today": viewer.today},
    )


def approve(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The plan beside its budget and its seven answers: return it with reasons, or approve it."""
    viewer = viewer_of(request)
    plan = actions.open_plan(by=viewer, public_id=public_id, purpose=PlanPurpose.APPROVING)
    form = PlanDecisionForm(request.POST or None, plan=plan)
    if form.is_valid() and _decided(request, plan, form):
        return redirect("brokerage:approvals")
    return _page(request, plan, form)


def _decided(request: HttpRequest, plan: SupportPlan, form: PlanDecisionForm) -> bool:
    """Do what the pressed button says; False leaves the refusal in the form."""
    facts = {"by": viewer_of(request), "verdicts": form.verdicts()}
    if request.POST.get("do") == "approve":
        done = form.run_action(actions.approve_plan, **facts)
        message = f"{plan.person.name}’s plan is approved. Its prices are fixed."
    else:
        done = form.run_action(actions.return_plan, reasons=form.cleaned_data["reasons"], **facts)
        message = f"{plan.person.name}’s plan is returned, with your reasons."
    if done:
        messages.success(request, message)
    return done


def _page(request: HttpRequest, plan: SupportPlan, form: PlanDecisionForm) -> HttpResponse:
    viewer = viewer_of(request)
    board = plan_board(viewer=viewer, plan=plan)
    limit = own_limit(viewer)
    over_budget = can(viewer, MAY_APPROVE_OVER_BUDGET, plan.authority_id)
    climbs = [sentence_of(p) for p in climb_problems(board.position, limit, over_budget)]
    is_waiting = board.state == PlanState.SUBMITTED
    return render(
        request,
        "brokerage/approve.html",
        {
            "plan": plan,
            "person": plan.person,
            "board": board,
            "beside": plans_beside(plan, viewer.today),
            "task": open_task(PlanTask.APPROVAL, plan),
            "form": form,
            "judged": [(line, *form.pair(line.number)) for line in board.questions],
            "limit": limit,
            "agreements": agreed_terms(plan.person_id, plan.authority_id, viewer.today),
            "climbs": climbs,
            "deciders": deciders(plan, board.position, viewer.today) if climbs else [],
            "may_decide": is_waiting and can_decide(viewer, plan),
            "is_waiting": is_waiting,
            "today": viewer.today,
        },
    )
