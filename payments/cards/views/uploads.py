"""Sending a statement, choosing a CSV's columns, and how far the worker has read it."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from marketplace.accounts.requests import viewer_of
from marketplace.core.errors import DomainError
from marketplace.core.form_runner import refuse
from marketplace.core.wording import one_text, sentences_of
from payments.cards.actions import discard_upload, read_upload, settle_unplaced, take_upload
from payments.cards.forms import ColumnsForm, LayoutForm, UploadForm
from payments.cards.models import MoneyAccount, StatementUpload
from payments.cards.queries import (
    imports_of,
    known_cards,
    open_refusals,
    people_of,
    visible_accounts,
    visible_uploads,
)
from payments.cards.rules import (
    UPLOAD_TRANSITIONS,
    AccountProvider,
    AccountReading,
    UploadState,
    whose_card,
)
from payments.cards.storage import kept_sample
from payments.cards.views.readings import note_account, note_list, note_upload
from payments.cards.views.tables import preview_rows, row_reasons
from payments.cards.wording import stored_sentence
from payments.gateway.contract import CardFiles
from payments.gateway.errors import StatementUnreadable
from payments.gateway.statements import (
    CsvMapping,
    CsvPreview,
    StatementFormat,
    preview_csv,
    read_csv,
    read_csv_cards,
)

SHOWN = 5
#: Rows that are read to show how the columns fit. Judgement: enough to see a slip, read at once.
TRIED = 100


def upload(request: HttpRequest) -> HttpResponse:
    """A file whose columns are known is queued at once; another CSV is asked about first."""
    accounts = _accounts(request)
    chosen = {"account": request.GET.get("account", "")}
    form = UploadForm(
        request.POST or None, request.FILES or None, accounts=accounts, initial=chosen
    )
    if request.method == "POST" and form.is_valid():
        account, file = form.cleaned_data["account"], form.cleaned_data["file"]
        try:
            sent = take_upload(
                by=viewer_of(request), account=account, data=file.read(), filename=file.name
            )
            return redirect(_next_page(sent), public_id=sent.public_id)
        except DomainError as refusal:
            refuse(form, refusal)
    note_list(request, people_of(accounts), AccountReading.UPLOAD)
    return render(request, "cards/upload.html", {"form": form})


def columns(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Which column is what: the first rows, the columns chosen, and how they would be read.

    The rows are a person's payments, so the look is logged.
    """
    sent = get_object_or_404(_own(request), public_id=public_id, format=StatementFormat.CSV)
    if sent.state not in (UploadState.COLUMNS, UploadState.UNREADABLE):
        return redirect("cards:upload_progress", public_id=sent.public_id)
    sample, is_whole = _sample(sent)
    layout = LayoutForm(request.GET)
    try:
        preview = _preview(layout, sent, sample)
    except StatementUnreadable as refusal:
        refuse(layout, refusal)
        preview = preview_csv(sample)
    form = ColumnsForm(
        request.POST if request.method == "POST" else None,
        headings=preview.headings,
        base=preview.guess,
        several=sent.is_of_several,
    )
    is_chosen = form.is_bound and form.is_valid()
    mapping = form.mapping() if is_chosen else preview.guess
    trial = _trial(sent, sample, mapping)
    _note_sample(request, sent, sample, mapping)
    if is_chosen and request.POST.get("do") == "import" and "problems" not in trial:
        return _read(request, sent, mapping)
    context = {
        "form": form,
        "layout": layout,
        "upload": sent,
        "preview": preview,
        "read": trial,
        "is_all": is_whole and trial.get("tried", TRIED) != TRIED,
    }
    return render(request, "cards/columns.html", context)


def progress(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """How far the worker is; when it has read the file, the preview, and when it is recorded, its report."""
    sent = get_object_or_404(visible_uploads(viewer_of(request)), public_id=public_id)
    if sent.state == UploadState.STAGED:
        return redirect("cards:preview", public_id=sent.public_id)
    runs = list(imports_of(sent))
    if sent.state == UploadState.READ and len(runs) == 1 and not sent.is_of_several:
        return redirect("cards:import_report", public_id=runs[0].public_id)
    is_own = sent.sent_by_id == viewer_of(request).user_id
    if sent.state == UploadState.COLUMNS and is_own:
        return redirect("cards:columns", public_id=sent.public_id)
    note_upload(request, sent, runs)
    confirmed = [run for run in runs if run.confirmed_at]
    context = {
        "upload": sent,
        "confirmed": confirmed,
        "rows": sum(run.read for run in confirmed),
        "rows_done": sum(run.done + run.refused for run in confirmed),
        "is_own": is_own,
        "can_discard": bool(UPLOAD_TRANSITIONS[UploadState(sent.state)]) and not confirmed,
        "has_columns": sent.format == StatementFormat.CSV,
        "problems": [stored_sentence(one) for one in sent.problems],
        "unplaced": row_reasons(sent.unplaced),
        "to_settle": open_refusals(sent),
    }
    return render(request, "cards/upload_progress.html", context)


def again(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Have a file read once more that could not be read."""
    sent = get_object_or_404(_own(request), public_id=public_id)
    return _read(request, sent, None)


def settled(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The rows of no account here have been dealt with."""
    sent = get_object_or_404(visible_uploads(viewer_of(request)), public_id=public_id)
    settle_unplaced(by=viewer_of(request), upload_id=sent.pk)
    messages.success(request, "The rows are marked as done.")
    return redirect("cards:upload_progress", public_id=public_id)


def discard(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One's own, or a colleague's that waits for a yes."""
    viewer = viewer_of(request)
    allowed = Q(sent_by_id=viewer.user_id) | Q(state=UploadState.STAGED)
    sent = get_object_or_404(visible_uploads(viewer).filter(allowed), public_id=public_id)
    try:
        discard_upload(by=viewer_of(request), upload_id=sent.pk)
    except DomainError as refusal:
        messages.error(request, one_text(refusal))
        return redirect("cards:upload_progress", public_id=public_id)
    messages.success(request, f"{sent.file_name} is discarded.")
    return redirect("cards:imports")


def _accounts(request: HttpRequest) -> QuerySet[MoneyAccount]:
    found = visible_accounts(viewer_of(request), "")
    return found.filter(provider=AccountProvider.STATEMENT, shared_account=None)


def _own(request: HttpRequest) -> QuerySet[StatementUpload]:
    viewer = viewer_of(request)
    return visible_uploads(viewer).filter(sent_by_id=viewer.user_id)


def _next_page(sent: StatementUpload) -> str:
    return "cards:columns" if sent.state == UploadState.COLUMNS else "cards:upload_progress"


def _read(request: HttpRequest, sent: StatementUpload, mapping: CsvMapping | None) -> HttpResponse:
    try:
        sent = read_upload(by=viewer_of(request), upload_id=sent.pk, mapping=mapping)
    except DomainError as refusal:
        messages.error(request, one_text(refusal))
    return redirect("cards:upload_progress", public_id=sent.public_id)


def _sample(sent: StatementUpload) -> tuple[bytes, bool]:
    """Its first rows, and whether they are all. Raises Http404 when they have been cleared."""
    try:
        return kept_sample(sent.public_id)
    except FileNotFoundError as error:
        raise Http404("We keep a file for 1 day. Upload the file again.") from error


def _preview(layout: LayoutForm, sent: StatementUpload, sample: bytes) -> CsvPreview:
    known = CsvMapping.from_json(sent.csv_mapping)
    asked = layout.is_valid() and layout.data
    skip = (layout.cleaned_data["skip_rows"] or 0) if asked else known.skip_rows
    headings = not layout.cleaned_data["no_headings"] if asked else known.has_headings
    several = sent.is_of_several
    return preview_csv(sample, skip_rows=skip, has_headings=headings, several=several)


def _note_sample(
    request: HttpRequest, sent: StatementUpload, sample: bytes, mapping: CsvMapping
) -> None:
    """Whose payments the first rows are; of several cards, as far as the columns chosen say it."""
    if sent.account is not None:
        return note_account(request, sent.account)
    try:
        shown = _of_several(sent, sample, mapping, SHOWN).parts
    except StatementUnreadable:
        return None
    accounts = visible_accounts(viewer_of(request), "").filter(pk__in=shown)
    return note_list(request, people_of(accounts), AccountReading.STATEMENTS)


def _of_several(sent: StatementUpload, sample: bytes, mapping: CsvMapping, rows: int) -> CardFiles:
    whose = partial(whose_card, known=known_cards(sent.authority_id))
    return read_csv_cards(sample, mapping, whose, first_rows=rows)


def _trial(sent: StatementUpload, sample: bytes, mapping: CsvMapping) -> dict[str, object]:
    """How the first rows would be read: some of them, and how many would be refused."""
    try:
        if sent.is_of_several:
            file = _of_several(sent, sample, mapping, TRIED).together()
        else:
            file = read_csv(sample, mapping, first_rows=TRIED)
    except StatementUnreadable as refusal:
        return {"problems": sentences_of(refusal)}
    return {
        "rows": preview_rows(file, SHOWN),
        "tried": file.read,
        "lines": len(file.lines),
        "refused": len(file.refused),
    }
