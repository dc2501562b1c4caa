"""What is asked about an account, or about a person's money: what was found, and what staff can do."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from marketplace.accounts.requests import viewer_of
from marketplace.core.form_runner import run
from marketplace.people.actions import open_person
from marketplace.people.queries import reach_of
from marketplace.people.rules import Scope
from marketplace.tasks.queries import open_task
from payments.cards.rules import MoneyPurpose
from payments.reconciliation.actions import ask_person, resolve_exception
from payments.reconciliation.forms import AskForm, ResolveForm
from payments.reconciliation.models import MoneyException
from payments.reconciliation.queries.absence import finding_behind
from payments.reconciliation.rules.duties import MoneyTask
from payments.reconciliation.rules.exception_registry import exception_rules
from payments.reconciliation.views.queue_place import (
    done_in,
    go_on,
    place_of,
    query_of,
    with_query,
)
from payments.reconciliation.wording import reckoned


def question_page(request: HttpRequest, row: MoneyException, **forms: Any) -> HttpResponse:
    """One question that is about no payment. Opening it is written to the person's read log."""
    viewer = viewer_of(request)
    open_person(
        by=viewer,
        public_id=row.person.public_id,
        scope=Scope.MONEY,
        purpose=MoneyPurpose.MONEY,
    )
    finding, rule = finding_behind(row), exception_rules().get(row.rule)
    ask_form = forms.get("ask_form") or AskForm(prefix="ask")
    resolve_form = forms.get("resolve_form") or ResolveForm(prefix="resolve")
    return render(
        request,
        "reconciliation/question.html",
        {
            "exception": row,
            "person": row.person,
            "reach": reach_of(row.person, viewer.today),
            "rule": rule,
            "reckoned": reckoned(finding) if finding else [],
            "ask_form": ask_form,
            "resolve_form": resolve_form,
            "job": {
                "task": open_task(MoneyTask.EXCEPTION, row),
                "about": "this question",
                "today": viewer.today,
            },
            "asking": {
                "person": row.person,
                "form": ask_form,
                "url": with_query(request, "reconciliation:ask_question", row.public_id),
            },
            "closing": {
                "words": "Close this question",
                "form": resolve_form,
                "url": with_query(request, "reconciliation:resolve_question", row.public_id),
                "rule": rule,
            },
            "place": place_of(request, row),
            "query": query_of(request),
            "done": done_in(request),
        },
    )


def ask(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask the person about it."""
    return _about(request, public_id, "ask")


def resolve(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Close it, saying what was decided."""
    return _about(request, public_id, "resolve")


_ACTIONS: dict[str, tuple[Any, Any, str]] = {
    "ask": (AskForm, ask_person, "Question sent. We take no money back."),
    "resolve": (ResolveForm, resolve_exception, "Question closed."),
}


def _about(request: HttpRequest, public_id: UUID, do: str) -> HttpResponse:
    viewer = viewer_of(request)
    rows = MoneyException.objects.visible_to(viewer).filter(line=None)
    row = get_object_or_404(rows.select_related("person", "account"), public_id=public_id)
    form_class, action, said = _ACTIONS[do]
    form, place = form_class(request.POST, prefix=do), place_of(request, row)
    if form.is_valid() and run(form, action, by=viewer, exception_id=row.pk, **form.cleaned_data):
        messages.success(request, said)
        here = reverse("reconciliation:line", args=[row.public_id])
        return go_on(request, place, here, row.public_id)
    return question_page(request, row, **{f"{do}_form": form})
