"""The equality questions: on one's own page, as a worker asks them, and how many gave which answer."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from marketplace.accounts.requests import viewer_of
from marketplace.core.disclosure import HIDDEN_BELOW, published_until
from marketplace.core.errors import NotVisible
from marketplace.core.form_runner import run
from marketplace.people import actions
from marketplace.people.forms import EqualityForm
from marketplace.people.models import Person
from marketplace.people.queries import equality_answers, equality_counts
from marketplace.people.rules import AccessCapacity, OwnPurpose, Scope


def own(request: HttpRequest) -> HttpResponse:
    """Answer, change or take back my own answers."""
    person = actions.open_own_record(by=viewer_of(request), scope=Scope.EQUALITY)
    if person is None:
        raise NotVisible("We have no record of you.")
    return _answered(request, person, "people/my_equality.html", reverse("people:my_record"))


def ask(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask a person of my list, and write down what they answer."""
    person = actions.open_person(
        by=viewer_of(request),
        public_id=public_id,
        scope=Scope.EQUALITY,
        purpose=OwnPurpose.EQUALITY,
        capacity=AccessCapacity.PRACTITIONER,
    )
    return _answered(
        request, person, "people/equality.html", reverse("people:record", args=[public_id])
    )


def _answered(request: HttpRequest, person: Person, page: str, back_url: str) -> HttpResponse:
    viewer = viewer_of(request)
    known = equality_answers(viewer, person)
    said = {question: row.answer for question, row in known.items()}
    form = EqualityForm(request.POST if request.method == "POST" else None, said=said)
    if form.is_valid() and (
        ran := run(form, actions.answer_equality, by=viewer, person=person, answers=form.answers())
    ):
        messages.success(request, "Answers saved." if ran.answer else "Nothing was changed.")
        return redirect(back_url)
    context = {"person": person, "form": form, "known": known.values(), "back_url": back_url}
    return render(request, page, context)


def counts(request: HttpRequest) -> HttpResponse:
    """How many people gave which answer. Nobody is named, and no small number shown."""
    viewer = viewer_of(request)
    context = {
        "counts": equality_counts(viewer),
        "hidden_below": HIDDEN_BELOW,
        "until": published_until(viewer.today),
    }
    return render(request, "people/equality_counts.html", context)
