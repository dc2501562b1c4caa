"""A person's money: their own page, the same for those who may see it, and explaining a payment."""

from dataclasses import asdict
from enum import StrEnum
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from marketplace.accounts.requests import user_of, viewer_of
from marketplace.core.form_runner import run
from marketplace.core.pence import format_pounds
from marketplace.people.actions import open_own_record, open_person
from marketplace.people.models import Person
from marketplace.people.rules import OwnPurpose, Scope
from payments.cards.rules import MoneyPurpose
from payments.reconciliation.actions import explain as explain_spending
from payments.reconciliation.forms import ExplainForm
from payments.reconciliation.models import MoneyException
from payments.reconciliation.permissions import can_explain
from payments.reconciliation.queries.statement import BudgetStatement, statement_of

# How many payments the page shows before the reader asks for all of them. Judgement: about a fortnight.
NEWEST = 12


def my_money(request: HttpRequest) -> HttpResponse:
    """What I have left until when, what is committed, what was spent on what, what is asked."""
    viewer = viewer_of(request)
    person = open_own_record(by=viewer, scope=Scope.MONEY)
    if person is None:
        raise Http404("Your account has no record of a person here. Phone the council.")
    return _page(request, person, "reconciliation/my_money.html")


def person_money(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The same statement for finance, and for a broker or helper who may see it."""
    person = _open(request, public_id, MoneyPurpose.MONEY)
    return _page(request, person, "reconciliation/person_money.html")


def _open(request: HttpRequest, public_id: UUID, purpose: StrEnum) -> Person:
    return open_person(
        by=viewer_of(request), public_id=public_id, scope=Scope.MONEY, purpose=purpose
    )


def _page(request: HttpRequest, person: Person, template: str) -> HttpResponse:
    statement = statement_of(person, today=viewer_of(request).today)
    payments = statement.payments
    context = {
        "person": person,
        "statement": statement,
        "working": statement.working,
        "payments": payments if "all" in request.GET else payments[:NEWEST],
        "payment_count": len(payments),
        "key": _key(statement),
        "bars": [asdict(share) for share in statement.spent_on],
        "by_fund": [asdict(share) for share in statement.spent_by_fund],
        "may_explain": person.user_id == user_of(request).pk,
        "today": viewer_of(request).today,
    }
    return render(request, template, context)


def _key(statement: BudgetStatement) -> list[tuple[str, str]]:
    working = statement.working
    return [
        ("used", f"Spent {format_pounds(working.spent_pence)}"),
        ("held", f"Needed for the plan {format_pounds(working.committed_pence)}"),
        ("left", f"Expected to be left {format_pounds(working.left_pence)}"),
    ]


def answered(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """That an answer was sent: its reference, and what happens next."""
    exception = _asked_of(request, public_id)
    if exception.explained_at is None:
        return redirect("reconciliation:explain", public_id)
    context = {"exception": exception, "back_url": _opened(request, exception)}
    return render(request, "reconciliation/answered.html", context)


def _asked_of(request: HttpRequest, public_id: UUID) -> MoneyException:
    """A question that this viewer may answer; else 404."""
    viewer = viewer_of(request)
    exception = get_object_or_404(
        MoneyException.objects.visible_to(viewer).select_related("line__account__person"),
        public_id=public_id,
    )
    if not can_explain(viewer, exception.line):
        raise Http404("Only the person can answer this question.")
    return exception


def _opened(request: HttpRequest, exception: MoneyException) -> str:
    """Write the read log of the person; answers where their money is."""
    person = exception.line.account.person
    own = person.user_id == viewer_of(request).user_id
    _open(request, person.public_id, OwnPurpose.OWN if own else MoneyPurpose.MONEY)
    if own:
        return reverse("reconciliation:my_money")
    return reverse("reconciliation:person_money", args=[person.public_id])


def explain(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The person, or who sees their money for them, says what a payment was for."""
    viewer = viewer_of(request)
    exception = _asked_of(request, public_id)
    form = ExplainForm(
        request.POST if request.method == "POST" else None, initial={"words": exception.explanation}
    )
    back_url = _opened(request, exception)
    if form.is_valid() and run(
        form, explain_spending, by=viewer, exception_id=exception.pk, **form.cleaned_data
    ):
        return redirect("reconciliation:answered", public_id)
    return render(
        request,
        "reconciliation/explain.html",
        {"form": form, "exception": exception, "line": exception.line, "back_url": back_url},
    )
