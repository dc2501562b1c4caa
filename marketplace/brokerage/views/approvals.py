"""A manager's queue of plans, and the page on which one is decided."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from marketplace.accounts.requests import viewer_of
from marketplace.brokerage import actions
from marketplace.brokerage.errors import BrokerageError
from marketplace.brokerage.forms import PlanDecisionForm
from marketplace.brokerage.models import SupportPlan
from marketplace.brokerage.permissions import can_decide
from marketplace.brokerage.queries import (
    PlanBoard,
    agreed_terms,
    climbs_for,
    deciders,
    own_limit,
    plan_board,
    plans_beside,
    waiting_plans,
)
from marketplace.brokerage.rules import (
    MET,
    PlanPurpose,
    PlanReading,
    PlanState,
    PlanTask,
    Return,
    approval_problems,
    estimate_problems,
    return_problems,
)
from marketplace.core.form_runner import refuse
from marketplace.core.wording import sentence_of
from marketplace.people.actions import open_people
from marketplace.people.queries import reach_of, risks_of
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
        {
            "lines": lines,
            "next": next((line for line in lines if not line.is_own), None),
            "limit": own_limit(viewer),
            "today": viewer.today,
        },
    )


def approve(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The plan beside its budget and its seven answers: return it with reasons, or approve it."""
    viewer = viewer_of(request)
    plan = actions.open_plan(by=viewer, public_id=public_id, purpose=PlanPurpose.APPROVING)
    board = plan_board(viewer=viewer, plan=plan)
    held = {f"verdict_{number}": MET for number in board.kept}
    form = PlanDecisionForm(request.POST or None, plan=plan, initial=held)
    if form.is_valid() and _is_to_check(request, plan, board, form):
        return _check(request, plan, board, form)
    if form.is_valid() and "change" not in request.POST:
        if _decided(request, plan, form):
            return redirect("brokerage:approvals")
        # What was refused may have changed meanwhile: the page shows it as it is now.
        board = plan_board(viewer=viewer, plan=plan)
    return _page(request, plan, board, form)


def _is_to_check(
    request: HttpRequest, plan: SupportPlan, board: PlanBoard, form: PlanDecisionForm
) -> bool:
    """Whether a decision that can be carried out is not confirmed yet; what cannot is said in the form."""
    viewer = viewer_of(request)
    waits = plan.state == PlanState.SUBMITTED and can_decide(viewer, plan)
    if "sure" in request.POST or "change" in request.POST or not waits:
        return False
    verdicts = form.verdicts()
    if request.POST.get("do") == "approve":
        lacking = estimate_problems(board.position) + [found for _, found in board.problems]
        climbs = climbs_for(viewer, plan, board.position)
        found = approval_problems(verdicts, climbs, lacking)
    else:
        found = return_problems(Return(form.cleaned_data["reasons"].strip(), verdicts))
    if found:
        refuse(form, BrokerageError(*found))
    return not found


def _check(
    request: HttpRequest, plan: SupportPlan, board: PlanBoard, form: PlanDecisionForm
) -> HttpResponse:
    """What the decision does, before it is made."""
    given = Return(form.cleaned_data["reasons"].strip(), form.verdicts())
    context = {
        "plan": plan,
        "person": plan.person,
        "form": form,
        "given": given,
        "do": "approve" if request.POST.get("do") == "approve" else "return",
        "board": board,
        "beside": plans_beside(plan, viewer_of(request).today),
    }
    return render(request, "brokerage/approve_check.html", context)


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


def _page(
    request: HttpRequest, plan: SupportPlan, board: PlanBoard, form: PlanDecisionForm
) -> HttpResponse:
    viewer = viewer_of(request)
    climbs = [sentence_of(p) for p in climbs_for(viewer, plan, board.position)]
    is_waiting = board.state == PlanState.SUBMITTED
    return render(
        request,
        "brokerage/approve.html",
        {
            "plan": plan,
            "person": plan.person,
            "reach": reach_of(plan.person, viewer.today),
            "risks": [(risk, "") for risk in risks_of(viewer, plan.person)],
            "board": board,
            "beside": plans_beside(plan, viewer.today),
            "task": open_task(PlanTask.APPROVAL, plan),
            "form": form,
            "judged": [(line, *form.pair(line.number)) for line in board.questions],
            "limit": own_limit(viewer),
            "agreements": agreed_terms(plan.person_id, plan.authority_id, viewer.today),
            "climbs": climbs,
            "deciders": deciders(plan, board.position, viewer.today) if climbs else [],
            "may_decide": is_waiting and can_decide(viewer, plan),
            "is_waiting": is_waiting,
            "today": viewer.today,
        },
    )
