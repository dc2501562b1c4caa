"""Doing the same with several of the queue: seen first, then matched, asked or closed together."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse

from marketplace.accounts.requests import viewer_of
from marketplace.core.errors import DomainError, problem
from marketplace.core.form_runner import run
from marketplace.core.wording import one_text
from payments.reconciliation.actions import accept_suggestions, ask_people, resolve_exceptions
from payments.reconciliation.errors import ReconciliationError
from payments.reconciliation.forms import AskForm, ResolveForm
from payments.reconciliation.queries.preview import after_matching
from payments.reconciliation.queries.queue import QueueRow, exceptions_waiting, with_tasks

#: What a press on the queue asks for: to see what would come of it, and to do it.
PREVIEWS = {"preview": "match", "ask": "ask", "close": "close"}


@dataclass(frozen=True, slots=True)
class Bulk:
    """What was chosen, what is to be done with it, and the form that says in which words."""

    do: str
    chosen: list[QueueRow]
    form: Any = None


def asked_for(request: HttpRequest) -> Bulk | HttpResponseRedirect:
    """Do what a press asks for, or show it first. A refusal of the words shows them again."""
    do = request.POST.get("do", "")
    if do == "confirm":
        return _confirm(request)
    if do == "send":
        return _in_words(request, "ask", AskForm, ask_people, _ASKED)
    if do == "finish":
        return _in_words(request, "close", ResolveForm, resolve_exceptions, _CLOSED)
    if do == "clear":
        return Bulk("", [])
    forms: dict[str, Any] = {"ask": AskForm(prefix="ask"), "close": ResolveForm(prefix="close")}
    ids = [_pin(text)[0] for text in request.POST.getlist("line")]
    shown = PREVIEWS.get(do, "match")
    return Bulk(shown, chosen_rows(request, ids), forms.get(shown))


def facts_of(request: HttpRequest, bulk: Bulk) -> dict[str, Any]:
    """What the page shows of what was chosen: before and after."""
    is_match = bulk.do == "match"
    shown = [row for row in bulk.chosen if row.can_accept or not is_match]
    after = after_matching([row.exception for row in shown], viewer_of(request).today)
    matches = [(row, after.get(row.exception.pk) if is_match else None) for row in shown]
    lines = [row.exception.line for row in shown if row.exception.line]
    return {
        "bulk": bulk.do,
        "bulk_form": bulk.form,
        "chosen_ids": {row.exception.pk for row in bulk.chosen},
        "preview": matches,
        "left_out": [row for row in bulk.chosen if is_match and not row.can_accept],
        "preview_pence": sum(abs(line.amount_pence) for line in lines),
    }


def chosen_rows(request: HttpRequest, ids: list[UUID]) -> list[QueueRow]:
    """What was chosen of the queue, as it is now."""
    return with_tasks(exceptions_waiting(viewer_of(request)).filter(public_id__in=ids))


def _pin(text: str) -> tuple[UUID, str]:
    public_id, _, token = text.partition("|")
    try:
        return UUID(public_id), token
    except ValueError as error:
        raise BadRequest("This payment is not in the list.") from error


def _pinned(request: HttpRequest) -> dict[int, str]:
    """What was shown, by row. Raises ReconciliationError where one of it is decided since."""
    pins = dict(_pin(text) for text in request.POST.getlist("pin"))
    rows = exceptions_waiting(viewer_of(request)).filter(public_id__in=pins)
    pinned = {row.pk: pins[row.public_id] for row in rows}
    if len(pinned) != len(pins):
        raise ReconciliationError(problem("exception_decided_since"))
    return pinned


def _confirm(request: HttpRequest) -> HttpResponseRedirect:
    try:
        done = accept_suggestions(by=viewer_of(request), pinned=_pinned(request))
    except DomainError as refusal:
        messages.error(request, one_text(refusal))
    else:
        said = f"{_counted(len(done))} matched. You can undo each on its own page."
        messages.success(request, said)
    return _back(request)


_ASKED = "asked about. We take no money back."
_CLOSED = "closed."


def _in_words(
    request: HttpRequest,
    do: str,
    form_class: Callable[..., Any],
    action: Callable[..., Any],
    said: str,
) -> Bulk | HttpResponseRedirect:
    form = form_class(request.POST, prefix=do)
    try:
        pinned = _pinned(request)
    except DomainError as refusal:
        messages.error(request, one_text(refusal))
        return _back(request)
    viewer = viewer_of(request)
    if form.is_valid() and run(
        form, action, by=viewer, exception_ids=list(pinned), **form.cleaned_data
    ):
        messages.success(request, f"{_counted(len(pinned))} {said}")
        return _back(request)
    ids = [_pin(text)[0] for text in request.POST.getlist("pin")]
    return Bulk(do, chosen_rows(request, ids), form)


def _counted(count: int) -> str:
    return f"{count} {'payment is' if count == 1 else 'payments are'}"


def _back(request: HttpRequest) -> HttpResponseRedirect:
    return redirect(f"{reverse('reconciliation:queue')}?{request.GET.urlencode()}")
