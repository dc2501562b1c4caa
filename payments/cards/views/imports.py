"""Statements: what was imported, bringing one in, choosing a CSV's columns, and the report."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from marketplace.accounts.requests import viewer_of
from marketplace.core.errors import DomainError
from marketplace.core.form_runner import refuse
from marketplace.core.wording import sentences_of
from marketplace.people.actions import open_people, open_person
from marketplace.people.rules import Scope
from payments.cards.actions import import_statement, save_csv_mapping, settle_refusals
from payments.cards.forms import ColumnsForm, LayoutForm, UploadForm
from payments.cards.models import MoneyAccount, StatementImport
from payments.cards.queries import open_refusals, people_of, visible_accounts, visible_imports
from payments.cards.rules import AccountProvider, AccountReading, MoneyPurpose
from payments.cards.storage import delete_file, keep_file, kept_file
from payments.cards.views.tables import note_sentences, preview_rows, refused_rows
from payments.gateway.errors import StatementUnreadable
from payments.gateway.statements import (
    CsvMapping,
    CsvPreview,
    StatementFormat,
    detect_format,
    preview_csv,
    read_csv,
)

PAGE = 25
SHOWN = 5
WAITING = "waiting_statements"


def import_list(request: HttpRequest) -> HttpResponse:
    found = visible_imports(viewer_of(request))
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    people = [run.account.person_id for run in page]
    _note_read(request, people, AccountReading.STATEMENTS, page=page.number)
    return render(request, "cards/imports.html", {"page": page})


def _note_read(
    request: HttpRequest, people_ids: Iterable[int], kind: AccountReading, **filters: int
) -> None:
    open_people(
        by=viewer_of(request),
        people_ids=people_ids,
        scope=Scope.MONEY,
        kind=kind,
        purpose=MoneyPurpose.MONEY,
        filters=filters,
    )


def upload(request: HttpRequest) -> HttpResponse:
    """A file whose columns are known is imported at once; another CSV is asked about first."""
    accounts = _accounts(request)
    chosen = {"account": request.GET.get("account", "")}
    form = UploadForm(
        request.POST or None, request.FILES or None, accounts=accounts, initial=chosen
    )
    if request.method == "POST" and form.is_valid():
        account, file = form.cleaned_data["account"], form.cleaned_data["file"]
        try:
            return _take(request, account, file.read(), file.name)
        except DomainError as refusal:
            refuse(form, refusal)
    _note_read(request, people_of(accounts), AccountReading.UPLOAD)
    return render(request, "cards/upload.html", {"form": form})


def columns(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Which column is what: the first rows, the columns chosen, and how they would be read."""
    account, name, data = _waiting(request, file_id)
    layout = LayoutForm(request.GET)
    try:
        preview = _preview(layout, account, data)
    except StatementUnreadable as refusal:
        refuse(layout, refusal)
        preview = preview_csv(data)
    form = ColumnsForm(
        request.POST if request.method == "POST" else None,
        headings=preview.headings,
        base=preview.guess,
    )
    mapping = preview.guess
    if form.is_bound and form.is_valid():
        mapping = form.mapping()
        if request.POST.get("do") == "import":
            try:
                return _import_waiting(request, account, name, data, mapping, file_id)
            except DomainError as refusal:
                refuse(form, refusal)
    context = {
        "form": form,
        "layout": layout,
        "account": account,
        "file_name": name,
        "preview": preview,
        "read": _trial(data, mapping),
    }
    return render(request, "cards/columns.html", context)


def report(request: HttpRequest, public_id: UUID) -> HttpResponse:
    run = get_object_or_404(visible_imports(viewer_of(request)), public_id=public_id)
    _open(request, run.account)
    context = {
        "run": run,
        "notes": note_sentences(run),
        "refused_rows": refused_rows(run),
        "to_settle": open_refusals(run),
        "figures": _figures(run),
    }
    return render(request, "cards/import_report.html", context)


def refusals_settled(request: HttpRequest, public_id: UUID) -> HttpResponse:
    run = get_object_or_404(visible_imports(viewer_of(request)), public_id=public_id)
    settle_refusals(by=viewer_of(request), import_id=run.pk)
    messages.success(request, "The rows are marked as done.")
    return redirect("cards:import_report", public_id=run.public_id)


def _accounts(request: HttpRequest) -> QuerySet[MoneyAccount]:
    found = visible_accounts(viewer_of(request), "")
    return found.filter(provider=AccountProvider.STATEMENT)


def _take(request: HttpRequest, account: MoneyAccount, data: bytes, name: str) -> HttpResponse:
    if detect_format(data) == StatementFormat.CSV and not _columns_known(account, data):
        file_id = keep_file(data)
        kept = request.session.get(WAITING, {})
        request.session[WAITING] = {**kept, str(file_id): [str(account.public_id), name]}
        return redirect("cards:columns", file_id=file_id)
    return _import(request, account, data, name, None)


def _columns_known(account: MoneyAccount, data: bytes) -> bool:
    """Whether the columns kept for the account fit. Raises StatementUnreadable for no CSV at all."""
    mapping = CsvMapping.from_json(account.csv_mapping)
    preview = preview_csv(data, skip_rows=mapping.skip_rows, has_headings=mapping.has_headings)
    return not mapping.problems(preview.headings)


def _import(
    request: HttpRequest, account: MoneyAccount, data: bytes, name: str, mapping: CsvMapping | None
) -> HttpResponse:
    run = import_statement(
        by=viewer_of(request), account=account, data=data, filename=name, mapping=mapping
    )
    messages.success(request, f"{run.file_name} uploaded: {run.created} new payments.")
    return redirect("cards:import_report", public_id=run.public_id)


def _import_waiting(
    request: HttpRequest,
    account: MoneyAccount,
    name: str,
    data: bytes,
    mapping: CsvMapping,
    file_id: UUID,
) -> HttpResponse:
    response = _import(request, account, data, name, mapping)
    save_csv_mapping(by=viewer_of(request), account_id=account.pk, mapping=mapping)
    delete_file(file_id)
    request.session[WAITING] = {
        k: v for k, v in request.session[WAITING].items() if k != str(file_id)
    }
    return response


def _waiting(request: HttpRequest, file_id: UUID) -> tuple[MoneyAccount, str, bytes]:
    """The waiting file of this session. Raises Http404 for another's, or one that is done."""
    kept = request.session.get(WAITING, {}).get(str(file_id))
    if kept is None:
        raise Http404("Page not found.")
    account = get_object_or_404(_accounts(request), public_id=kept[0])
    _open(request, account)
    try:
        return account, kept[1], kept_file(file_id)
    except FileNotFoundError as error:
        raise Http404("We keep a file for 1 day. Upload the file again.") from error


def _open(request: HttpRequest, account: MoneyAccount) -> None:
    """One person's statement is their money: looking at it is written to their read log."""
    open_person(
        by=viewer_of(request),
        public_id=account.person.public_id,
        scope=Scope.MONEY,
        purpose=MoneyPurpose.MONEY,
    )


def _preview(layout: LayoutForm, account: MoneyAccount, data: bytes) -> CsvPreview:
    known = CsvMapping.from_json(account.csv_mapping)
    asked = layout.is_valid() and layout.data
    skip = (layout.cleaned_data["skip_rows"] or 0) if asked else known.skip_rows
    headings = not layout.cleaned_data["no_headings"] if asked else known.has_headings
    return preview_csv(data, skip_rows=skip, has_headings=headings)


def _trial(data: bytes, mapping: CsvMapping) -> dict[str, object]:
    """How the file would be read: its first rows and how many would be refused."""
    try:
        file = read_csv(data, mapping)
    except StatementUnreadable as refusal:
        return {"problems": sentences_of(refusal)}
    return {
        "rows": preview_rows(file, SHOWN),
        "lines": len(file.lines),
        "refused": len(file.refused),
    }


def _figures(run: StatementImport) -> list[tuple[str, str]]:
    figures = [
        ("Read", f"{run.read:,}"),
        ("New", f"{run.created:,}"),
        ("Changed", f"{run.changed:,}"),
        ("Here already", f"{run.unchanged:,}"),
        ("Refused", f"{run.refused:,}"),
    ]
    if run.other_currency:
        figures.append(("New, in another currency", f"{run.other_currency:,}"))
    return figures
