"""One payment: what we think it is and why, and everything that staff can do about it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from marketplace.accounts.requests import viewer_of
from marketplace.core.errors import DomainError
from marketplace.core.form_runner import run
from marketplace.core.wording import one_text
from marketplace.people.actions import open_person
from marketplace.people.queries import reach_of
from marketplace.people.rules import Scope
from marketplace.tasks.queries import open_task
from payments.cards.models import ReceivedLine
from payments.cards.queries import recorded_late_on
from payments.cards.rules import MoneyPurpose
from payments.reconciliation.actions import (
    accept_suggestions,
    ask_person,
    confirm_match,
    resolve_exception,
    split_line,
    unmatch,
)
from payments.reconciliation.forms import AskForm, MatchForm, ResolveForm, SplitFormSet
from payments.reconciliation.models import MoneyException
from payments.reconciliation.queries.lines import Payment, choices_for, payment_of, with_matches
from payments.reconciliation.queries.payees import payee_line_of
from payments.reconciliation.queries.queue import QueuePlace
from payments.reconciliation.queries.share_reasons import shared_parts
from payments.reconciliation.rules.duties import MoneyTask
from payments.reconciliation.rules.exception_registry import exception_rules
from payments.reconciliation.rules.states import ExceptionState, MatchState, token_of
from payments.reconciliation.views.question import question_page
from payments.reconciliation.views.queue_place import (
    done_in,
    go_on,
    place_of,
    query_of,
    with_query,
)


def _load(request: HttpRequest, **by: UUID) -> Payment:
    """The payment, if this user may see it; opening it is written to the person's read log."""
    viewer = viewer_of(request)
    lines = ReceivedLine.objects.visible_to(viewer)
    line = get_object_or_404(with_matches(lines), **by)
    open_person(
        by=viewer,
        public_id=line.account.person.public_id,
        scope=Scope.MONEY,
        purpose=MoneyPurpose.MONEY,
    )
    return payment_of(line)


def exception_line(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The payment that an exception is about, also after it is done; else the question about an account or a
    person's money."""
    found = get_object_or_404(
        MoneyException.objects.visible_to(viewer_of(request)).select_related("line", "person"),
        public_id=public_id,
    )
    if found.line is None:
        return question_page(request, found)
    address = reverse("reconciliation:payment", args=[found.line.public_id])
    query = request.GET.urlencode()
    return redirect(f"{address}?{query}" if query else address)


def payment(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One payment's page."""
    return _page(request, _load(request, public_id=public_id))


def _page(request: HttpRequest, shown: Payment, **forms: Any) -> HttpResponse:
    line, exception = shown.line, shown.exception
    choices = choices_for(line, viewer_of(request).today)
    suggested = token_of(exception.suggestion) if exception else ""
    labels = {choice.value: choice for choice in choices}
    return render(
        request,
        "reconciliation/payment.html",
        {
            "payment": shown,
            "line": line,
            "person": line.account.person,
            "reach": reach_of(line.account.person, viewer_of(request).today),
            "exception": exception,
            "recorded_late": recorded_late_on(line),
            "has_payee": payee_line_of(shown) is not None,
            "rule": exception_rules().get(exception.rule) if exception else None,
            "notes": shown.notes,
            "shared": shared_parts(shown, viewer_of(request).today),
            "suggestion": labels.get(suggested),
            "token": suggested,
            "alternatives": _alternatives(shown, labels),
            "history": line.matches.exclude(state=MatchState.ACTIVE).order_by("-undone_at"),
            "settled": line.exceptions.filter(state=ExceptionState.RESOLVED).order_by(
                "-resolved_at"
            ),
            "match_form": MatchForm(choices=choices),
            "place": place_of(request, exception),
            "query": query_of(request),
            "done": done_in(request),
            **_to_do(request, shown, forms),
            **forms,
        },
    )


def _to_do(request: HttpRequest, shown: Payment, forms: dict[str, Any]) -> dict[str, Any]:
    """Asking and closing, with who has it; forms that were refused come back as they were."""
    line, today = shown.line, viewer_of(request).today
    ask_form = forms.get("ask_form") or AskForm(prefix="ask")
    resolve_form = forms.get("resolve_form") or ResolveForm(prefix="resolve")
    task = open_task(MoneyTask.EXCEPTION, line)
    return {
        "ask_form": ask_form,
        "resolve_form": resolve_form,
        "job": {"task": task, "about": "this payment", "today": today},
        "asking": {
            "person": line.account.person,
            "form": ask_form,
            "url": with_query(request, "reconciliation:ask", line.public_id),
        },
        "closing": {
            "words": "Close this question" if shown.match else "Close without a match",
            "form": resolve_form,
            "url": with_query(request, "reconciliation:resolve", line.public_id),
            "rule": exception_rules().get(shown.exception.rule) if shown.exception else None,
            "outside": shown.match is None,
        },
    }


def _alternatives(shown: Payment, labels: dict[str, Any]) -> list[Any]:
    kept = shown.exception.suggestion if shown.exception else {}
    tokens = [f"{kind}:{target_id}" for kind, target_id, *_ in kept.get("alternatives", [])]
    return [labels[token] for token in tokens if token in labels]


def match(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Match the whole payment to what was chosen."""
    shown = _load(request, public_id=public_id)
    form = MatchForm(request.POST, choices=choices_for(shown.line, viewer_of(request).today))
    place = place_of(request, shown.exception)
    if form.is_valid() and run(
        form, confirm_match, by=viewer_of(request), line_id=shown.line.pk, **form.arguments()
    ):
        messages.success(request, "The payment is matched. You can undo it on its page.")
        return _on(request, place, shown.line)
    return _page(request, shown, match_form=form)


def _on(request: HttpRequest, place: QueuePlace | None, line: ReceivedLine) -> HttpResponse:
    here = reverse("reconciliation:payment", args=[line.public_id])
    return go_on(request, place, here, line.public_id)


def accept(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Accept the suggestion exactly as the page showed it."""
    shown = _load(request, public_id=public_id)
    if shown.exception is None:
        messages.error(request, "This payment is closed already.")
        return _on(request, None, shown.line)
    done = "The payment is matched as suggested. You can undo it on its page."
    pinned = {shown.exception.pk: request.POST.get("token", "")}
    return _report(request, shown, done, accept_suggestions, pinned=pinned)


def _report(
    request: HttpRequest,
    shown: Payment,
    done: str,
    action: Callable[..., object],
    **facts: object,
) -> HttpResponse:
    """Do what a press without a form asks for; say that it is done, or why not."""
    place = place_of(request, shown.exception)
    try:
        action(by=viewer_of(request), **facts)
    except DomainError as refusal:
        messages.error(request, one_text(refusal))
        return _on(request, None, shown.line)
    messages.success(request, done)
    return _on(request, place, shown.line)


def split(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Share the payment out over several plan lines; the parts must add up to it."""
    shown = _load(request, public_id=public_id)
    rows = SplitFormSet(
        request.POST if request.method == "POST" else None,
        form_kwargs={"choices": choices_for(shown.line, viewer_of(request).today)},
    )
    if request.method == "POST" and rows.is_valid():
        line_id, place = shown.line.pk, place_of(request, shown.exception)
        try:
            split_line(by=viewer_of(request), line_id=line_id, chosen=rows.chosen())
        except DomainError as refusal:
            rows.refuse(refusal)
        else:
            messages.success(request, "The payment is split. You can undo it on its page.")
            return _on(request, place, shown.line)
    facts = {
        "payment": shown,
        "line": shown.line,
        "rows": rows,
        "person": shown.line.account.person,
        "query": query_of(request),
    }
    return render(request, "reconciliation/split.html", facts)


def undo(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Undo the match: the payment waits again, and nothing else moves."""
    shown = _load(request, public_id=public_id)
    done = "The match is undone. Check the payment again."
    return _report(request, shown, done, unmatch, line_id=shown.line.pk)


def ask(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask the person what the payment was for."""
    return _about_exception(request, public_id, "ask")


def resolve(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Close the matter without a match, saying what was decided."""
    return _about_exception(request, public_id, "resolve")


_ACTIONS: dict[str, tuple[Any, Any, str]] = {
    "ask": (AskForm, ask_person, "Question sent. We take no money back."),
    "resolve": (ResolveForm, resolve_exception, "Closed without a match."),
}


def _about_exception(request: HttpRequest, public_id: UUID, do: str) -> HttpResponse:
    shown = _load(request, public_id=public_id)
    form_class, action, confirmation = _ACTIONS[do]
    form = form_class(request.POST, prefix=do)
    place = place_of(request, shown.exception)
    if shown.exception is None:
        messages.error(request, "This payment is closed already.")
    elif form.is_valid() and run(
        form, action, by=viewer_of(request), exception_id=shown.exception.pk, **form.cleaned_data
    ):
        is_question = do == "resolve" and shown.match is not None
        messages.success(request, "Question closed." if is_question else confirmation)
        return _on(request, place, shown.line)
    else:
        return _page(request, shown, **{f"{do}_form": form})
    return _on(request, None, shown.line)
