"""A practitioner's pages: find a person, register one, and keep their record."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from marketplace.accounts.queries import open_teams
from marketplace.accounts.requests import viewer_of
from marketplace.accounts.viewer import Viewer
from marketplace.core.errors import DomainError
from marketplace.core.form_runner import run
from marketplace.core.wording import one_text
from marketplace.people import actions, forms
from marketplace.people.models import Consent, Correction, Person, Relationship
from marketplace.people.permissions import can_work_with, check_works_with
from marketplace.people.queries import (
    FOUND_SHOWN,
    facts_of,
    helper_lines,
    people_named,
    scopes_held,
    who_sees,
)
from marketplace.people.rules import (
    KIND_RULES,
    MAY_CORRECT_PEOPLE,
    AccessCapacity,
    CorrectionState,
    OwnPurpose,
    PeopleReading,
    RelationshipKind,
    RelationshipState,
    Scope,
)


def find(request: HttpRequest) -> HttpResponse:
    """The people of my list; by name or number when asked. What was typed is in no address."""
    viewer, form = viewer_of(request), forms.FindPersonForm(request.POST or None)
    words = form.cleaned_data["person"] if form.is_valid() else ""
    named = people_named(viewer, words)
    found = named[:FOUND_SHOWN]
    actions.open_people(
        by=viewer,
        people_ids=[person.pk for person in found],
        scope=Scope.RECORD,
        kind=PeopleReading.FOUND,
        purpose=OwnPurpose.WORK,
    )
    context = {"form": form, "found": found, "words": words, "are_more": len(named) > len(found)}
    return render(request, "people/find.html", context)


def register(request: HttpRequest) -> HttpResponse:
    """Begin a record: a name, and how to contact them."""
    viewer, form = viewer_of(request), forms.RegisterForm(request.POST or None)
    if form.is_valid():
        facts = form.cleaned_data
        ran = run(form, actions.register_person, by=viewer, authority_id=viewer.council_id, **facts)
        if ran:
            messages.success(request, f"{ran.answer.name} is registered.")
            return redirect("people:record", ran.answer.public_id)
    return render(request, "people/register.html", {"form": form})


def record(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One person's record, who is around them, and who sees them."""
    viewer, person = viewer_of(request), _open(request, public_id)
    held = scopes_held(viewer, [person.pk])[person.pk]
    sees_risk = Scope.RISK in held
    context = {
        "person": person,
        "facts": facts_of(person, viewer.today),
        "helpers": helper_lines(person, viewer.at),
        "consents": person.consents.order_by("-given_at"),
        "seen": who_sees(person=person, at=viewer.at),
        "findings": list(person.findings.select_related("recorded_by")) if sees_risk else [],
        "sees_risk": sees_risk,
        "today": viewer.today,
        "may_ask": Scope.EQUALITY in held,
        "may_correct": can_work_with(viewer, person, MAY_CORRECT_PEOPLE),
    }
    return render(request, "people/record.html", context)


@dataclass(frozen=True)
class RecordChange:
    """One thing that a worker writes down: its form, its action, its words."""

    form: type[BaseForm]
    action: Callable[..., Any]
    title: str
    button: str
    done: str


CHANGES = {
    "correct": RecordChange(
        forms.PersonForm,
        lambda *, by, person, **facts: actions.correct_person(by=by, person=person, facts=facts),
        "Correct the record",
        "Save changes",
        "The record is changed.",
    ),
    "address": RecordChange(
        forms.AddressForm,
        actions.move_person,
        "Record an address",
        "Record this address",
        "The address is recorded.",
    ),
    "need": RecordChange(
        forms.NeedForm,
        actions.record_need,
        "Record what helps them read and talk",
        "Record this need",
        "The need is recorded.",
    ),
    "event": RecordChange(
        forms.EventForm,
        actions.record_event,
        "Record what happened",
        "Record this",
        "What happened is recorded.",
    ),
    "capacity": RecordChange(
        forms.FindingForm,
        actions.record_finding,
        "Record how they could decide",
        "Record this finding",
        "The finding is recorded.",
    ),
    "around": RecordChange(
        forms.RelationshipForm,
        actions.propose_relationship,
        "Add somebody around them",
        "Add this person",
        "Added. They see nothing until it is checked.",
    ),
    "consent": RecordChange(
        forms.HeardConsentForm,
        actions.give_consent,
        "Record what they agree to",
        "Record this",
        "What they agree to is recorded.",
    ),
    "account": RecordChange(
        forms.AccountForm,
        actions.link_account,
        "Link their account",
        "Link this account",
        "The account is linked. They can use their own pages now.",
    ),
    "colleague": RecordChange(
        forms.ColleagueForm,
        actions.let_work,
        "Add a colleague or team",
        "Add",
        "They work with this person from today.",
    ),
}


def change(request: HttpRequest, public_id: UUID, what: str) -> HttpResponse:
    """Write one thing down; each has its own form."""
    if what not in CHANGES:
        raise Http404("There is no such form.")
    made, viewer, person = CHANGES[what], viewer_of(request), _open(request, public_id)
    check_works_with(viewer, person, MAY_CORRECT_PEOPLE)
    form = made.form(
        request.POST if request.method == "POST" else None, **_given(what, viewer, person)
    )
    if form.is_valid() and run(form, made.action, by=viewer, person=person, **form.cleaned_data):
        messages.success(request, made.done)
        return redirect("people:record", public_id)
    context = {"person": person, "form": form, "change": made, "back_url": _record_url(person)}
    return render(request, "people/change.html", context)


def _given(what: str, viewer: Viewer, person: Person) -> dict[str, Any]:
    """What a form begins with."""
    if what == "correct":
        parts = ("name", "contact_wish", "date_of_birth", "home")
        return {"initial": {part: getattr(person, part) for part in parts}}
    return {"teams": open_teams(viewer)} if what == "colleague" else {}


def end_need(request: HttpRequest, public_id: UUID, need_id: int) -> HttpResponse:
    """Something no longer helps."""
    person = _open(request, public_id)
    actions.end_need(by=viewer_of(request), person=person, need_id=need_id)
    messages.success(request, "The need is ended.")
    return redirect("people:record", public_id)


def answer(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Answer a correction that the person asked for."""
    viewer = viewer_of(request)
    asked = get_object_or_404(
        Correction.objects.visible_to(viewer), state=CorrectionState.ASKED, public_id=public_id
    )
    person = _open(request, asked.person.public_id)
    form = forms.CorrectionAnswerForm(request.POST or None)
    if form.is_valid() and run(
        form, actions.answer_correction, by=viewer, correction=asked, **form.cleaned_data
    ):
        messages.success(request, "The answer is on the person’s page.")
        return redirect("people:record", person.public_id)
    context = {"person": person, "form": form, "asked": asked, "back_url": _record_url(person)}
    return render(request, "people/answer.html", context)


def relationship(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Check somebody around a person, choose what they see, or end it."""
    viewer, row = viewer_of(request), _around(request, public_id)
    do = request.POST.get("do", "")
    verify = forms.VerifyForm(request.POST if do == "verify" else None)
    scopes = forms.GivenScopesForm(
        request.POST if do == "choose" else None, initial={"scopes": row.scopes}
    )
    if verify.is_valid() and run(
        verify, actions.verify_relationship, by=viewer, relationship=row, **verify.cleaned_data
    ):
        messages.success(request, f"{row.name} is checked.")
        return redirect("people:record", row.person.public_id)
    if scopes.is_valid() and run(
        scopes, actions.choose_scopes, by=viewer, relationship=row, **scopes.cleaned_data
    ):
        messages.success(request, f"What {row.name} can see is changed.")
        return redirect("people:record", row.person.public_id)
    context = {
        "person": row.person,
        "helper": row,
        "rule": KIND_RULES[RelationshipKind(row.kind)],
        "form": verify if do != "choose" else scopes,
        "verify": verify,
        "scopes": scopes,
        "is_proposed": row.state == RelationshipState.PROPOSED,
        "back_url": _record_url(row.person),
    }
    return render(request, "people/relationship.html", context)


def end_relationship(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """End it: from now on they see nothing."""
    row = _around(request, public_id)
    done = f"{row.name} sees nothing from now on."
    return _done(request, row.person, done, actions.end_relationship, relationship=row)


def withdraw(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A person took back what they agreed to, and told their worker."""
    consent = get_object_or_404(Consent.objects.visible_to(viewer_of(request)), public_id=public_id)
    person = _open(request, consent.person.public_id)
    return _done(
        request, person, "The consent is withdrawn.", actions.withdraw_consent, consent=consent
    )


def _around(request: HttpRequest, public_id: UUID) -> Relationship:
    """Somebody around a person of my list, whose record this opens; else 404."""
    people = Person.objects.visible_to(
        viewer_of(request), scope=Scope.RECORD, capacity=AccessCapacity.PRACTITIONER
    )
    rows = Relationship.objects.visible_to(viewer_of(request)).not_ended()
    row = get_object_or_404(
        rows.filter(person__in=people).select_related("person", "user"), public_id=public_id
    )
    _open(request, row.person.public_id)
    return row


def _open(request: HttpRequest, public_id: UUID) -> Person:
    """A person of my list: nobody works with whom they see as something else."""
    return actions.open_person(
        by=viewer_of(request),
        public_id=public_id,
        scope=Scope.RECORD,
        purpose=OwnPurpose.WORK,
        capacity=AccessCapacity.PRACTITIONER,
    )


def _record_url(person: Person) -> str:
    return reverse("people:record", args=[person.public_id])


def _done(
    request: HttpRequest, person: Person, done: str, action: Callable[..., Any], **facts: Any
) -> HttpResponse:
    """Do what a press without a form asks for; say that it is done, or why not."""
    try:
        action(by=viewer_of(request), **facts)
    except DomainError as error:
        messages.error(request, one_text(error))
    else:
        messages.success(request, done)
    return redirect("people:record", person.public_id)
