"""What confirming a file would do, the yes, and taking a confirmed statement back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from marketplace.accounts.requests import viewer_of
from marketplace.core.errors import DomainError
from marketplace.core.form_runner import refuse
from marketplace.core.wording import one_text
from payments.cards.actions import confirm_upload, take_back_statement
from payments.cards.forms import ConfirmForm, TakeBackForm
from payments.cards.models import StatementImport, StatementUpload
from payments.cards.queries import imports_of, visible_imports, visible_uploads
from payments.cards.rules import UploadState
from payments.cards.views.readings import note_account, note_upload
from payments.cards.views.tables import preview_parts, row_reasons
from payments.ledger.queries import closed_periods


def preview(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What is in a file, whose it is, and what would be recorded. Nothing is yet."""
    sent = get_object_or_404(visible_uploads(viewer_of(request)), public_id=public_id)
    if sent.state != UploadState.STAGED:
        return redirect("cards:upload_progress", public_id=sent.public_id)
    runs = list(imports_of(sent))
    return _page(request, sent, runs, ConfirmForm(runs=runs))


def confirm(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The yes of whoever has seen the preview."""
    viewer = viewer_of(request)
    sent = get_object_or_404(visible_uploads(viewer), public_id=public_id)
    runs = list(imports_of(sent))
    form = ConfirmForm(request.POST, runs=runs)
    if not form.is_valid():
        return _page(request, sent, runs, form)
    try:
        confirm_upload(by=viewer, upload_id=sent.pk, **form.cleaned_data)
    except DomainError as refusal:
        if any(one.field in form.fields for one in refusal.problems):
            refuse(form, refusal)
            return _page(request, sent, runs, form)
        messages.error(request, one_text(refusal))
    return redirect("cards:upload_progress", public_id=sent.public_id)


def take_back(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask once, and why."""
    viewer = viewer_of(request)
    run = get_object_or_404(visible_imports(viewer), public_id=public_id)
    if not run.may_be_taken_back:
        return redirect("cards:import_report", public_id=run.public_id)
    form = TakeBackForm(request.POST or None)
    if form.is_valid():
        try:
            take_back_statement(by=viewer, import_id=run.pk, **form.cleaned_data)
            return redirect("cards:import_report", public_id=run.public_id)
        except DomainError as refusal:
            refuse(form, refusal)
    note_account(request, run.account)
    return render(request, "cards/take_back.html", {"form": form, "run": run})


def _page(
    request: HttpRequest, sent: StatementUpload, runs: list[StatementImport], form: ConfirmForm
) -> HttpResponse:
    note_upload(request, sent, runs)
    context = {
        "upload": sent,
        "form": form,
        "parts": preview_parts(runs, closed_periods(sent.authority_id)),
        "is_stopped": any(run.preview.get("stops") for run in runs),
        "unplaced": row_reasons(sent.unplaced),
        "posts": sum(run.preview.get("post", 0) for run in runs),
    }
    return render(request, "cards/preview.html", context)
