"""One fact of a payee: confirming, correcting, refusing and ending it."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from marketplace.accounts.requests import viewer_of
from marketplace.core.errors import DomainError
from marketplace.core.form_runner import run
from marketplace.core.wording import one_text
from payments.reconciliation.actions import (
    confirm_payee_fact,
    correct_payee_fact,
    end_payee_fact,
    refuse_payee_fact,
)
from payments.reconciliation.forms import PayeeFactForm
from payments.reconciliation.models import PayeeFact
from payments.reconciliation.views.payees import open_whose_own


def _load(request: HttpRequest, public_id: UUID) -> PayeeFact:
    visible = PayeeFact.objects.visible_to(viewer_of(request)).select_related(
        "payee__supplier", "payee__person"
    )
    fact = get_object_or_404(visible.not_ended(), public_id=public_id)
    open_whose_own(viewer_of(request), fact.payee)
    return fact


def correct(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Replace a fact by what is right."""
    fact = _load(request, public_id)
    form = PayeeFactForm(request.POST or None, initial={"kind": fact.kind, "text": fact.text})
    if form.is_valid() and run(
        form, correct_payee_fact, by=viewer_of(request), fact_id=fact.pk, new=form.fact()
    ):
        messages.success(request, "Corrected. A colleague confirms it before it matches by itself.")
        return redirect("reconciliation:payee", fact.payee.public_id)
    context = {"form": form, "fact": fact, "payee": fact.payee, "subject": fact.payee.subject}
    return render(request, "reconciliation/payee_fact.html", context)


def confirm(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Be the second who says that it is right."""
    return _done(request, public_id, confirm_payee_fact, "Confirmed. It matches by itself now.")


def refuse(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Say that it is wrong."""
    return _done(request, public_id, refuse_payee_fact, "Refused. It is not used.")


def end(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Say that it is not so any more."""
    return _done(request, public_id, end_payee_fact, "Ended. It is not used any more.")


def _done(
    request: HttpRequest, public_id: UUID, action: Callable[..., object], words: str
) -> HttpResponse:
    fact = _load(request, public_id)
    try:
        action(by=viewer_of(request), fact_id=fact.pk)
    except DomainError as refusal:
        messages.error(request, one_text(refusal))
    else:
        messages.success(request, words)
    return redirect("reconciliation:payee", fact.payee.public_id)
