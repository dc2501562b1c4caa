"""A budget is ended without a next one, and a funding source is closed."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from marketplace.accounts.requests import viewer_of
from marketplace.brokerage import actions
from marketplace.brokerage.forms import CloseFundForm, EndBudgetForm
from marketplace.brokerage.permissions import check_can_end_money
from marketplace.brokerage.queries import budgets_to_end, goes_on, open_funds
from marketplace.brokerage.rules import PlanPurpose
from marketplace.core.form_runner import run
from marketplace.core.words import last_day_words
from marketplace.people.actions import open_person
from marketplace.people.models import Person
from marketplace.people.rules import Scope


def end_budget(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask for the last day and the reason, show what goes on, then end the budget."""
    viewer, person = viewer_of(request), _load(request, public_id)
    kinds = budgets_to_end(person, viewer.today)
    if not kinds:
        return _page(request, person, "brokerage/end_budget.html", kinds=kinds)
    form = EndBudgetForm(request.POST or None, kinds=kinds, today=viewer.today)
    step = request.POST.get("do", "check")
    if form.is_valid() and step == "check":
        facts = form.facts()
        after = goes_on(person, facts["kind"], facts["day"])
        context = {"form": form, "has_several": len(kinds) > 1, "after": after, **facts}
        return _page(request, person, "brokerage/end_budget_check.html", **context)
    if form.is_valid() and step == "end" and _ended(request, person, form):
        return redirect("brokerage:budgets", public_id)
    return _page(request, person, "brokerage/end_budget.html", kinds=kinds, form=form)


def _ended(request: HttpRequest, person: Person, form: EndBudgetForm) -> bool:
    """End it; False leaves the refusal in the form."""
    facts = form.facts()
    if not run(form, actions.end_budget, by=viewer_of(request), person=person, **facts):
        return False
    last = last_day_words(facts["day"])
    messages.success(request, f"The end of {person.name}’s budget is recorded. Last day: {last}.")
    return True


def close_fund(request: HttpRequest, public_id: UUID, fund_id: int) -> HttpResponse:
    """Ask for the last day of a funding source, and what becomes of what is left, then close it."""
    viewer, person = viewer_of(request), _load(request, public_id)
    fund = next((one for one in open_funds(person) if one.pk == fund_id), None)
    if fund is None:
        raise Http404("Page not found.")
    form = CloseFundForm(request.POST or None, today=viewer.today)
    if form.is_valid() and run(form, actions.close_fund, by=viewer, fund=fund, **form.facts()):
        messages.success(request, f"The funding source is closed: {fund.label}.")
        return redirect("brokerage:budgets", public_id)
    return _page(request, person, "brokerage/close_fund.html", fund=fund, form=form)


def _load(request: HttpRequest, public_id: UUID) -> Person:
    viewer = viewer_of(request)
    person = open_person(
        by=viewer, public_id=public_id, scope=Scope.PLAN, purpose=PlanPurpose.BUDGET
    )
    check_can_end_money(viewer, person)
    return person


def _page(request: HttpRequest, person: Person, template: str, **context: object) -> HttpResponse:
    back_url = reverse("brokerage:budgets", args=[person.public_id])
    return render(request, template, {"person": person, "back_url": back_url, **context})
