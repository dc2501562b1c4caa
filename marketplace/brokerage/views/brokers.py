"""A broker is given to a person, hands over to another, or ends."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from marketplace.accounts.requests import viewer_of
from marketplace.brokerage import actions
from marketplace.brokerage.forms import BrokerForm
from marketplace.brokerage.permissions import check_can_allocate
from marketplace.brokerage.queries import broker_now, broker_options
from marketplace.brokerage.rules import PlanPurpose
from marketplace.core.errors import DomainError
from marketplace.core.form_runner import run
from marketplace.core.wording import one_text
from marketplace.people.actions import open_person
from marketplace.people.models import Person
from marketplace.people.rules import Scope


def broker(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Give a person a broker, or record whom they chose; the work goes with them."""
    viewer, person = viewer_of(request), _load(request, public_id)
    options = broker_options(person.authority_id, viewer.today)
    form = BrokerForm(request.POST or None, options=options, today=viewer.today)
    if form.is_valid():
        chosen = form.chosen_broker()
        facts = {"by": viewer, "person": person, "broker": chosen, "choice": form.choice()}
        if run(form, actions.allocate_broker, **facts):
            messages.success(request, f"{person.name} is on the list of {chosen.name}.")
            return redirect("brokerage:broker", public_id)
    context = {
        "person": person,
        "form": form,
        "options": options,
        "now": broker_now(person, viewer.today),
        "back_url": reverse("brokerage:person", args=[public_id]),
    }
    return render(request, "brokerage/broker.html", context)


def end_broker(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take a person off their broker's list."""
    person = _load(request, public_id)
    try:
        actions.end_broker(by=viewer_of(request), person=person)
    except DomainError as refusal:
        messages.error(request, one_text(refusal))
    else:
        messages.success(request, f"{person.name} has no broker from tomorrow.")
    return redirect("brokerage:broker", public_id)


def _load(request: HttpRequest, public_id: UUID) -> Person:
    viewer = viewer_of(request)
    person = open_person(
        by=viewer, public_id=public_id, scope=Scope.PLAN, purpose=PlanPurpose.BROKER
    )
    check_can_allocate(viewer, person)
    return person
