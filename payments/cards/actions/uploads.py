"""Statement files that people send: kept at once, read by the worker, discarded by who sent them."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q

from marketplace.accounts.permissions import check, check_is_user
from marketplace.accounts.viewer import Viewer
from marketplace.core.audit import record
from marketplace.core.errors import Problem, problem
from marketplace.core.transitions import move
from payments.cards.errors import StatementRefused
from payments.cards.models import MoneyAccount, StatementUpload
from payments.cards.queries import known_columns
from payments.cards.rules import (
    FILE_NAME_LENGTH,
    MAY_IMPORT_MONEY,
    UPLOAD_TRANSITIONS,
    AccountProvider,
    UploadState,
    stored,
)
from payments.cards.signals import upload_waiting
from payments.cards.storage import clear_files, delete_file, keep_file
from payments.gateway.contract import tidy
from payments.gateway.statements import (
    CsvMapping,
    CsvSample,
    StatementFormat,
    detect_format,
    estimate_rows,
    preview_csv,
)

#: Judgement: a day covers an interruption; bank data should not lie about because somebody closed
#: a page.
KEPT_FOR = timedelta(hours=24)
#: Judgement: how long somebody may still come back to the address of an upload that is over.
REMEMBERED_FOR = timedelta(days=30)


def take_upload(
    *, by: Viewer, account: MoneyAccount, data: bytes, filename: str
) -> StatementUpload:
    """Keep a file that was sent, and have it read, or its columns chosen first.

    Nothing of it is read here but its first rows. The same file for the same account, while it is
    being read, is the upload that is there already. Raises StatementUnreadable or StatementRefused,
    having kept nothing, for what is no statement.
    """
    check(by, MAY_IMPORT_MONEY, account.authority_id)
    if account.provider == AccountProvider.STRIPE:
        raise StatementRefused(problem("statement_comes_by_event", "account"))
    kind, file_id = detect_format(data), uuid4()
    sample = CsvSample.of(data) if kind == StatementFormat.CSV else None
    columns = _columns(account, sample.data) if sample is not None else None
    keep_file(file_id, data, b"" if sample is None or sample.is_whole else sample.data)
    kept: dict[str, Any] = {
        "public_id": file_id,
        "file_name": tidy(filename)[:FILE_NAME_LENGTH],
        "sha256": sha256(data).hexdigest(),
        "format": kind,
        "about_rows": estimate_rows(data, kind),
        "csv_mapping": columns.as_json() if columns else {},
    }
    asks = sample is not None and columns is None
    try:
        upload = open_upload(by=by, account_id=account.pk, kept=kept, asks_columns=asks)
    except Exception:
        delete_file(file_id)
        raise
    if upload.public_id != file_id:
        delete_file(file_id)
    return upload


def _columns(account: MoneyAccount, sample: bytes) -> CsvMapping | None:
    """The columns kept for files like this one. Raises StatementUnreadable for no CSV at all."""
    preview_csv(sample)
    return known_columns(account, sample)


@transaction.atomic
def open_upload(
    *, by: Viewer, account_id: int, kept: dict[str, Any], asks_columns: bool
) -> StatementUpload:
    """Note a file that lies in storage, once: whoever sends its twin meanwhile gets this one."""
    account, user = _lock_account(by, account_id), check_is_user(by)
    same = StatementUpload.objects.filter(account=account, sha256=kept["sha256"])
    own = Q(state=UploadState.COLUMNS, sent_by=user)
    twin = same.filter(Q(state=UploadState.READING) | own).first()
    if twin is not None:
        return twin
    upload = StatementUpload.objects.create(
        authority_id=account.authority_id,
        account=account,
        state=UploadState.COLUMNS if asks_columns else UploadState.READING,
        changed_at=by.at,
        sent_at=by.at,
        sent_by=user,
        **kept,
    )
    record(event="statement.uploaded", by=by, subject=upload, account_id=account.pk)
    if not asks_columns:
        upload_waiting.send(sender=StatementUpload, upload_id=upload.pk)
    return upload


@transaction.atomic
def read_upload(
    *, by: Viewer, upload_id: int, mapping: CsvMapping | None = None
) -> StatementUpload:
    """Have an upload read: by the columns chosen now, or once more as before.

    Where its twin is being read already, this one is discarded and that one returned. Raises
    StatementRefused when it is read or discarded.
    """
    found = StatementUpload.objects.get(pk=upload_id)
    account = _lock_account(by, found.account_id)
    upload = _lock_own(by, upload_id)
    same = StatementUpload.objects.filter(account=account, sha256=upload.sha256)
    twin = same.filter(state=UploadState.READING).first()
    if twin is not None:
        if twin.pk != upload.pk:
            _drop(by, upload, "statement.twin_discarded")
        return twin
    _refuse_unless_open(upload)
    changes = {} if mapping is None else {"csv_mapping": mapping.as_json()}
    _move(
        by, upload, UploadState.READING, "statement.reading_asked", tries=0, problems=[], **changes
    )
    upload_waiting.send(sender=StatementUpload, upload_id=upload.pk)
    return upload


@transaction.atomic
def discard_upload(*, by: Viewer, upload_id: int) -> StatementUpload:
    """Throw a file away before it is read to its end. What was recorded of it stays recorded.

    Raises StatementRefused when it is read or discarded already.
    """
    upload = _lock_own(by, upload_id)
    _refuse_unless_open(upload)
    _drop(by, upload, "statement.discarded")
    return upload


@transaction.atomic
def clear_uploads(*, by: Viewer) -> int:
    """Discard what nobody came back to for KEPT_FOR, and files of no upload. Returns how many went.

    A file that the worker has not read yet is kept, however long the worker stands still.
    """
    if by.actor is None or not by.may(MAY_IMPORT_MONEY):
        raise PermissionDenied
    waiting = StatementUpload.objects.select_for_update().filter(
        state__in=[UploadState.COLUMNS, UploadState.UNREADABLE], changed_at__lt=by.at - KEPT_FOR
    )
    uploads = list(waiting)
    for upload in uploads:
        _drop(by, upload, "statement.not_come_back_to")
    wanted = StatementUpload.objects.unfinished().values_list("public_id", flat=True)
    StatementUpload.objects.filter(
        state__in=[UploadState.READ, UploadState.DISCARDED],
        changed_at__lt=by.at - REMEMBERED_FOR,
    ).delete()
    return len(uploads) + clear_files(by.at - KEPT_FOR, list(wanted))


def end_upload(
    *, by: Viewer, upload: StatementUpload, to: UploadState, why: Sequence[Problem] = ()
) -> None:
    """Say how its reading ended, with the reasons where it cannot be read."""
    kept = [stored(one) for one in why]
    _move(by, upload, to, f"statement.{to}", problems=kept)
    if to == UploadState.READ:
        _delete_later(upload.public_id)


def _lock_account(by: Viewer, account_id: int) -> MoneyAccount:
    account = MoneyAccount.objects.select_for_update().get(pk=account_id)
    check(by, MAY_IMPORT_MONEY, account.authority_id)
    return account


def _lock_own(by: Viewer, upload_id: int) -> StatementUpload:
    upload = StatementUpload.objects.select_for_update().get(pk=upload_id)
    check(by, MAY_IMPORT_MONEY, upload.authority_id)
    if upload.sent_by_id != by.user_id:
        raise PermissionDenied
    return upload


def _refuse_unless_open(upload: StatementUpload) -> None:
    if not UPLOAD_TRANSITIONS[UploadState(upload.state)]:
        raise StatementRefused(problem("statement_reading_ended"))


def _drop(by: Viewer, upload: StatementUpload, event: str) -> None:
    _move(by, upload, UploadState.DISCARDED, event)
    _delete_later(upload.public_id)


def _move(
    by: Viewer, upload: StatementUpload, to: UploadState, event: str, **changes: object
) -> None:
    move(
        upload,
        to,
        table=UPLOAD_TRANSITIONS,
        by=by,
        event=event,
        changes={"changed_at": by.at, **changes},
        account_id=upload.account_id,
    )


def _delete_later(file_id: UUID) -> None:
    transaction.on_commit(partial(delete_file, file_id))
