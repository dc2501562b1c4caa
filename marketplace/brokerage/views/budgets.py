"""A budget is proposed by one person and agreed, or returned, by another."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from marketplace.accounts.requests import viewer_of
from marketplace.brokerage import actions
from marketplace.brokerage.forms import BudgetForm, FundForm, ReturnBudgetForm
from marketplace.brokerage.models import PersonalBudget
from marketplace.brokerage.permissions import can_agree_budget, can_end_money
from marketplace.brokerage.queries import (
    amounts_by_fund,
    asked_amounts,
    budget_sheet,
    budget_sheets,
    budgets_to_end,
    closed_funds,
    funds_to_agree,
    last_budget,
    last_estimate,
    open_funds,
    proposed_budgets,
)
from marketplace.brokerage.rules import BudgetKind, PlanPurpose, PlanReading, amount_questions
from marketplace.core.errors import DomainError
from marketplace.core.form_runner import run
from marketplace.core.wording import one_text
from marketplace.people.actions import open_people, open_person
from marketplace.people.models import Person
from marketplace.people.rules import Scope

_PROPOSED = "The budget is proposed. A colleague agrees it, or returns it."
_ESTIMATED = (
    "The indicative budget is recorded. The person reads it with their plan, as an estimate."
)


def budgets_to_agree(request: HttpRequest) -> HttpResponse:
    """Budgets that wait for a second person, oldest first."""
    viewer = viewer_of(request)
    lines = proposed_budgets(viewer=viewer)
    open_people(
        by=viewer,
        people_ids=[line.person.pk for line in lines],
        scope=Scope.PLAN,
        kind=PlanReading.BUDGETS,
        purpose=PlanPurpose.BUDGET,
    )
    context = {"lines": lines, "today": viewer.today}
    return render(request, "brokerage/budgets_to_agree.html", context)


def budgets(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A person's budgets: in force, proposed, past; and who pays."""
    viewer, person = viewer_of(request), _load(request, public_id)
    sheets = budget_sheets(person)
    had = {sheet.kind for sheet in sheets if sheet.agreed_at}
    return _page(
        request,
        person,
        "brokerage/budgets.html",
        waiting=[sheet for sheet in sheets if sheet.is_waiting],
        estimates=[sheet for sheet in sheets if sheet.is_indicative],
        others=[sheet for sheet in sheets if not sheet.is_waiting and not sheet.is_indicative],
        kinds=[kind for kind in BudgetKind if kind in had - {BudgetKind.CARE}],
        funds=open_funds(person),
        closed_funds=closed_funds(person),
        may_end=can_end_money(viewer, person),
        can_end=budgets_to_end(person, viewer.today),
        today=viewer.today,
    )


def propose(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Put a budget forward, or record it as an estimate, from the amounts of the last estimate or budget;
    improbable ones are asked about."""
    viewer, person = viewer_of(request), _load(request, public_id)
    kind = _kind(request.POST.get("kind") or request.GET.get("kind", ""))
    funds = funds_to_agree(person)
    last = last_estimate(person, kind) or last_budget(person, kind, viewer.today)
    before = amounts_by_fund(last)
    form = BudgetForm(
        request.POST or None,
        funds=funds,
        last=before,
        today=viewer.today,
        initial={"kind": kind.value},
    )
    if form.is_valid() and _proposed(request, person, form):
        messages.success(request, _ESTIMATED if _is_estimate(request) else _PROPOSED)
        return redirect("brokerage:budgets", public_id)
    context = {"form": form, "funds": funds, "last": last, "kind": kind}
    return _page(request, person, "brokerage/propose_budget.html", **context)


def _proposed(request: HttpRequest, person: Person, form: BudgetForm) -> bool:
    """Ask once about what looks wrong, then propose; False leaves both in the form."""
    viewer, amounts, days = viewer_of(request), form.amounts(), form.days()
    asked = asked_amounts(
        form.asked_funds(), {fund.pk: a for fund, a in amounts.items()}, form.last
    )
    first = form.cleaned_data["first_day"]
    if not form.has_checked(amount_questions(asked, first, viewer.today)):
        return False
    kind = BudgetKind(form.cleaned_data["kind"])
    facts = {"by": viewer, "person": person, "amounts": amounts, "kind": kind, **days}
    action = actions.estimate_budget if _is_estimate(request) else actions.propose_budget
    return bool(run(form, action, **facts))


def _is_estimate(request: HttpRequest) -> bool:
    """Whether the pressed button says that it is an estimate."""
    return request.POST.get("do") == "estimate"


def add_fund(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Say who else pays for a person."""
    viewer, person = viewer_of(request), _load(request, public_id)
    form = FundForm(request.POST or None, council=person.authority)
    if form.is_valid() and run(
        form,
        actions.open_fund,
        by=viewer,
        person=person,
        new=form.fund(),
        opened_date=viewer.today,
    ):
        messages.success(request, "The funding source is recorded.")
        return redirect("brokerage:propose_budget", public_id)
    return _page(request, person, "brokerage/add_fund.html", form=form)


def budget(request: HttpRequest, public_id: UUID, budget_id: int) -> HttpResponse:
    """One budget beside the last one: an estimate is put forward, and a second person agrees what is
    proposed, or returns it."""
    viewer, person = viewer_of(request), _load(request, public_id)
    found = get_object_or_404(
        PersonalBudget.objects.visible_to(viewer), person=person, pk=budget_id
    )
    form = ReturnBudgetForm(request.POST or None)
    if form.is_valid() and _decided(request, found, form):
        return redirect("brokerage:budgets", public_id)
    sheet = budget_sheet(found, viewer.today)
    return _page(
        request,
        person,
        "brokerage/budget.html",
        sheet=sheet,
        form=form,
        may_agree=sheet.is_waiting and can_agree_budget(viewer, found),
        may_withdraw=sheet.is_waiting and sheet.proposer_id == viewer.user_id,
        budgets_url=reverse("brokerage:budgets", args=[public_id]),
    )


def withdraw_budget(request: HttpRequest, public_id: UUID, budget_id: int) -> HttpResponse:
    """Take back what one proposed oneself."""
    viewer, person = viewer_of(request), _load(request, public_id)
    found = get_object_or_404(
        PersonalBudget.objects.visible_to(viewer), person=person, pk=budget_id
    )
    try:
        actions.withdraw_budget(by=viewer, budget=found)
    except DomainError as refusal:
        messages.error(request, one_text(refusal))
    else:
        messages.success(request, "The budget is withdrawn.")
    return redirect("brokerage:budgets", public_id)


def _decided(request: HttpRequest, found: PersonalBudget, form: ReturnBudgetForm) -> bool:
    """Do what the pressed button says; False leaves the refusal in the form."""
    facts = {"by": viewer_of(request), "budget": found}
    if request.POST.get("do") == "agree":
        done = run(form, actions.agree_proposed, **facts)
        said = f"{found.person.name}’s budget is agreed. Finance agrees how it is paid."
    elif request.POST.get("do") == "propose":
        done, said = run(form, actions.propose_estimate, **facts), _PROPOSED
    else:
        done = run(form, actions.return_budget, reason=form.cleaned_data["reason"], **facts)
        said = f"{found.person.name}’s budget is returned, with your reason."
    if done:
        messages.success(request, said)
    return bool(done)


def _kind(asked: str) -> BudgetKind:
    return BudgetKind(asked) if asked in set(BudgetKind) else BudgetKind.CARE


def _load(request: HttpRequest, public_id: UUID) -> Person:
    return open_person(
        by=viewer_of(request), public_id=public_id, scope=Scope.PLAN, purpose=PlanPurpose.BUDGET
    )


def _page(request: HttpRequest, person: Person, template: str, **context: object) -> HttpResponse:
    back_url = reverse("brokerage:person", args=[person.public_id])
    return render(request, template, {"person": person, "back_url": back_url, **context})
