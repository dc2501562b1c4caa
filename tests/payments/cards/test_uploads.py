"""Uploads that the worker reads: cut short, crashed, twice, discarded on the way, lost."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django_tasks_db.models import DBTaskResult

from marketplace.accounts.models import User
from marketplace.accounts.rules import Role
from marketplace.core.management.commands.work import run_once
from marketplace.core.management.lanes import Lane
from marketplace.core.models import AuditEvent
from payments.cards import jobs, storage
from payments.cards.actions import (
    READER,
    confirm_upload,
    discard_upload,
    read_stored,
    read_upload,
    reading,
    statements,
    take_back_statement,
    take_upload,
    withdraw_statement,
)
from payments.cards.actions.uploads import clear_uploads
from payments.cards.errors import ReaderFailed, StatementRefused
from payments.cards.models import (
    CsvLayout,
    MoneyAccount,
    ReceivedLine,
    StatementImport,
    StatementUpload,
)
from payments.cards.rules import READER_TRIES
from payments.gateway.errors import StatementUnreadable
from payments.gateway.statements import CsvMapping
from payments.ledger.models import Transfer
from tests.factories.accounts import as_viewer, make_user
from tests.factories.cards import (
    IMPORTER,
    csv_statement,
    make_money_account,
    make_stripe_card,
    statement_sample,
)

pytestmark = pytest.mark.django_db
ROWS = 60
MAPPING = CsvMapping(date="Date", amount="Amount", payee="Payee", description="Memo")


@pytest.fixture(autouse=True)
def _own_private_files(settings: Any, tmp_path: Path) -> None:
    private = {**settings.STORAGES["private"], "OPTIONS": {"location": tmp_path, "base_url": None}}
    settings.STORAGES = {**settings.STORAGES, "private": private}


@pytest.fixture(autouse=True)
def _small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statements, "CHUNK", 20)


@pytest.fixture
def officer() -> User:
    return make_user(Role.FINANCE, name="Tom Birch")


def send(
    officer: User, at: datetime, account: MoneyAccount | None = None, rows: int = ROWS
) -> StatementUpload:
    """A CSV file whose columns are chosen, ready to be read."""
    by = as_viewer(officer, at)
    upload = take_upload(
        by=by,
        account=account or make_money_account(),
        data=csv_statement(rows),
        filename="x.csv",
    )
    return read_upload(by=by, upload_id=upload.pk, mapping=MAPPING)


def read(upload: StatementUpload, at: datetime) -> StatementUpload:
    return read_stored(by=as_viewer(READER, at), upload_id=upload.pk)


def confirmed(
    officer: User, at: datetime, account: MoneyAccount | None = None, rows: int = ROWS
) -> StatementUpload:
    """A file that was read and confirmed, ready to be recorded."""
    upload = send(officer, at, account, rows)
    assert read(upload, at).state == "staged"
    return confirm_upload(by=as_viewer(officer, at), upload_id=upload.pk)


class Killed(BaseException):
    """What no handler of ours sees, like the end of the process."""


def end_at(monkeypatch: pytest.MonkeyPatch, chunk: int, error: BaseException) -> None:
    """Have the reading end before its chunk of that number, from 1, once and again."""
    real, calls = statements.import_chunk, [0]

    def ending(**facts: Any) -> StatementImport:
        calls[0] += 1
        if calls[0] >= chunk:
            raise error
        return real(**facts)

    monkeypatch.setattr(statements, "import_chunk", ending)


def test_reading_when_killed_on_the_way_goes_on_and_nothing_is_lost_or_doubled(
    officer: User, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    kills = READER_TRIES + 2
    rows = 20 * (kills + 1)
    upload = confirmed(officer, at, rows=rows)
    for killed in range(kills):
        assert ReceivedLine.objects.count() == 20 * killed
        with monkeypatch.context() as patched, pytest.raises(Killed):
            end_at(patched, 2, Killed())
            read(upload, at)
    assert read(upload, at).state == "read"
    run = StatementImport.objects.get()
    assert (run.read, run.created, run.unchanged) == (rows, rows, 0)
    assert run.finished_at == at
    assert ReceivedLine.objects.count() == Transfer.objects.count() == rows
    assert AuditEvent.objects.filter(event="statement.opened").count() == 1
    assert CsvLayout.objects.get().mapping == MAPPING.as_json()


def test_reading_when_done_already_changes_nothing(officer: User, at: datetime) -> None:
    upload = confirmed(officer, at)
    read(upload, at)
    before = AuditEvent.objects.count()
    assert read(upload, at).state == "read"
    assert AuditEvent.objects.count() == before


def test_file_when_it_kills_its_worker_each_time_is_not_tried_a_fourth_time(
    officer: User, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = send(officer, at)

    def kill(*args: object, **kwargs: object) -> None:
        raise Killed

    monkeypatch.setattr(reading, "read_statement", kill)
    for _ in range(READER_TRIES):
        with pytest.raises(Killed):
            read(upload, at)
    with pytest.raises(ReaderFailed):
        read(upload, at)
    upload.refresh_from_db()
    assert (upload.state, upload.problems[0]["code"]) == ("unreadable", "statement_reader_failed")


def test_file_when_the_reader_fails_at_it_parks_its_job_with_the_cause(
    officer: User, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = send(officer, at)

    def fail(*args: object, **kwargs: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(reading, "read_statement", fail)
    for number in range(READER_TRIES):
        with time_machine.travel(at + timedelta(hours=number), tick=False):
            run_once([Lane("default", None, 0)])  # type: ignore[arg-type]
    job = DBTaskResult.objects.get(task_path=jobs.read_statement_file.module_path)
    assert job.status == "FAILED"
    assert "ZeroDivisionError" in job.traceback
    upload.refresh_from_db()
    assert upload.state == "unreadable"


def test_upload_when_its_job_is_gone_is_picked_up_once(officer: User, at: datetime) -> None:
    send(officer, at)
    jobs.pick_up_readings.func()
    assert DBTaskResult.objects.count() == 1
    DBTaskResult.objects.update(status="FAILED")
    jobs.pick_up_readings.func()
    jobs.pick_up_readings.func()
    assert DBTaskResult.objects.filter(status="READY").count() == 1


def test_statement_when_taken_back_while_it_is_recorded_brings_no_more_in(
    officer: User, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload, real, calls = confirmed(officer, at), statements.import_chunk, [0]
    run = StatementImport.objects.get()

    def taken_back_meanwhile(**facts: Any) -> StatementImport:
        calls[0] += 1
        if calls[0] == 2:
            take_back_statement(by=as_viewer(officer, at), import_id=run.pk, why="Wrong person")
        return real(**facts)

    monkeypatch.setattr(statements, "import_chunk", taken_back_meanwhile)
    read(upload, at)
    upload.refresh_from_db()
    assert (upload.state, ReceivedLine.objects.count()) == ("discarded", 20)
    withdraw_statement(by=as_viewer(READER, at), import_id=run.pk)
    run.refresh_from_db()
    assert (run.state, run.withdrawn, run.finished_at) == ("taken_back", 20, None)
    assert not ReceivedLine.objects.live().exists()


def test_confirmed_statement_when_discarded_says_to_take_it_back(
    officer: User, at: datetime
) -> None:
    upload = confirmed(officer, at)
    with pytest.raises(StatementRefused, match="statement_take_back_instead"):
        discard_upload(by=as_viewer(officer, at), upload_id=upload.pk)


@pytest.mark.parametrize("harm", ["gone", "changed"])
def test_upload_when_its_file_is_not_as_it_was_sent_says_so(
    officer: User, at: datetime, harm: str, tmp_path: Path
) -> None:
    upload = send(officer, at)
    for file in (tmp_path / storage.FOLDER).iterdir():
        if harm == "gone":
            file.unlink()
        else:
            file.write_bytes(file.read_bytes()[:-5])
    read(upload, at)
    upload.refresh_from_db()
    assert (upload.state, upload.problems[0]["code"]) == ("unreadable", "statement_file_lost")


def test_same_file_when_sent_again_while_it_is_read_is_the_same_upload(
    officer: User, at: datetime
) -> None:
    account, colleague = make_money_account(), as_viewer(make_user(Role.FINANCE), at)
    facts = {"by": colleague, "account": account, "filename": "x.csv"}
    theirs = take_upload(data=csv_statement(ROWS), **facts)
    first = send(officer, at, account)
    assert theirs.state == "columns"
    assert read_upload(by=colleague, upload_id=theirs.pk, mapping=MAPPING).pk == first.pk
    theirs.refresh_from_db()
    assert theirs.state == "discarded"
    assert take_upload(data=csv_statement(ROWS), **facts).pk == first.pk
    assert DBTaskResult.objects.count() == 1


def test_same_file_when_its_columns_are_still_to_choose_is_the_same_upload(
    officer: User, at: datetime
) -> None:
    account, by = make_money_account(), as_viewer(officer, at)
    facts = {"by": by, "account": account, "data": csv_statement(3), "filename": "x.csv"}
    assert take_upload(**facts).pk == take_upload(**facts).pk
    assert len(storage.storages["private"].listdir(storage.FOLDER)[1]) == 1


def test_upload_when_no_statement_or_for_the_processors_card_keeps_nothing(
    officer: User, at: datetime
) -> None:
    by = as_viewer(officer, at)
    data = statement_sample("november.ofx")
    with pytest.raises(StatementRefused, match="statement_comes_by_event"):
        take_upload(by=by, account=make_stripe_card(), data=data, filename="x")
    with pytest.raises(StatementUnreadable, match="statement_other_kind"):
        take_upload(by=by, account=make_money_account(), data=b"%PDF-1.7", filename="x")
    with pytest.raises(PermissionDenied):
        take_upload(
            by=as_viewer(IMPORTER, at), account=make_money_account(), data=data, filename=""
        )
    assert not StatementUpload.objects.exists()
    store = storage.storages["private"]
    assert not store.exists(storage.FOLDER) or not store.listdir(storage.FOLDER)[1]


def test_upload_when_over_may_neither_be_read_nor_discarded(officer: User, at: datetime) -> None:
    upload, by = send(officer, at), as_viewer(officer, at)
    discard_upload(by=by, upload_id=upload.pk)
    for action in (discard_upload, read_upload):
        with pytest.raises(StatementRefused, match="statement_reading_ended"):
            action(by=by, upload_id=upload.pk)
    with pytest.raises(PermissionDenied):
        clear_uploads(by=by)


def test_file_read_otherwise_since_it_was_confirmed_is_recorded_no_further(
    officer: User, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = confirmed(officer, at)
    with monkeypatch.context() as patched, pytest.raises(Killed):
        end_at(patched, 2, Killed())
        read(upload, at)
    StatementImport.objects.update(refused=1)
    read(upload, at)
    upload.refresh_from_db()
    assert upload.problems[0]["code"] == "statement_reads_otherwise"
    assert ReceivedLine.objects.count() == Transfer.objects.count() == 20
