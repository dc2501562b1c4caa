"""Statement files that people send: kept at once, read by the worker, discarded by who sent them."""

from collections.abc import Collection, Sequence
from datetime import timedelta
from functools import partial
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q

from marketplace.accounts.models import Authority
from marketplace.accounts.permissions import check, check_is_user
from marketplace.accounts.viewer import Viewer
from marketplace.core.audit import record
from marketplace.core.errors import Problem, problem
from marketplace.core.transactions import require_transaction
from marketplace.core.transitions import move
from payments.cards.errors import StatementRefused
from payments.cards.models import MoneyAccount, StatementUpload
from payments.cards.queries import known_columns, known_columns_of_cards, uploads_with_open_rows
from payments.cards.rules import (
    FILE_NAME_LENGTH,
    IMPORT_TRANSITIONS,
    MAY_IMPORT_MONEY,
    UPLOAD_TRANSITIONS,
    UPLOADS_ON_THE_WAY,
    AccountProvider,
    ImportState,
    UploadState,
    stored,
    upload_problems,
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
#: What was read and waits for somebody to confirm it. Judgement: a leave of two weeks; the bank has the
#: file still.
STAGED_FOR = timedelta(days=14)
#: Judgement: how long somebody may still come back to the address of an upload that is over.
REMEMBERED_FOR = timedelta(days=30)


def take_upload(
    *, by: Viewer, account: MoneyAccount | None, data: bytes, filename: str
) -> StatementUpload:
    """Keep a file that was sent, and have it read, or its columns chosen first. Without an account it
    is a file of several cards.

    Nothing of it is read here but its first rows. The same file for the same account, while it is
    being read, is the upload that is there already. Raises StatementUnreadable or StatementRefused,
    having kept nothing, for what is no statement.
    """
    council_id = by.council_id if account is None else account.authority_id
    check(by, MAY_IMPORT_MONEY, council_id)
    if account is not None:
        StatementRefused.refuse_if_any(
            upload_problems(
                AccountProvider(account.provider), is_share=account.shared_account_id is not None
            )
        )
    kind, file_id = detect_format(data), uuid4()
    sample = CsvSample.of(data) if kind == StatementFormat.CSV else None
    columns = _columns(council_id, account, sample.data) if sample is not None else None
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
        account_id = None if account is None else account.pk
        upload = open_upload(by=by, account_id=account_id, kept=kept, asks_columns=asks)
    except Exception:
        delete_file(file_id)
        raise
    if upload.public_id != file_id:
        delete_file(file_id)
    return upload


def _columns(council_id: int, account: MoneyAccount | None, sample: bytes) -> CsvMapping | None:
    """The columns kept for files like this one. Raises StatementUnreadable for no CSV at all."""
    preview_csv(sample)
    if account is None:
        return known_columns_of_cards(council_id, sample)
    return known_columns(account, sample)


@transaction.atomic
def open_upload(
    *, by: Viewer, account_id: int | None, kept: dict[str, Any], asks_columns: bool
) -> StatementUpload:
    """Note a file that lies in storage, once: whoever sends its twin meanwhile gets this one.

    A file of several cards that waits for a yes is read again then: cards may have been added.
    """
    council_id, user = _lock_place(by, by.council_id, account_id), check_is_user(by)
    same = StatementUpload.objects.filter(
        authority=council_id, account=account_id, sha256=kept["sha256"]
    )
    own = Q(state=UploadState.COLUMNS, sent_by=user)
    twin = same.filter(Q(state__in=UPLOADS_ON_THE_WAY) | own).first()
    if twin is not None:
        if twin.is_of_several and twin.state == UploadState.STAGED:
            _ask_again(by, twin)
        return twin
    upload = StatementUpload.objects.create(
        authority_id=council_id,
        account_id=account_id,
        state=UploadState.COLUMNS if asks_columns else UploadState.READING,
        changed_at=by.at,
        sent_at=by.at,
        sent_by=user,
        **kept,
    )
    record(event="statement.uploaded", by=by, subject=upload, account_id=account_id)
    if not asks_columns:
        upload_waiting.send(sender=StatementUpload, upload_id=upload.pk)
    return upload


@transaction.atomic
def read_upload(
    *, by: Viewer, upload_id: int, mapping: CsvMapping | None = None
) -> StatementUpload:
    """Have an upload read: by the columns chosen now, or once more as before.

    Where its twin is on the way already, this one is discarded and that one returned. One that was
    confirmed goes on being recorded. Raises StatementRefused when it is complete or discarded.
    """
    found = StatementUpload.objects.get(pk=upload_id)
    council_id = _lock_place(by, found.authority_id, found.account_id)
    upload = _lock_own(by, upload_id)
    same = StatementUpload.objects.filter(
        authority=council_id, account=found.account_id, sha256=upload.sha256
    )
    twin = same.filter(state__in=UPLOADS_ON_THE_WAY).first()
    if twin is not None:
        if twin.pk != upload.pk:
            _drop(by, upload, "statement.twin_discarded")
        return twin
    _refuse_unless_open(upload)
    changes = {} if mapping is None else {"csv_mapping": mapping.as_json()}
    to = UploadState.RECORDING if _is_confirmed(upload) else UploadState.READING
    _move(by, upload, to, "statement.reading_asked", tries=0, problems=[], **changes)
    upload_waiting.send(sender=StatementUpload, upload_id=upload.pk)
    return upload


@transaction.atomic
def discard_upload(*, by: Viewer, upload_id: int) -> StatementUpload:
    """Throw a file away of which nothing is recorded. A colleague may, once it waits for a yes.

    Raises StatementRefused when it is discarded already, or was confirmed: that is taken back instead.
    """
    upload = _lock_own(by, upload_id, but=UploadState.STAGED)
    if upload.state == UploadState.RECORDING or _is_confirmed(upload):
        raise StatementRefused(problem("statement_take_back_instead"))
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
    unread = Q(
        state__in=[UploadState.COLUMNS, UploadState.UNREADABLE], changed_at__lt=by.at - KEPT_FOR
    )
    unconfirmed = Q(state=UploadState.STAGED, changed_at__lt=by.at - STAGED_FOR)
    uploads = list(StatementUpload.objects.select_for_update().filter(unread | unconfirmed))
    for upload in uploads:
        _drop(by, upload, "statement.not_come_back_to")
    wanted = StatementUpload.objects.unfinished().values_list("public_id", flat=True)
    StatementUpload.objects.filter(
        state__in=[UploadState.READ, UploadState.DISCARDED],
        changed_at__lt=by.at - REMEMBERED_FOR,
    ).exclude(pk__in=uploads_with_open_rows()).delete()
    return len(uploads) + clear_files(by.at - KEPT_FOR, list(wanted))


def end_upload(
    *, by: Viewer, upload: StatementUpload, to: UploadState, why: Sequence[Problem] = ()
) -> None:
    """Say how its reading ended, with the reasons where it cannot be read. Where its recording is given
    up, what was put off for it is read."""
    kept, was_recording = [stored(one) for one in why], upload.state == UploadState.RECORDING
    _move(by, upload, to, f"statement.{to}", problems=kept)
    if to in (UploadState.READ, UploadState.DISCARDED):
        _delete_later(upload.public_id)
    elif was_recording:
        accounts = list(upload.imports.values_list("account_id", flat=True))
        read_others_again(by=by, account_ids=accounts)


def read_others_again(*, by: Viewer, account_ids: Collection[int]) -> None:
    """What waits for a yes of these accounts would do something else by now; what was put off meanwhile
    is read. Part of an action."""
    require_transaction()
    of_accounts = Q(account__in=account_ids) | Q(imports__account__in=account_ids)
    put_off = (of_accounts | Q(account=None)) & Q(state=UploadState.READING)
    waiting = StatementUpload.objects.filter(
        (of_accounts & Q(state=UploadState.STAGED)) | put_off,
        authority__in=MoneyAccount.objects.filter(pk__in=account_ids).values("authority"),
    )
    for upload in waiting.distinct().order_by("pk"):
        if upload.state == UploadState.STAGED:
            _ask_again(by, upload)
        else:
            upload_waiting.send(sender=StatementUpload, upload_id=upload.pk)


def _ask_again(by: Viewer, upload: StatementUpload) -> None:
    _move(by, upload, UploadState.READING, "statement.reading_asked", tries=0)
    upload_waiting.send(sender=StatementUpload, upload_id=upload.pk)


def _lock_place(by: Viewer, council_id: int, account_id: int | None) -> int:
    """Lock what makes two uploads of one file take turns: the account, or for a file of several cards
    the council. Returns the council's id."""
    if account_id is not None:
        council_id = MoneyAccount.objects.select_for_update().get(pk=account_id).authority_id
    check(by, MAY_IMPORT_MONEY, council_id)
    if account_id is None:
        Authority.objects.select_for_update(no_key=True).get(pk=council_id)
    return council_id


def _lock_own(by: Viewer, upload_id: int, but: UploadState | None = None) -> StatementUpload:
    """An upload of one's own, or of anybody in one state."""
    upload = StatementUpload.objects.select_for_update().get(pk=upload_id)
    check(by, MAY_IMPORT_MONEY, upload.authority_id)
    if upload.sent_by_id != by.user_id and upload.state != but:
        raise PermissionDenied
    return upload


def _refuse_unless_open(upload: StatementUpload) -> None:
    if not UPLOAD_TRANSITIONS[UploadState(upload.state)]:
        raise StatementRefused(problem("statement_reading_ended"))


def _is_confirmed(upload: StatementUpload) -> bool:
    return upload.imports.in_the_books().exists()


def _drop(by: Viewer, upload: StatementUpload, event: str) -> None:
    _move(by, upload, UploadState.DISCARDED, event)
    move(
        list(upload.imports.filter(state=ImportState.STAGED)),
        ImportState.DISCARDED,
        table=IMPORT_TRANSITIONS,
        by=by,
        event=event,
        changes={"preview": {}},
    )
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
