"""The person's own record: what is held, who may see it, who looked; and asking to have it corrected."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from marketplace.accounts.requests import viewer_of
from marketplace.core.errors import NotVisible
from marketplace.core.form_runner import run
from marketplace.people import actions
from marketplace.people.forms import CorrectionForm
from marketplace.people.models import Person
from marketplace.people.queries import facts_of, people_helped, scopes_held, who_sees
from marketplace.people.rules import OwnPurpose, PeopleReading, Scope


def my_record(request: HttpRequest) -> HttpResponse:
    """What the council holds of me, who may see it, and who looked when and why."""
    viewer = viewer_of(request)
    person = actions.open_own_record(by=viewer, scope=Scope.RECORD)
    context: dict[str, object] = {"person": person}
    if person:
        context |= {
            "seen": who_sees(person=person, at=viewer.at),
            "facts": facts_of(person, viewer.today),
            "is_acting": viewer.acting_as is not None,
        }
    return render(request, "people/my_record.html", context)


def correct(request: HttpRequest) -> HttpResponse:
    """Ask to have something in my record put right."""
    person = own_record(request)
    form = CorrectionForm(request.POST or None)
    if form.is_valid() and run(
        form,
        actions.ask_correction,
        by=viewer_of(request),
        person=person,
        **form.cleaned_data,
    ):
        messages.success(request, "We have your correction. We answer on this page within 7 days.")
        return redirect("people:my_record")
    return render(request, "people/correct.html", {"form": form})


def own_record(request: HttpRequest) -> Person:
    """One's own record, opened. Raises NotVisible where there is none."""
    person = actions.open_own_record(by=viewer_of(request), scope=Scope.RECORD)
    if person is None:
        raise NotVisible("We have no record of you.")
    return person


def for_home(request: HttpRequest) -> HttpResponse:
    """The pages of somebody for whom one speaks: those that one may see."""
    viewer = viewer_of(request)
    person = own_record(request)
    held = scopes_held(viewer, [person.pk]).get(person.pk, frozenset())
    return render(request, "people/for_home.html", {"person": person, "held": held})


def helping(request: HttpRequest) -> HttpResponse:
    """The people for whom I speak, each with the way to their pages."""
    viewer = viewer_of(request)
    helped = people_helped(viewer)
    actions.open_people(
        by=viewer,
        people_ids=[person.pk for person in helped],
        scope=Scope.RECORD,
        kind=PeopleReading.HELPED,
        purpose=OwnPurpose.ACTING,
    )
    return render(request, "people/helping.html", {"helped": helped})
