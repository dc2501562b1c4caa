"""A person's money: their own page, the same for those who may see it, and explaining a payment."""

from dataclasses import asdict
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from marketplace.accounts.requests import viewer_of
from marketplace.core.form_runner import run
from marketplace.core.paper import paper_of, render_page
from marketplace.people.access import own_address
from marketplace.people.actions import open_own_record, open_person
from marketplace.people.models import Person
from marketplace.people.queries import own_person
from marketplace.people.rules import OwnPurpose, Scope
from payments.cards.rules import MoneyPurpose
from payments.reconciliation.actions import explain as explain_spending
from payments.reconciliation.forms import ExplainForm
from payments.reconciliation.models import MoneyException
from payments.reconciliation.permissions import can_explain
from payments.reconciliation.queries.absence import found_of
from payments.reconciliation.queries.feeding import fed_accounts
from payments.reconciliation.queries.fund_trail import fund_of, fund_trail
from payments.reconciliation.queries.statement import statement_of
from payments.reconciliation.queries.statement_facts import ONE_DAY
from payments.reconciliation.rules.duties import MAY_RECONCILE
from payments.reconciliation.rules.payee_facts import MAY_KEEP_PAYEES

# How many payments the page shows before the reader asks for all of them. Judgement: about a fortnight.
NEWEST = 12
# Judgement: the first year of the calendar that any date on our pages may be of; no bank has payments so old.
FIRST_YEAR = 1900


def my_money(request: HttpRequest) -> HttpResponse:
    """What is on my card, what of it is needed, what is left to spend, and the forecast."""
    viewer = viewer_of(request)
    person = open_own_record(by=viewer, scope=Scope.MONEY)
    if person is None:
        raise Http404("Your account has no record of a person here. Phone the council.")
    facts = _facts(request, person)
    return render_page(request, "reconciliation/my_money.html", facts, file_name="my-money")


def person_money(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The same figures for finance, and for a broker or helper who may see them; also by fund."""
    person = _open(request, public_id, MoneyPurpose.MONEY)
    facts = _facts(request, person)
    facts["keeps_payees"] = viewer_of(request).may(MAY_KEEP_PAYEES)
    facts["checks"] = viewer_of(request).may(MAY_RECONCILE)
    facts["found"] = found_of(person) if facts["checks"] else ()
    facts["follows_funds"] = viewer_of(request).may(MAY_RECONCILE)
    facts["fed"] = fed_accounts(facts["statement"], facts["today"])
    return render(request, "reconciliation/person_money.html", facts)


def fund_money(request: HttpRequest, public_id: UUID, fund_id: int, day: str = "") -> HttpResponse:
    """One fund's money through a half year: in, spent, given back, shared again, undone, left."""
    person = _open(request, public_id, MoneyPurpose.MONEY)
    fund = fund_of(person, fund_id)
    if fund is None:
        raise Http404("This person has no such funding source.")
    today = viewer_of(request).today
    trail = fund_trail(fund, min(_day_asked(day) or today, today))
    context = {
        "person": person,
        "trail": trail,
        "last_day": (trail.half.until or today) - ONE_DAY,
        "is_now": today in trail.half,
        "earlier": (trail.half.start - ONE_DAY).isoformat(),
    }
    return render_page(
        request,
        "reconciliation/fund_money.html",
        context,
        file_name="fund",
        layout="layouts/work.html",
    )


def _day_asked(day: str) -> date | None:
    """A day of the half year that is asked for; none where none is. Raises Http404 before FIRST_YEAR."""
    try:
        asked = date.fromisoformat(day) if day else None
    except ValueError as unread:
        raise Http404("There is no such day.") from unread
    if asked and asked.year < FIRST_YEAR:
        raise Http404("No payment is so old.")
    return asked


def _open(request: HttpRequest, public_id: UUID, purpose: StrEnum) -> Person:
    return open_person(
        by=viewer_of(request), public_id=public_id, scope=Scope.MONEY, purpose=purpose
    )


def _facts(request: HttpRequest, person: Person) -> dict[str, Any]:
    today = viewer_of(request).today
    statement = statement_of(person, today=today)
    payments = statement.payments
    whole = "all" in request.GET or paper_of(request) is not None
    return {
        "person": person,
        "statement": statement,
        "payments": payments if whole else payments[:NEWEST],
        "bars": [asdict(share) for share in statement.spent_on if share.pence > 0],
        "given_back": [share for share in statement.spent_on if share.pence < 0],
        "explain": person.pk == _own_id(request),
        "today": today,
    }


def _own_id(request: HttpRequest) -> int | None:
    """Whose pages these are: the viewer's own, or of whom they act for."""
    own = own_person(viewer_of(request))
    return own.pk if own else None


def answered(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """That an answer was sent: its reference, and what happens next."""
    exception = _asked_of(request, public_id)
    if exception.explained_at is None:
        return redirect(own_address(request, "reconciliation:explain", public_id))
    context = {"exception": exception, "back_url": _opened(request, exception)}
    return render(request, "reconciliation/answered.html", context)


def _asked_of(request: HttpRequest, public_id: UUID) -> MoneyException:
    """A question that this viewer may answer; else 404."""
    viewer = viewer_of(request)
    exception = get_object_or_404(
        MoneyException.objects.visible_to(viewer).select_related("line", "account", "person"),
        public_id=public_id,
    )
    if not can_explain(viewer, exception):
        raise Http404("Only the person can answer this question.")
    return exception


def _opened(request: HttpRequest, exception: MoneyException) -> str:
    """Write the read log of the person; answers where their money is."""
    person = exception.person
    own = person.pk == _own_id(request)
    acts = viewer_of(request).acting_as is not None
    own_purpose = OwnPurpose.ACTING if acts else OwnPurpose.OWN
    _open(request, person.public_id, own_purpose if own else MoneyPurpose.MONEY)
    if own:
        return own_address(request, "reconciliation:my_money")
    return reverse("reconciliation:person_money", args=[person.public_id])


def explain(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The person, or who sees their money for them, says what a payment was for."""
    viewer = viewer_of(request)
    exception = _asked_of(request, public_id)
    form = ExplainForm(
        request.POST if request.method == "POST" else None,
        initial={"words": exception.explanation},
        is_payment=exception.line is not None,
    )
    back_url = _opened(request, exception)
    if form.is_valid() and run(
        form, explain_spending, by=viewer, exception_id=exception.pk, **form.cleaned_data
    ):
        return redirect(own_address(request, "reconciliation:answered", public_id))
    return render(
        request,
        "reconciliation/explain.html",
        {"form": form, "exception": exception, "line": exception.line, "back_url": back_url},
    )
