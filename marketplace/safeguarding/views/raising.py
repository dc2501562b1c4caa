"""Raising a concern: one form, for anyone, with or without an account, script, cookies or a session.

Nothing of it is kept in a session or shown again at an address: what is answered to a sending has
another status than 200, so that no page of it is put by for Back (`accounts.drawn_pages`).
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from marketplace.accounts.actions.tries import count_try
from marketplace.accounts.requests import authority_of
from marketplace.accounts.rules import MAY_COUNT_TRIES
from marketplace.accounts.viewer import Viewer
from marketplace.core.actors import SystemActor
from marketplace.core.clock import now
from marketplace.core.errors import problem
from marketplace.core.form_runner import refuse, run
from marketplace.core.rooms import collected
from marketplace.safeguarding.actions.raising import raise_concern
from marketplace.safeguarding.errors import ConcernError
from marketplace.safeguarding.forms.raising import RaiseForm
from marketplace.safeguarding.models import SafeguardingConcern
from marketplace.safeguarding.queries import phones_of
from marketplace.safeguarding.requests import (
    counted_by,
    is_from_elsewhere,
    kind_of_page,
    sealed_page,
    sending_key,
    subject_of,
)
from marketplace.safeguarding.rules import MAY_TAKE_CONCERNS, AboutWhom, Danger

FORM = SystemActor("concern_form", frozenset({MAY_TAKE_CONCERNS, MAY_COUNT_TRIES}))
CREATED, UNPROCESSABLE, TOO_MANY, TOO_LARGE = 201, 422, 429, 413
#: Bytes of a sending. The longest answers are 9,900 characters, of which each is 12 bytes at most.
MOST_BYTES = 200_000


@csrf_exempt  # It acts for nobody's account, so nothing is forged; and no old token may lose it.
def raise_a_concern(request: HttpRequest) -> HttpResponse:
    """The form; sent, its reference. Nobody can look anything up with that."""
    if request.method != "POST":
        sealed = sealed_page(request)
        form = RaiseForm(initial={"opened_from": sealed})
        return _page(request, form, sealed, 200)
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        context = {"phones": phones_of(authority_of(request))}
        return render(request, "safeguarding/too_large.html", context, status=TOO_LARGE)
    form = RaiseForm(request.POST)
    sealed = request.POST.get("opened_from", "")
    status = UNPROCESSABLE
    if form.is_valid():
        concern, status = _send(request, form)
        if concern is not None:
            return _sent(request, concern)
    return _page(request, form, sealed, status)


def _send(request: HttpRequest, form: RaiseForm) -> tuple[SafeguardingConcern | None, int]:
    """The concern that was made; or None with the status to answer, and the form says why."""
    by = Viewer.machine(FORM, now(), authority_of(request))
    if is_from_elsewhere(request):
        refuse(form, ConcernError(problem("concern_from_elsewhere")))
        return None, UNPROCESSABLE
    held_until = count_try(by=by, counted=counted_by(request))
    if held_until is not None:
        refuse(form, ConcernError(problem("concern_too_many", until=held_until)))
        return None, TOO_MANY
    report = form.report
    ran = run(
        form,
        raise_concern,
        by=by,
        sending_key=sending_key(request, report),
        report=report,
        opened_from=subject_of(request, form.cleaned_data["opened_from"]),
    )
    return (ran.answer, CREATED) if ran else (None, UNPROCESSABLE)


def _sent(request: HttpRequest, concern: SafeguardingConcern) -> HttpResponse:
    context = {
        "public_id": concern.public_id,
        "is_child": concern.about == AboutWhom.CHILD,
        "in_danger": concern.danger == Danger.YES,
        "phones": phones_of(authority_of(request)),
    }
    return _unkept(render(request, "safeguarding/sent.html", context, status=CREATED))


def _page(request: HttpRequest, form: RaiseForm, sealed: str, status: int) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "phones": phones_of(authority_of(request)),
        "came_from": _label_of(kind_of_page(request, sealed)),
    }
    return _unkept(render(request, "safeguarding/raise.html", context, status=status))


def _label_of(kind: str) -> str:
    if not kind:
        return ""
    subject = collected().case_subjects.get(kind)
    return subject.label.lower() if subject else "person"


def _unkept(response: HttpResponse) -> HttpResponse:
    """No browser keeps it: the next to sit there does not find it with Back."""
    response["Cache-Control"] = "private, no-store"
    return response
