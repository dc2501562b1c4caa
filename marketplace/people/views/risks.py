"""Risks: on one's own pages, and on those of whoever plans with a person."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from marketplace.accounts.requests import viewer_of
from marketplace.core.errors import NotVisible
from marketplace.core.form_runner import run
from marketplace.people import actions
from marketplace.people.access import own_address
from marketplace.people.forms import RiskForm
from marketplace.people.models import Person, PersonRisk
from marketplace.people.permissions import can_write_risks
from marketplace.people.queries import risks_of
from marketplace.people.rules import OwnPurpose, Scope


def own(request: HttpRequest) -> HttpResponse:
    """My own risks, or those of whom I act for; and another one."""
    person = actions.open_own_record(by=viewer_of(request), scope=Scope.RISK)
    if person is None:
        raise NotVisible("We have no record of you.")
    return _listed(
        request,
        person,
        "people/my_risks.html",
        own_address(request, "people:my_risks"),
        lambda risk: own_address(request, "people:end_my_risk", risk.public_id),
    )


def end_own(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One of my own risks is no more so."""
    _end(request, public_id)
    return redirect(own_address(request, "people:my_risks"))


def of_person(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The risks of a person with whom I plan; and another one."""
    person = actions.open_person(
        by=viewer_of(request), public_id=public_id, scope=Scope.RISK, purpose=OwnPurpose.RISKS
    )
    return _listed(
        request,
        person,
        "people/risks.html",
        reverse("people:risks", args=[public_id]),
        lambda risk: reverse("people:end_risk", args=[risk.public_id]),
    )


def end(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A risk of a person with whom I plan is no more so."""
    risk = _end(request, public_id)
    return redirect("people:risks", risk.person.public_id)


def _listed(
    request: HttpRequest,
    person: Person,
    page: str,
    here: str,
    end_url: Callable[[PersonRisk], str],
) -> HttpResponse:
    viewer = viewer_of(request)
    form = RiskForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and run(
        form, actions.write_risk, by=viewer, person=person, **form.cleaned_data
    ):
        messages.success(request, "The risk is written down.")
        return redirect(here)
    may_write = can_write_risks(viewer, person)
    context = {
        "person": person,
        "risks": [(risk, end_url(risk) if may_write else "") for risk in risks_of(viewer, person)],
        "form": form if may_write else None,
        "today": viewer.today,
    }
    return render(request, page, context)


def _end(request: HttpRequest, public_id: UUID) -> PersonRisk:
    viewer = viewer_of(request)
    risks = PersonRisk.objects.visible_to(viewer)
    if viewer.acting_as is not None:
        risks = risks.filter(person=viewer.acting_as)
    risk = get_object_or_404(risks.select_related("person"), public_id=public_id)
    actions.end_risk(by=viewer, risk=risk)
    messages.success(request, "The risk is ended.")
    return risk
