"""From a file that was read to one that is confirmed: shown first, and nothing of it recorded before."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from marketplace.accounts.permissions import check
from marketplace.accounts.viewer import Viewer
from marketplace.core.actor_columns import actor_columns
from marketplace.core.audit import record
from marketplace.core.errors import problem
from marketplace.core.transitions import move
from payments.cards.actions.previewing import preview_of, state_of_books
from payments.cards.actions.refused_rows import ask_about_unplaced
from payments.cards.actions.statements import import_facts, stored_rows
from payments.cards.actions.uploads import end_upload
from payments.cards.errors import StatementRefused
from payments.cards.models import MoneyAccount, StatementImport, StatementUpload
from payments.cards.rules import (
    IMPORT_TRANSITIONS,
    MAY_IMPORT_MONEY,
    REASON_LENGTH,
    UPLOAD_TRANSITIONS,
    ImportState,
    UploadState,
)
from payments.cards.signals import upload_waiting
from payments.gateway.contract import RefusedLine, StatementFile
from payments.ledger.rules import MAY_POST_MONEY


@transaction.atomic
def put_off_reading(*, by: Viewer, upload_id: int, account_ids: Collection[int]) -> bool:
    """Whether a file is to be compared later: when what changes the books of its accounts has ended,
    which has it read then. Compared now, it would be compared twice."""
    upload = StatementUpload.objects.select_for_update().get(pk=upload_id)
    check(by, MAY_IMPORT_MONEY, upload.authority_id)
    changing = StatementImport.objects.changing_the_books().filter(account__in=account_ids)
    if not changing.exists():
        return False
    StatementUpload.objects.filter(pk=upload_id).update(tries=0)
    record(event="statement.reading_put_off", by=by, subject=upload)
    return True


@dataclass(frozen=True)
class StagedPart:
    """One account's part of a file with what confirming it would do, and the books that it was
    compared with."""

    run: StatementImport
    books: str


def look_at_part(
    *, by: Viewer, upload: StatementUpload, account: MoneyAccount, file: StatementFile
) -> StagedPart:
    """Compare a part with what is stored. Nothing is written."""
    books = state_of_books(account)
    facts = import_facts(account, file, upload.sha256, upload.file_name)
    run = StatementImport(
        authority_id=account.authority_id,
        account=account,
        upload=upload,
        state=ImportState.STAGED,
        imported_at=upload.sent_at,
        imported_by_id=upload.sent_by_id,
        **facts,
    )
    run.preview = preview_of(by=by, run=run, file=file)
    return StagedPart(run, books)


@transaction.atomic
def stage_upload(
    *,
    by: Viewer,
    upload_id: int,
    parts: list[StagedPart],
    cards_found: Mapping[str, int] | None = None,
    unplaced: Sequence[RefusedLine] = (),
) -> StatementUpload:
    """Keep what reading a file found, for somebody to confirm. Where the books have moved on meanwhile,
    the file is read once more. Raises StatementRefused for one that was discarded.

    Of a file of several cards, `cards_found` is which account each card led to; recording it goes by
    that. `unplaced` are the rows of no account here.
    """
    accounts = _lock_accounts([part.run.account_id for part in parts])
    upload = StatementUpload.objects.select_for_update().get(pk=upload_id)
    check(by, MAY_IMPORT_MONEY, upload.authority_id)
    if upload.state != UploadState.READING:
        raise StatementRefused(problem("statement_reading_ended"))
    if any(state_of_books(accounts[part.run.account_id]) != part.books for part in parts):
        StatementUpload.objects.filter(pk=upload.pk).update(tries=0)
        upload_waiting.send(sender=StatementUpload, upload_id=upload.pk)
        return upload
    for part in parts:
        _keep(by, part.run)
    gone = upload.imports.filter(state=ImportState.STAGED).exclude(account__in=accounts)
    _leave_out(by, list(gone))
    StatementUpload.objects.filter(pk=upload.pk).update(
        cards_found=dict(cards_found or {}),
        unplaced=stored_rows(unplaced),
        unplaced_rows=len(unplaced),
    )
    end_upload(by=by, upload=upload, to=UploadState.STAGED)
    return upload


def _keep(by: Viewer, run: StatementImport) -> None:
    """In place of what an earlier reading of the file found, so that its address stays."""
    same = StatementImport.objects.filter(upload=run.upload, account=run.account_id)
    before = same.filter(state=ImportState.STAGED).first()
    if before is not None:
        run.pk, run.public_id = before.pk, before.public_id
    run.save()
    record(event="statement.opened", by=by, subject=run, account_id=run.account_id, read=run.read)


@transaction.atomic
def confirm_upload(
    *, by: Viewer, upload_id: int, despite: str = "", leave_out: Collection[str] = ()
) -> StatementUpload:
    """Say yes to what the preview shows: the worker records it, once.

    `despite` says why, where the file looks like another account's. `leave_out` are the public ids of
    parts of a file of several cards of which nothing is recorded. Rows of no account here become a task.
    Raises StatementRefused when `despite` is missing or nothing is left, when it was confirmed or
    discarded meanwhile or is read again, and while another statement of an account is being recorded or
    taken back.
    """
    _lock_accounts(
        StatementImport.objects.filter(upload=upload_id).values_list("account", flat=True)
    )
    upload = StatementUpload.objects.select_for_update().get(pk=upload_id)
    for permission in (MAY_IMPORT_MONEY, MAY_POST_MONEY):
        check(by, permission, upload.authority_id)
    _refuse_unless_staged(upload)
    staged = list(upload.imports.filter(state=ImportState.STAGED).order_by("pk"))
    runs = [run for run in staged if str(run.public_id) not in leave_out]
    if not runs:
        raise StatementRefused(problem("statement_nothing_to_confirm", "leave_out"))
    _refuse_while_busy([run.account_id for run in runs])
    words = despite.strip()
    if any(run.preview["stops"] for run in runs) and not 0 < len(words) <= REASON_LENGTH:
        raise StatementRefused(problem("statement_reason_missing", "despite", most=REASON_LENGTH))
    changes = {"confirmed_at": by.at, "despite": words, **actor_columns("confirmed_by", by)}
    move(
        runs,
        ImportState.CONFIRMED,
        table=IMPORT_TRANSITIONS,
        by=by,
        event="statement.confirmed",
        changes=changes,
        posted=sum(run.preview["post"] for run in runs),
        despite=int(bool(words)),
    )
    _leave_out(by, [run for run in staged if run not in runs])
    if upload.is_of_several:
        ask_about_unplaced(by=by, upload=upload)
    move(
        upload,
        UploadState.RECORDING,
        table=UPLOAD_TRANSITIONS,
        by=by,
        event="statement.recording",
        changes={"changed_at": by.at, "tries": 0},
    )
    upload_waiting.send(sender=StatementUpload, upload_id=upload.pk)
    return upload


def _leave_out(by: Viewer, runs: list[StatementImport]) -> None:
    """Parts of which nothing is recorded."""
    move(
        runs,
        ImportState.DISCARDED,
        table=IMPORT_TRANSITIONS,
        by=by,
        event="statement.left_out",
        changes={"preview": {}},
    )


def _lock_accounts(ids: Iterable[int]) -> dict[int, MoneyAccount]:
    rows = MoneyAccount.objects.select_for_update().filter(pk__in=list(ids))
    return {row.pk: row for row in rows.order_by("pk")}


def _refuse_unless_staged(upload: StatementUpload) -> None:
    if upload.state == UploadState.READING:
        raise StatementRefused(problem("statement_read_again"))
    if upload.state in (UploadState.RECORDING, UploadState.READ):
        raise StatementRefused(problem("statement_confirmed_already"))
    if upload.state != UploadState.STAGED:
        raise StatementRefused(problem("statement_reading_ended"))


def _refuse_while_busy(account_ids: list[int]) -> None:
    """One at a time: what another does to the books is not in the preview."""
    if StatementImport.objects.changing_the_books().filter(account__in=account_ids).exists():
        raise StatementRefused(problem("statement_account_busy"))
