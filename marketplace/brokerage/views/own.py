"""The person's own view of their plan, in plain words, where they say that it is theirs."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from marketplace.accounts.requests import viewer_of
from marketplace.accounts.viewer import Viewer
from marketplace.brokerage.actions import say_my_plan
from marketplace.brokerage.forms import MyPlanForm
from marketplace.brokerage.models import PlanQuerySet, SupportPlan
from marketplace.brokerage.queries import (
    PlanBoard,
    deciding_of,
    latest_budget_line,
    pauses_of,
    plan_board,
)
from marketplace.brokerage.rules import BudgetKind, PlanDays
from marketplace.core.form_runner import run
from marketplace.people.access import own_address
from marketplace.people.actions import open_own_record
from marketplace.people.models import Person
from marketplace.people.rules import Scope


def my_plan(request: HttpRequest) -> HttpResponse:
    """My budget, the plan that holds, the one approved for later and the one being written; or that
    my plan ended; and when I am without support."""
    viewer = viewer_of(request)
    person = open_own_record(by=viewer, scope=Scope.PLAN)
    if person is None:
        return render(request, "brokerage/my_plan.html", {"person": None})
    open_plan = _plans(viewer, person).open().first()
    form = _form(request, person, open_plan)
    if open_plan and form.is_valid() and _is_mine(viewer, open_plan, form):
        messages.success(request, "Thank you. We recorded it.")
        return redirect(own_address(request, "brokerage:my_plan"))
    budget = latest_budget_line(person=person, on=viewer.today)
    plans = _plans(viewer, person)
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
            "coming": _board(viewer, open_plan),
            "form": form,
            "may_confirm": _may_confirm(viewer, person),
            "pauses": [one for one in pauses_of(person) if not one.is_over(viewer.today)],
        },
    )


def _plans(viewer: Viewer, person: Person) -> PlanQuerySet:
    return SupportPlan.objects.visible_to(viewer).filter(person=person, kind=BudgetKind.CARE)


def _form(request: HttpRequest, person: Person, plan: SupportPlan | None) -> MyPlanForm:
    seen = {"content_version": plan.content_version} if plan else None
    speaks_for = person.name if viewer_of(request).acting_as else ""
    return MyPlanForm(request.POST or None, initial=seen, speaks_for=speaks_for)


def _may_confirm(viewer: Viewer, person: Person) -> bool:
    """Whether the reader says of the plan whose it is: the person, or who decides it for them."""
    if viewer.acting_as is None:
        return True
    return deciding_of(person, viewer.today).speaker_with(viewer.user_id) is not None


def _is_mine(viewer: Viewer, plan: SupportPlan, form: MyPlanForm) -> bool:
    """Record it; False leaves the refusal in the form, which speaks of the plan as it is now."""
    typed = form.cleaned_data
    done = run(form, say_my_plan, by=viewer, plan=plan, **typed)
    if not done:
        seen = str(plan.content_version)
        form.data = {**dict(form.data.items()), "content_version": seen}
    return bool(done)


def _board(viewer: Viewer, plan: SupportPlan | None) -> PlanBoard | None:
    return plan_board(viewer=viewer, plan=plan) if plan else None


def _days(viewer: Viewer, plan: SupportPlan | None) -> PlanDays | None:
    return plan.days(viewer.today) if plan else None
