"""A worker records who said that a plan is the person's own."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from marketplace.accounts.requests import viewer_of
from marketplace.brokerage import actions
from marketplace.brokerage.forms import PlanConsentForm
from marketplace.brokerage.queries import deciding_of, plan_board
from marketplace.brokerage.rules import PlanPurpose


def consent(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Write down the person's words, or a best-interests decision, of the plan as it is now."""
    viewer = viewer_of(request)
    plan = actions.open_plan(by=viewer, public_id=public_id, purpose=PlanPurpose.PLANNING)
    deciding = deciding_of(plan.person, viewer.today)
    form = PlanConsentForm(request.POST or None, plan=plan, deciding=deciding, today=viewer.today)
    if form.is_valid() and form.run_action(actions.note_consent, by=viewer, given=form.given()):
        messages.success(request, "Recorded. You can send the plan now.")
        return redirect("brokerage:submit", public_id)
    context = {
        "plan": plan,
        "person": plan.person,
        "form": form,
        "deciding": deciding,
        "board": plan_board(viewer=viewer, plan=plan),
        "back_url": reverse("brokerage:submit", args=[public_id]),
    }
    return render(request, "brokerage/consent.html", context)
