"""Linking a concern to records, and keeping it from colleagues who are part of it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from marketplace.accounts.requests import viewer_of
from marketplace.accounts.viewer import Viewer
from marketplace.core.errors import DomainError
from marketplace.core.form_runner import run
from marketplace.core.wording import one_text
from marketplace.people.models import Person
from marketplace.safeguarding.actions.linking import (
    keep_concern_from,
    link_person,
    link_subject,
    unlink_subject,
)
from marketplace.safeguarding.actions.reading import find_people, open_concern
from marketplace.safeguarding.forms.working import FindSubjectForm, KeptFromForm
from marketplace.safeguarding.queries import near_colleagues, subjects_found

PERSON = Person._meta.label_lower


def find(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Search for a person, a supplier or a listing. What is sought is in no address."""
    viewer = viewer_of(request)
    concern = open_concern(by=viewer, public_id=public_id).concern
    form = FindSubjectForm(request.POST if request.method == "POST" else None)
    found: list[dict[str, Any]] | None = None
    if form.is_valid():
        kind, words = form.cleaned_data["kind"], form.cleaned_data["words"]
        if kind != PERSON:
            found = [vars(one) for one in subjects_found(viewer, kind, words)]
        elif ran := run(form, find_people, by=viewer, concern_id=concern.pk, words=words):
            found = [
                {"subject_id": one.public_id, "name": one.name, "detail": one.town, "born": one}
                for one in ran.answer
            ]
    context = {
        "concern": concern,
        "form": form,
        "found": found,
        "kind": form.data.get("kind", ""),
        "up_url": reverse("safeguarding:concern", args=[public_id]),
    }
    return render(request, "safeguarding/find.html", context)


def link(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Link what was found."""
    viewer = viewer_of(request)
    concern = open_concern(by=viewer, public_id=public_id).concern
    _carry_out(request, lambda: _link(viewer, concern.pk, request), "Linked.")
    return redirect("safeguarding:concern", public_id)


def _link(viewer: Viewer, concern_id: int, request: HttpRequest) -> None:
    kind, subject = request.POST.get("kind", ""), request.POST.get("subject", "")
    if kind == PERSON:
        link_person(by=viewer, concern_id=concern_id, person_public_id=_uuid(subject))
    else:
        link_subject(by=viewer, concern_id=concern_id, kind=kind, subject_id=_number(subject))


def unlink(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take a link away."""
    viewer = viewer_of(request)
    concern = open_concern(by=viewer, public_id=public_id).concern
    kind, subject = request.POST.get("kind", ""), request.POST.get("subject", "")
    facts: dict[str, Any] = {"by": viewer, "concern_id": concern.pk}
    if kind == PERSON:
        _carry_out(request, lambda: link_person(person_public_id=None, **facts), "Link removed.")
    else:
        facts |= {"kind": kind, "subject_id": _number(subject)}
        _carry_out(request, lambda: unlink_subject(**facts), "Link removed.")
    return redirect("safeguarding:concern", public_id)


def kept_from(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Choose the colleagues who may not see a concern."""
    viewer = viewer_of(request)
    page = open_concern(by=viewer, public_id=public_id)
    form = KeptFromForm(
        request.POST if request.method == "POST" else None,
        colleagues=[one for one in near_colleagues(viewer) if one.pk != viewer.user_id],
        initial={"kept_from": [str(one.pk) for one in page.kept_from]},
    )
    if form.is_valid():
        facts = {"concern_id": page.concern.pk, "user_ids": form.user_ids}
        if run(form, keep_concern_from, by=viewer, **facts):
            messages.success(request, "Saved.")
            return redirect("safeguarding:concern", public_id)
    up_url = reverse("safeguarding:concern", args=[public_id])
    context = {"concern": page.concern, "form": form, "up_url": up_url}
    return render(request, "safeguarding/kept_from.html", context)


def _carry_out(request: HttpRequest, act: Any, done: str) -> None:
    try:
        act()
    except DomainError as error:
        messages.error(request, one_text(error))
    else:
        messages.success(request, done)


def _number(text: str) -> int:
    """A row's id; 0, which none has, for what is no such number."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)
