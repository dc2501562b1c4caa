"""The worker's part of an upload: reading the stored file to its end, whatever stops it on the way."""

from hashlib import sha256
from time import sleep

from django.db import connection, transaction

from marketplace.accounts.permissions import check
from marketplace.accounts.viewer import Viewer
from marketplace.core.actors import SystemActor
from marketplace.core.audit import record
from marketplace.core.errors import DomainError, Problem, problem
from payments.cards.actions.statements import import_lines, open_import
from payments.cards.actions.uploads import end_upload
from payments.cards.errors import ReaderFailed, StatementRefused
from payments.cards.models import StatementUpload
from payments.cards.rules import MAY_IMPORT_MONEY, READER_TRIES, UploadState
from payments.cards.storage import kept_file
from payments.gateway.contract import StatementFile
from payments.gateway.errors import StatementUnreadable
from payments.gateway.statements import CsvMapping, StatementFormat, read_statement
from payments.ledger.rules import MAY_POST_MONEY

#: Between two chunks, on SQLite: a little longer than its busy handler waits between two looks.
GAP_SECONDS = 0.12
READER = SystemActor("statement_reader", frozenset({MAY_IMPORT_MONEY, MAY_POST_MONEY}))


def read_stored(*, by: Viewer, upload_id: int) -> StatementUpload:
    """Read an upload from where its last reading was cut short. Safe to repeat.

    What is wrong with the file is written down for whoever sent it. Raises ReaderFailed when
    READER_TRIES readings ended in a fault of ours, or with their worker, and brought nothing in.
    """
    upload = begin_reading(by=by, upload_id=upload_id)
    if upload.state == UploadState.UNREADABLE and upload.tries > READER_TRIES:
        raise ReaderFailed(f"Upload {upload.pk} was tried {READER_TRIES} times.")
    if upload.state != UploadState.READING:
        return upload
    try:
        _read(by, upload)
    except StatementRefused:
        return upload
    except DomainError as refusal:
        return end_reading(by=by, upload_id=upload_id, why=refusal.problems)
    except Exception as error:
        if upload.tries < READER_TRIES:
            raise
        end_reading(by=by, upload_id=upload_id, why=[_failed()])
        raise ReaderFailed(f"Upload {upload.pk} was tried {READER_TRIES} times.") from error
    upload.refresh_from_db()
    return upload


@transaction.atomic
def begin_reading(*, by: Viewer, upload_id: int) -> StatementUpload:
    """Count a try before it is made, because one that kills the worker says nothing afterwards."""
    upload = StatementUpload.objects.select_for_update().get(pk=upload_id)
    check(by, MAY_IMPORT_MONEY, upload.authority_id)
    if upload.state != UploadState.READING:
        return upload
    upload.tries += 1
    upload.save(update_fields=["tries"])
    if upload.tries > READER_TRIES:
        end_upload(by=by, upload=upload, to=UploadState.UNREADABLE, why=[_failed()])
    else:
        record(event="statement.reading", by=by, subject=upload, tries=upload.tries)
    return upload


@transaction.atomic
def end_reading(*, by: Viewer, upload_id: int, why: list[Problem]) -> StatementUpload:
    """Say why an upload cannot be read. One that was discarded meanwhile stays so."""
    upload = StatementUpload.objects.select_for_update().get(pk=upload_id)
    check(by, MAY_IMPORT_MONEY, upload.authority_id)
    if upload.state == UploadState.READING:
        end_upload(by=by, upload=upload, to=UploadState.UNREADABLE, why=why)
    return upload


def _failed() -> Problem:
    return problem("statement_reader_failed", tries=READER_TRIES)


def _read(by: Viewer, upload: StatementUpload) -> None:
    file = _file_of(upload)
    run = open_import(
        by=by,
        account=upload.account,
        file=file,
        digest=upload.sha256,
        filename=upload.file_name,
        upload_id=upload.pk,
    )
    import_lines(by=by, run=run, file=file, progress=_let_others_write)


def _let_others_write(done: int, total: int) -> None:
    """SQLite has one writer, and whoever waits to write looks again every 0.1 s: give them a gap to find."""
    if connection.vendor == "sqlite":
        sleep(GAP_SECONDS)


def _file_of(upload: StatementUpload) -> StatementFile:
    """The file as it is read by its own columns. Raises StatementUnreadable, as when it is not whole."""
    try:
        data = kept_file(upload.public_id)
    except FileNotFoundError as error:
        raise StatementUnreadable(problem("statement_file_lost")) from error
    if sha256(data).hexdigest() != upload.sha256:
        raise StatementUnreadable(problem("statement_file_lost"))
    mapping = CsvMapping.from_json(upload.csv_mapping) if upload.csv_mapping else None
    return read_statement(data, format=StatementFormat(upload.format), mapping=mapping)
