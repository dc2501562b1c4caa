"""A broker discards a plan that was never sent, or calls back one that was."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from marketplace.accounts.requests import viewer_of
from marketplace.brokerage.actions import call_back_plan, discard_plan, open_plan
from marketplace.brokerage.forms import PlanForm
from marketplace.brokerage.requests import put_down
from marketplace.brokerage.rules import SEVEN_QUESTIONS, PlanPurpose
from marketplace.core.errors import DomainError
from marketplace.core.wording import one_text


def call_back(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take a plan back before a manager has begun to decide it."""
    viewer = viewer_of(request)
    plan = open_plan(by=viewer, public_id=public_id, purpose=PlanPurpose.PLANNING)
    form = PlanForm(request.POST, plan=plan)
    try:
        seen = form.cleaned_data["version"] if form.is_valid() else -1
        call_back_plan(by=viewer, plan=plan, version=seen)
    except DomainError as error:
        messages.error(request, one_text(error))
    else:
        messages.success(request, "You called the plan back. Change the plan, then send it again.")
    return redirect("brokerage:plan", public_id)


def discard(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask once, then delete a plan that no manager has seen."""
    viewer = viewer_of(request)
    plan = open_plan(by=viewer, public_id=public_id, purpose=PlanPurpose.PLANNING)
    person = plan.person
    form = PlanForm(request.POST if request.method == "POST" else None, plan=plan)
    if form.is_valid() and form.run_action(discard_plan, by=viewer):
        put_down(request.session)
        messages.success(request, f"The draft of {person.name}’s plan is discarded.")
        return redirect("brokerage:person", person.public_id)
    context = {
        "plan": plan,
        "person": person,
        "form": form,
        "outcomes": plan.outcomes.count(),
        "questions": SEVEN_QUESTIONS,
        "plan_url": reverse("brokerage:plan", args=[public_id]),
    }
    return render(request, "brokerage/discard.html", context)
