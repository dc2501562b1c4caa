"""Rows that were not accepted: of one account's statement, or of no account here. Finance deals with them."""

from datetime import timedelta

from django.db import transaction
from django.urls import reverse

from marketplace.accounts.permissions import check
from marketplace.accounts.rules import Role
from marketplace.accounts.viewer import Viewer
from marketplace.core.audit import record
from marketplace.council.queries import figure
from marketplace.tasks.actions import finish_tasks, new_task, raise_tasks
from payments.cards.models import StatementImport, StatementUpload
from payments.cards.rules import MAY_IMPORT_MONEY, REFUSED_LINES_DAYS, ImportTask


def ask_about_refused(*, by: Viewer, run: StatementImport) -> None:
    """Refused rows of a statement become a task for finance. Part of an action."""
    if run.refused:
        _ask(by, run, run.refused, reverse("cards:import_report", args=[run.public_id]))


def ask_about_unplaced(*, by: Viewer, upload: StatementUpload) -> None:
    """Rows of no account here become one, in place of what the same file left before. Part of an action."""
    same = StatementUpload.objects.filter(
        authority=upload.authority_id, account=None, sha256=upload.sha256
    )
    _finish(by, StatementUpload._meta.label_lower, list(same.values_list("pk", flat=True)))
    if upload.unplaced_rows:
        address = reverse("cards:upload_progress", args=[upload.public_id])
        _ask(by, upload, upload.unplaced_rows, address)


@transaction.atomic
def settle_refusals(*, by: Viewer, import_id: int) -> StatementImport:
    """Say that the refused lines of an import have been dealt with."""
    run = StatementImport.objects.get(pk=import_id)
    check(by, MAY_IMPORT_MONEY, run.authority_id)
    forget_refusals(by=by, run=run)
    event = "statement.refusals_settled"
    record(event=event, by=by, subject=run, account_id=run.account_id, refused=run.refused)
    return run


@transaction.atomic
def settle_unplaced(*, by: Viewer, upload_id: int) -> StatementUpload:
    """Say that a file's rows of no account here have been dealt with."""
    upload = StatementUpload.objects.get(pk=upload_id)
    check(by, MAY_IMPORT_MONEY, upload.authority_id)
    _finish(by, upload._meta.label_lower, [upload.pk])
    event = "statement.refusals_settled"
    record(event=event, by=by, subject=upload, refused=upload.unplaced_rows)
    return upload


def forget_refusals(*, by: Viewer, run: StatementImport) -> None:
    """Nobody has to deal with refused lines of what is taken back. Part of an action."""
    _finish(by, run._meta.label_lower, [run.pk])


def _finish(by: Viewer, subject_type: str, ids: list[int]) -> None:
    finish_tasks(by=by, kind=ImportTask.PROBLEM, subject_type=subject_type, subject_ids=ids)


def _ask(by: Viewer, subject: StatementImport | StatementUpload, rows: int, address: str) -> None:
    days = figure(subject.authority_id, REFUSED_LINES_DAYS, by.today)
    said = "1 row of a statement was" if rows == 1 else f"{rows:,} rows of a statement were"
    task = new_task(
        authority_id=subject.authority_id,
        kind=ImportTask.PROBLEM,
        role=Role.FINANCE,
        subject=subject,
        title=f"{said} not accepted",
        address=address,
        due_date=by.today + timedelta(days),
        at=by.at,
    )
    raise_tasks([task])
