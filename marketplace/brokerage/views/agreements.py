"""Finance agrees how a budget is paid: agreements, their amounts from a day, their end."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from marketplace.accounts.requests import viewer_of
from marketplace.brokerage import actions
from marketplace.brokerage.forms import (
    AgreementForm,
    AmountsForm,
    EndAgreementForm,
    ReferencesForm,
)
from marketplace.brokerage.models import PaymentAgreement
from marketplace.brokerage.permissions import can_agree_payments, check_can_agree_payments
from marketplace.brokerage.queries import (
    agreement_cards,
    amounts_by_fund,
    asked_amounts,
    budget_to_pay,
    funds_to_agree,
    latest_budget_lines,
    left_of_budgets,
    nearest_terms,
    people_to_pay,
)
from marketplace.brokerage.rules import (
    PlanPurpose,
    PlanReading,
    PlanTask,
    terms_questions,
)
from marketplace.core.form_runner import run
from marketplace.core.words import last_day_words, spoken_date
from marketplace.people.actions import open_people, open_person
from marketplace.people.models import Person
from marketplace.people.rules import Scope
from marketplace.tasks.queries import open_task


def to_pay(request: HttpRequest) -> HttpResponse:
    """People whose budget is new, and whose payments finance is to agree."""
    viewer = viewer_of(request)
    lines = people_to_pay(viewer=viewer)
    open_people(
        by=viewer,
        people_ids=[line.person.pk for line in lines],
        scope=Scope.MONEY,
        kind=PlanReading.PAYMENTS,
        purpose=PlanPurpose.PAYING,
    )
    return render(request, "brokerage/to_pay.html", {"lines": lines, "today": viewer.today})


def agreements(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """How a person's budget is paid: each agreement with its amounts, and the budget beside them."""
    viewer, person = viewer_of(request), _load(request, public_id)
    return _page(
        request,
        person,
        "brokerage/agreements.html",
        budgets=latest_budget_lines(person=person, on=viewer.today),
        cards=agreement_cards(person, viewer.today),
        task=open_task(PlanTask.AGREEMENT, person),
        may_agree=can_agree_payments(viewer, person),
        today=viewer.today,
    )


def keep(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Nothing changes in what is paid, though a budget is new."""
    person = _load(request, public_id)
    actions.keep_payments(by=viewer_of(request), person=person)
    messages.success(request, "Recorded: the payments stay as they are.")
    return redirect("brokerage:agreements", public_id)


def new(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Make a payment agreement, from the amounts of the budget."""
    viewer, person = viewer_of(request), _load_to_agree(request, public_id)
    budget = budget_to_pay(person, viewer.today)
    form = AgreementForm(
        request.POST or None,
        funds=funds_to_agree(person),
        last=amounts_by_fund(budget),
        today=viewer.today,
        initial={"first_day": budget.from_date} if budget else None,
    )
    if (
        form.is_valid()
        and _has_checked(request, person, form)
        and run(
            form,
            actions.make_agreement,
            by=viewer,
            person=person,
            new=form.agreement(),
            amounts=form.amounts(),
            **form.days(),
        )
    ):
        messages.success(request, "The payment agreement is recorded.")
        return redirect("brokerage:agreements", public_id)
    return _page(request, person, "brokerage/new_agreement.html", form=form)


def change(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """New amounts of an agreement from a day; earlier days stay as they are."""
    viewer = viewer_of(request)
    agreement, person = _agreement(request, public_id)
    form = AmountsForm(
        request.POST or None,
        funds=funds_to_agree(person),
        last=nearest_terms(agreement, viewer.today),
        today=viewer.today,
    )
    facts = {"by": viewer, "agreement": agreement}
    if (
        form.is_valid()
        and _has_checked(request, person, form, agreement)
        and run(form, actions.agree_terms, amounts=form.amounts(), **facts, **form.days())
    ):
        first = spoken_date(form.cleaned_data["first_day"])
        messages.success(request, f"The new amounts hold from {first}.")
        return redirect("brokerage:agreements", person.public_id)
    return _page(request, person, "brokerage/change_terms.html", form=form, agreement=agreement)


def references(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What is written on the payments of an agreement, and how many weeks of money may be left over."""
    viewer = viewer_of(request)
    agreement, person = _agreement(request, public_id)
    now = {
        "payment_reference": agreement.payment_reference,
        "contribution_reference": agreement.contribution_reference,
        "contingency_weeks": agreement.contingency_weeks,
    }
    form = ReferencesForm(request.POST or None, initial=now)
    if form.is_valid() and run(
        form,
        actions.set_references,
        by=viewer,
        agreement=agreement,
        references=form.references(),
        contingency_weeks=form.cleaned_data["contingency_weeks"],
    ):
        messages.success(request, "The references and weeks are recorded.")
        return redirect("brokerage:agreements", person.public_id)
    return _page(request, person, "brokerage/references.html", form=form, agreement=agreement)


def end(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask for the last day, then end an agreement and what was agreed for later."""
    viewer = viewer_of(request)
    agreement, person = _agreement(request, public_id)
    form = EndAgreementForm(request.POST or None, today=viewer.today)
    if form.is_valid() and run(
        form, actions.end_agreement, by=viewer, agreement=agreement, day=form.day()
    ):
        messages.success(request, f"The payments end. Last day: {last_day_words(form.day())}.")
        return redirect("brokerage:agreements", person.public_id)
    return _page(request, person, "brokerage/end_agreement.html", form=form, agreement=agreement)


def _has_checked(
    request: HttpRequest,
    person: Person,
    form: AmountsForm,
    agreement: PaymentAgreement | None = None,
) -> bool:
    """Ask once about amounts beyond the budget, jumps and far days."""
    first = form.cleaned_data["first_day"]
    amounts = {fund.pk: amount for fund, amount in form.amounts().items()}
    asked = asked_amounts(form.asked_funds(), amounts, form.last if agreement else {})
    left = left_of_budgets(person, first, but=agreement)
    return form.has_checked(terms_questions(asked, left, first, viewer_of(request).today))


def _agreement(request: HttpRequest, public_id: UUID) -> tuple[PaymentAgreement, Person]:
    viewer = viewer_of(request)
    visible = PaymentAgreement.objects.visible_to(viewer).select_related("person", "holder")
    agreement = get_object_or_404(visible, public_id=public_id)
    return agreement, _load_to_agree(request, agreement.person.public_id)


def _load_to_agree(request: HttpRequest, public_id: UUID) -> Person:
    """The person, for somebody who may agree how they are paid: refused before anything is typed."""
    person = _load(request, public_id)
    check_can_agree_payments(viewer_of(request), person)
    return person


def _load(request: HttpRequest, public_id: UUID) -> Person:
    return open_person(
        by=viewer_of(request), public_id=public_id, scope=Scope.MONEY, purpose=PlanPurpose.PAYING
    )


def _page(request: HttpRequest, person: Person, template: str, **context: object) -> HttpResponse:
    back_url = reverse("brokerage:agreements", args=[person.public_id])
    return render(request, template, {"person": person, "back_url": back_url, **context})
