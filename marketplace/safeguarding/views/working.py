"""The officers' list, one concern, and each step of the work on it; auditors read the same."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from marketplace.accounts.requests import authority_of, viewer_of
from marketplace.core.errors import DomainError
from marketplace.core.form_runner import run
from marketplace.core.gov_forms import GovForm
from marketplace.core.wording import one_text
from marketplace.people.queries import reach_of, who_sees
from marketplace.safeguarding.actions.reading import open_concern, open_concern_person, open_list
from marketplace.safeguarding.actions.working import (
    close_concern,
    confirm_passed_on,
    decide_concern,
    note_concern,
    pass_on_concern,
    record_wishes,
    take_back_concern,
    triage_concern,
)
from marketplace.safeguarding.forms.working import (
    CloseForm,
    DecideForm,
    NoteForm,
    PassedOnForm,
    TriageForm,
    WishesForm,
)
from marketplace.safeguarding.models import SafeguardingConcern
from marketplace.safeguarding.permissions import can_work
from marketplace.safeguarding.queries import ConcernPage, concerns_listed
from marketplace.safeguarding.rules import CONCERN_TRANSITIONS, ConcernState, ConcernTask
from marketplace.safeguarding.wording import (
    facts_of_report,
    kinds_words,
    person_facts,
    tests_words,
)
from marketplace.tasks.queries import open_task

#: The parts of the list, with their words.
PARTS = {
    "new": "New",
    "working": "Working on",
    "children": "For children’s services",
    "closed": "Closed",
}


def concerns(request: HttpRequest) -> HttpResponse:
    """Concerns by their references: whom they are about is said on their own pages only."""
    part = request.GET.get("part", "new")
    return _list(request, part if part in PARTS else "new")


def children(request: HttpRequest) -> HttpResponse:
    """The part of the list that is for children's services."""
    return _list(request, "children")


def _list(request: HttpRequest, part: str) -> HttpResponse:
    viewer = viewer_of(request)
    open_list(by=viewer, authority=authority_of(request))
    address = reverse("safeguarding:concerns")
    counts, listed = concerns_listed(viewer, part)
    tabs = [
        {
            "label": label,
            "url": f"{address}?part={name}",
            "count": counts[name],
            "current": name == part,
        }
        for name, label in PARTS.items()
    ]
    context = {"tabs": tabs, "concerns": listed, "today": viewer.today, "part": PARTS[part]}
    return render(request, "safeguarding/concerns.html", context)


def concern(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One concern: what was said, what it is linked to, what was noted, and what may be done next."""
    viewer = viewer_of(request)
    page = open_concern(by=viewer, public_id=public_id)
    found = page.concern
    state = ConcernState(found.state)
    context = {
        "page": page,
        "concern": found,
        "facts": facts_of_report(found),
        "kinds": kinds_words(found),
        "tests": tests_words(found),
        "may_work": can_work(viewer, found),
        "next": {to.value for to in CONCERN_TRANSITIONS[state]},
        "tasks": _tasks(found),
        "today": viewer.today,
    }
    return render(request, "safeguarding/concern.html", context)


def _tasks(found: SafeguardingConcern) -> list[Any]:
    return [task for kind in ConcernTask if (task := open_task(kind, found))]


def person(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The record of the person whom a concern is about, and who can see that record."""
    viewer = viewer_of(request)
    found = open_concern_person(by=viewer, public_id=public_id)
    assert found.person is not None  # noqa: S101 - the action refuses a concern without one
    context = {
        "concern": found,
        "person": found.person,
        "facts": person_facts(found.person, reach_of(found.person, viewer.today)),
        "seen_by": who_sees(person=found.person, at=viewer.at).now,
    }
    return render(request, "safeguarding/person.html", context)


def triage(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Say which types of abuse, how great the risk, and what was done at once."""
    return _step(request, public_id, "triage", TriageForm, triage_concern, "Triage is saved.")


def decide(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Decide on an enquiry, by the three tests."""
    return _step(request, public_id, "decide", DecideForm, decide_concern, "Decision is saved.")


def close(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """End the work, with what came of it."""
    return _step(request, public_id, "close", CloseForm, close_concern, "The concern is closed.")


def wishes(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What the person said about going on, and what they want."""
    said = "What the person said is saved."
    return _step(request, public_id, "wishes", WishesForm, record_wishes, said)


def note(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Add a note; or that the person was told."""
    return _step(request, public_id, "note", NoteForm, note_concern, "The note is saved.")


def confirm(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Children's services have it: to whom it was given."""
    said = "Saved. Children’s services have this concern."
    return _step(request, public_id, "confirm", PassedOnForm, confirm_passed_on, said)


def _step(
    request: HttpRequest,
    public_id: UUID,
    name: str,
    form_class: type[GovForm],
    action: Callable[..., Any],
    done: str,
) -> HttpResponse:
    viewer = viewer_of(request)
    page = open_concern(by=viewer, public_id=public_id)
    form = form_class(request.POST if request.method == "POST" else None, initial=_first(page))
    if form.is_valid():
        facts = getattr(form, "facts", form.cleaned_data)
        if run(form, action, by=viewer, concern_id=page.concern.pk, **facts):
            messages.success(request, done)
            return redirect("safeguarding:concern", public_id)
    context = {
        "page": page,
        "concern": page.concern,
        "form": form,
        "up_url": reverse("safeguarding:concern", args=[public_id]),
    }
    return render(request, f"safeguarding/{name}.html", context)


def _first(page: ConcernPage) -> dict[str, Any]:
    return {"consent": page.concern.consent, "wishes": page.concern.wishes}


def pass_on(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """It is about a child."""
    return _press(request, public_id, pass_on_concern, "Now tell children’s services.")


def take_back(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """It is about an adult after all."""
    said = "The adult team has this concern now. Triage it."
    return _press(request, public_id, take_back_concern, said)


def _press(
    request: HttpRequest, public_id: UUID, action: Callable[..., Any], done: str
) -> HttpResponse:
    viewer = viewer_of(request)
    page = open_concern(by=viewer, public_id=public_id)
    try:
        action(by=viewer, concern_id=page.concern.pk)
    except DomainError as error:
        messages.error(request, one_text(error))
    else:
        messages.success(request, done)
    return redirect("safeguarding:concern", public_id)
