"""Payees: who is paid, and what payments to them may say."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from marketplace.accounts.requests import viewer_of
from marketplace.accounts.viewer import Viewer
from marketplace.core.form_runner import run
from marketplace.people.actions import open_person
from marketplace.people.models import Person
from marketplace.people.rules import Scope
from payments.cards.models import ReceivedLine
from payments.cards.rules import MoneyPurpose
from payments.reconciliation.actions import add_payee_fact, open_payee
from payments.reconciliation.forms import PayeeFactForm, PayeeForm
from payments.reconciliation.models import Payee
from payments.reconciliation.permissions import can_keep_payee
from payments.reconciliation.queries.lines import payment_of, with_matches
from payments.reconciliation.queries.payees import (
    fact_rows,
    known_supplier,
    own_payees,
    payee_line_of,
    payee_of,
    shared_payees,
    subject_of_line,
)
from payments.reconciliation.rules.payee_facts import PayeeSubject

#: Payees of a page. Judgement: what fits a screen without losing the place.
A_PAGE = 25
#: Characters. Judgement: a long name; the page repeats what was typed.
LONGEST_SOUGHT = 100


def payees(request: HttpRequest) -> HttpResponse:
    """The payees that the council shares; nobody's own payee is among them."""
    words = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_SOUGHT]
    found = shared_payees(viewer_of(request), words)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "reconciliation/payees.html", {"page": page, "words": words})


def new(request: HttpRequest) -> HttpResponse:
    """Add an organisation that is not in the directory."""
    viewer = viewer_of(request)
    form = PayeeForm(request.POST or None)
    if form.is_valid():
        ran = run(
            form,
            open_payee,
            by=viewer,
            authority_id=viewer.council_id,
            name=form.cleaned_data["name"],
        )
        if ran:
            messages.success(request, "The payee is added. Now record what payments say.")
            return redirect("reconciliation:payee", ran.answer.public_id)
    return render(request, "reconciliation/new_payee.html", {"form": form})


def payee(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What is known of a payee; more is recorded there."""
    visible = Payee.objects.visible_to(viewer_of(request)).select_related("supplier", "person")
    found = get_object_or_404(visible, public_id=public_id)
    return _page(request, found.subject, found)


def supplier(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The same of a supplier, of whom nothing may be known yet."""
    subject = known_supplier(viewer_of(request), public_id)
    if subject is None:
        raise Http404("This supplier is not in the directory now.")
    return _first(request, subject)


def of_payment(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The same of whoever a payment went to, as it is matched or suggested."""
    lines = ReceivedLine.objects.visible_to(viewer_of(request))
    line = get_object_or_404(with_matches(lines), public_id=public_id)
    open_person(
        by=viewer_of(request),
        public_id=line.account.person.public_id,
        scope=Scope.MONEY,
        purpose=MoneyPurpose.MONEY,
    )
    line_id = payee_line_of(payment_of(line))
    subject = subject_of_line(line_id) if line_id else None
    if subject is None:
        raise Http404("This payment is not matched to planned support.")
    return _first(request, subject)


def of_person(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Those whom one person alone pays."""
    viewer = viewer_of(request)
    person = open_person(
        by=viewer, public_id=public_id, scope=Scope.MONEY, purpose=MoneyPurpose.MONEY
    )
    rows = own_payees(viewer, person)
    return render(request, "reconciliation/own_payees.html", {"person": person, "rows": rows})


def _first(request: HttpRequest, subject: PayeeSubject) -> HttpResponse:
    """The page of a payee who may have no row yet; it has one address once it has."""
    found = payee_of(subject)
    if found and request.method != "POST":
        return redirect("reconciliation:payee", found.public_id)
    return _page(request, subject, found)


def _page(request: HttpRequest, subject: PayeeSubject, found: Payee | None) -> HttpResponse:
    viewer = viewer_of(request)
    person = open_whose_own(viewer, found) if found else None
    form = PayeeFactForm(request.POST or None)
    if form.is_valid():
        ran = run(form, add_payee_fact, by=viewer, subject=subject, new=form.fact())
        if ran:
            messages.success(
                request, "Recorded. A colleague confirms it before it matches by itself."
            )
            return redirect("reconciliation:payee", ran.answer.payee.public_id)
    context: dict[str, Any] = {
        "subject": subject,
        "payee": found,
        "person": person,
        "facts": fact_rows(viewer, found) if found else [],
        "form": form,
        "may_keep": can_keep_payee(viewer, subject),
    }
    return render(request, "reconciliation/payee.html", context)


def open_whose_own(viewer: Viewer, found: Payee) -> Person | None:
    """The person whose own payee it is, if it is anybody's; opening it is written to their read log."""
    if found.person is None:
        return None
    return open_person(
        by=viewer,
        public_id=found.person.public_id,
        scope=Scope.MONEY,
        purpose=MoneyPurpose.MONEY,
    )
