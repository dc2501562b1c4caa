"""The worker's part of an upload: reading the stored file, and recording it once it is confirmed,
whatever stops it on the way."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from hashlib import sha256
from time import sleep

from django.db import connection, transaction

from marketplace.accounts.permissions import check
from marketplace.accounts.viewer import Viewer
from marketplace.core.actors import SystemActor
from marketplace.core.audit import record
from marketplace.core.errors import DomainError, Problem, problem
from payments.cards.actions.staging import look_at_part, put_off_reading, stage_upload
from payments.cards.actions.statements import import_lines
from payments.cards.actions.uploads import end_upload
from payments.cards.errors import ReaderFailed, StatementRefused
from payments.cards.models import MoneyAccount, StatementUpload
from payments.cards.queries import known_cards
from payments.cards.rules import (
    MAY_IMPORT_MONEY,
    MAY_TAKE_BACK,
    READER_TRIES,
    UPLOADS_FOR_THE_WORKER,
    UploadState,
    card_key,
    stated_number,
    whose_card,
)
from payments.cards.storage import kept_file
from payments.gateway.contract import CardFiles, CardNamed, StatementFile, WhoseCard
from payments.gateway.errors import StatementUnreadable
from payments.gateway.statements import (
    CsvMapping,
    StatementFormat,
    read_accounts,
    read_statement,
)
from payments.ledger.rules import MAY_POST_MONEY

#: Between two chunks, on SQLite: a little longer than its busy handler waits between two looks.
GAP_SECONDS = 0.12
READER = SystemActor(
    "statement_reader", frozenset({MAY_IMPORT_MONEY, MAY_TAKE_BACK, MAY_POST_MONEY})
)


def read_stored(*, by: Viewer, upload_id: int) -> StatementUpload:
    """Read an upload, or record it from where that was cut short, if it is confirmed. Safe to repeat.

    What is wrong with the file is written down for whoever sent it. Raises ReaderFailed when
    READER_TRIES readings ended in a fault of ours, or with their worker, and brought nothing in.
    """
    upload = begin_reading(by=by, upload_id=upload_id)
    if upload.state == UploadState.UNREADABLE and upload.tries > READER_TRIES:
        raise ReaderFailed(f"Upload {upload.pk} was tried {READER_TRIES} times.")
    if upload.state not in UPLOADS_FOR_THE_WORKER:
        return upload
    try:
        (_record if upload.state == UploadState.RECORDING else _stage)(by, upload)
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
    if upload.state not in UPLOADS_FOR_THE_WORKER:
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
    if upload.state in UPLOADS_FOR_THE_WORKER:
        end_upload(by=by, upload=upload, to=UploadState.UNREADABLE, why=why)
    return upload


def _failed() -> Problem:
    return problem("statement_reader_failed", tries=READER_TRIES)


def _stage(by: Viewer, upload: StatementUpload) -> None:
    if upload.account is None:
        _stage_cards(by, upload)
        return
    if put_off_reading(by=by, upload_id=upload.pk, account_ids=[upload.account.pk]):
        return
    file = _file_of(upload)
    part = look_at_part(by=by, upload=upload, account=upload.account, file=file)
    stage_upload(by=by, upload_id=upload.pk, parts=[part])


def _stage_cards(by: Viewer, upload: StatementUpload) -> None:
    """Each account's part of a file of several cards, and the rows of no account here."""
    cards = known_cards(upload.authority_id)
    files = _taken_apart(upload, partial(whose_card, known=cards))
    if put_off_reading(by=by, upload_id=upload.pk, account_ids=list(files.parts)):
        return
    accounts = MoneyAccount.objects.filter(pk__in=files.parts).select_related("person", "authority")
    parts = []
    for account in accounts.order_by("pk"):
        own = {card.digits for card in cards if card.account_id == account.pk}
        file = files.parts[account.pk]
        file = replace(file, account_id=stated_number(file.account_id, own))
        parts.append(look_at_part(by=by, upload=upload, account=account, file=file))
    found = {card_key(name): account_id for name, account_id in files.found.items()}
    stage_upload(
        by=by, upload_id=upload.pk, parts=parts, cards_found=found, unplaced=files.unplaced
    )


def _record(by: Viewer, upload: StatementUpload) -> None:
    """Raises StatementUnreadable where the file is read otherwise than when it was confirmed."""
    files = _parts_of(upload)
    for run in upload.imports.in_the_books().filter(finished_at=None).order_by("pk"):
        file = files.get(run.account_id)
        if file is None or (run.read, run.refused) != (file.read, len(file.refused)):
            raise StatementUnreadable(problem("statement_reads_otherwise"))
        import_lines(by=by, run=run, file=file, progress=_let_others_write)


def _let_others_write(done: int, total: int) -> None:
    """SQLite has one writer, and whoever waits to write looks again every 0.1 s: give them a gap to find."""
    if connection.vendor == "sqlite":
        sleep(GAP_SECONDS)


def _parts_of(upload: StatementUpload) -> Mapping[int, StatementFile]:
    """Each account's part as it was confirmed, whatever cards have been added or replaced since."""
    if upload.account_id is not None:
        return {upload.account_id: _file_of(upload)}
    kept = upload.cards_found

    def whose(named: CardNamed) -> int | Problem:
        return kept.get(card_key(named)) or problem("statement_row_no_card")

    return _taken_apart(upload, whose).parts


def _taken_apart(upload: StatementUpload, whose: WhoseCard) -> CardFiles:
    mapping, format = CsvMapping.from_json(upload.csv_mapping), StatementFormat(upload.format)
    return read_accounts(_bytes_of(upload), whose, format=format, mapping=mapping)


def _file_of(upload: StatementUpload) -> StatementFile:
    """The file as it is read by its own columns. Raises StatementUnreadable, as when it is not whole."""
    mapping = CsvMapping.from_json(upload.csv_mapping) if upload.csv_mapping else None
    format = StatementFormat(upload.format)
    return read_statement(_bytes_of(upload), format=format, mapping=mapping)


def _bytes_of(upload: StatementUpload) -> bytes:
    """Raises StatementUnreadable where they are not whole, or gone."""
    try:
        data = kept_file(upload.public_id)
    except FileNotFoundError as error:
        raise StatementUnreadable(problem("statement_file_lost")) from error
    if sha256(data).hexdigest() != upload.sha256:
        raise StatementUnreadable(problem("statement_file_lost"))
    return data
