"""A record opened for a stated reason, and who opened which."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from marketplace.accounts.requests import viewer_of
from marketplace.core.form_runner import run
from marketplace.people import actions
from marketplace.people.forms import GlassForm
from marketplace.people.queries import facts_of, risks_of
from marketplace.people.rules import AccessCapacity, OwnPurpose, Scope


def break_glass(request: HttpRequest) -> HttpResponse:
    """Say whose record and why, then read it."""
    viewer, form = viewer_of(request), GlassForm(request.POST or None)
    if form.is_valid():
        facts = form.cleaned_data
        ran = run(form, actions.break_glass, by=viewer, authority_id=viewer.council_id, **facts)
        if ran:
            return redirect("people:opened", ran.answer.person.public_id)
    return render(request, "people/break_glass.html", {"form": form})


def opened(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The record, for as long as it is open."""
    viewer = viewer_of(request)
    person = actions.open_person(
        by=viewer,
        public_id=public_id,
        scope=Scope.RECORD,
        purpose=OwnPurpose.STATED,
        capacity=AccessCapacity.BREAK_GLASS,
    )
    context = {
        "person": person,
        "facts": facts_of(person, viewer.today),
        "risks": [(risk, "") for risk in risks_of(viewer, person)],
        "today": viewer.today,
    }
    return render(request, "people/opened.html", context)


def glass(request: HttpRequest) -> HttpResponse:
    """Every record of this council that was opened so."""
    viewer = viewer_of(request)
    rows = actions.open_broken_glass(by=viewer, authority_id=viewer.council_id)
    return render(request, "people/glass.html", {"rows": rows})
