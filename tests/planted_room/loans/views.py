"""The loans to the people on one's list, one of them, and the settings page."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from marketplace.loans.actions import collect_loan, lend
from marketplace.loans.forms import LendForm
from marketplace.loans.models import Loan
from marketplace.loans.rules import LoanPurpose, LoanReading

from marketplace.accounts.requests import viewer_of
from marketplace.core.form_runner import run
from marketplace.people.actions import open_people, open_person
from marketplace.people.rules import Scope


def loan_list(request: HttpRequest) -> HttpResponse:
    """What is lent to the people on my list."""
    viewer = viewer_of(request)
    loans = list(Loan.objects.visible_to(viewer).select_related("person"))
    open_people(
        by=viewer,
        people_ids=[loan.person_id for loan in loans],
        scope=Scope.PLAN,
        kind=LoanReading.LIST,
        purpose=LoanPurpose.LENDING,
    )
    return render(request, "loans/list.html", {"loans": loans})


def _load(request: HttpRequest, public_id: UUID) -> Loan:
    """The loan, if the viewer may see its person; opening it is written to the read log."""
    viewer = viewer_of(request)
    loans = Loan.objects.visible_to(viewer).select_related("person")
    loan = get_object_or_404(loans, public_id=public_id)
    person = loan.person.public_id
    open_person(by=viewer, public_id=person, scope=Scope.PLAN, purpose=LoanPurpose.LENDING)
    return loan


def loan(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One loan; sending the form lends another thing to the same person."""
    found = _load(request, public_id)
    form = LendForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        facts = {"by": viewer_of(request), "person": found.person, **form.cleaned_data}
        if run(form, lend, **facts):
            return redirect("loans:list")
    return render(request, "loans/loan.html", {"loan": found, "form": form})


def collect(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """It is back."""
    found = _load(request, public_id)
    collect_loan(by=viewer_of(request), loan_id=found.pk)
    return redirect("loans:list")


def settings_page(request: HttpRequest) -> HttpResponse:
    """What an administrator may set."""
    return render(request, "loans/settings.html")
