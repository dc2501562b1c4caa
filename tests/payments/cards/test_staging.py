"""From a file that was read to one that is confirmed: what is shown, what stops it, who may say yes."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django_tasks_db.models import DBTaskResult

from marketplace.accounts.models import User
from marketplace.accounts.rules import Role
from payments.cards.actions import (
    READER,
    confirm_upload,
    discard_upload,
    import_statement,
    read_stored,
    read_upload,
    take_upload,
)
from payments.cards.actions.reading import begin_reading
from payments.cards.errors import ReaderFailed, StatementRefused
from payments.cards.models import MoneyAccount, ReceivedLine, StatementImport, StatementUpload
from payments.cards.rules import READER_TRIES
from payments.gateway.statements import CsvMapping
from payments.ledger.models import Transfer
from tests.factories.accounts import as_viewer, make_user
from tests.factories.cards import IMPORTER, make_money_account, statement_sample

pytestmark = pytest.mark.django_db
READING = "payments.cards.jobs.read_statement_file"
MAPPING = CsvMapping(date="Date", amount="Amount", payee="Payee", balance="Balance")
CAMT = """<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><Stmt>
<Acct><Id><Othr><Id>{number}</Id></Othr></Id><Ccy>GBP</Ccy><Ownr><Nm>{holder}</Nm></Ownr></Acct>
<Ntry><Amt Ccy="GBP">5.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>BOOK</Sts>
<BookgDt><Dt>2026-11-05</Dt></BookgDt></Ntry></Stmt></BkToCstmrStmt></Document>"""


@pytest.fixture(autouse=True)
def _own_private_files(settings: Any, tmp_path: Path) -> None:
    private = {**settings.STORAGES["private"], "OPTIONS": {"location": tmp_path, "base_url": None}}
    settings.STORAGES = {**settings.STORAGES, "private": private}


@pytest.fixture
def officer() -> User:
    return make_user(Role.FINANCE, name="Tom Birch")


def rows(*lines: str) -> bytes:
    return "\n".join(["Date,Payee,Amount,Balance", *lines]).encode()


def staged(
    officer: User, at: datetime, account: MoneyAccount, data: bytes, name: str = "f"
) -> StatementUpload:
    by = as_viewer(officer, at)
    sent = take_upload(by=by, account=account, data=data, filename=name)
    if sent.state == "columns":
        sent = read_upload(by=by, upload_id=sent.pk, mapping=MAPPING)
    return read_stored(by=as_viewer(READER, at), upload_id=sent.pk)


def recorded(officer: User, at: datetime, upload: StatementUpload, **facts: Any) -> None:
    confirm_upload(by=as_viewer(officer, at), upload_id=upload.pk, **facts)
    read_stored(by=as_viewer(READER, at), upload_id=upload.pk)


def shown(upload: StatementUpload) -> dict[str, Any]:
    found: dict[str, Any] = upload.imports.get().preview
    return found


def stops(upload: StatementUpload) -> list[str]:
    return [one["code"] for one in shown(upload)["stops"]]


def test_file_when_read_posts_nothing_and_says_what_it_would(officer: User, at: datetime) -> None:
    account = make_money_account()
    data = rows(
        "03/11/2026,A,-5.00,95.00", "04/11/2026,B,20.00,115.00", "05/11/2026,C,-1.00,114.00"
    )
    upload = staged(officer, at, account, data)
    assert not ReceivedLine.objects.exists()
    assert not Transfer.objects.exists()
    kept = shown(upload)
    assert (kept["post"], kept["post_in"], kept["post_out"]) == (3, 2000, -600)
    assert (kept["before_pence"], kept["after_pence"]) == (0, 1400)
    assert [row["payee"] for row in kept["rows"]] == ["A", "B", "C"]
    recorded(officer, at, upload)
    account.refresh_from_db()
    run = StatementImport.objects.get()
    assert (account.available_pence, run.created, run.preview) == (1400, 3, {})
    assert (run.confirmed_by, run.imported_by) == (officer, officer)


def test_preview_of_an_overlap_says_how_much_is_here(officer: User, at: datetime) -> None:
    account = make_money_account()
    first = ("03/11/2026,A,-5.00,95.00", "04/11/2026,B,-1.00,94.00")
    recorded(officer, at, staged(officer, at, account, rows(*first)))
    kept = shown(staged(officer, at, account, rows(*first, "05/11/2026,C,-1.00,93.00")))
    assert (kept["lines"], kept["same"], kept["post"]) == (3, 2, 1)
    assert kept["owner"]["balance"] == "proven"


def test_preview_says_what_is_missing_before_and_after_the_file(
    officer: User, at: datetime
) -> None:
    account = make_money_account()
    recorded(officer, at, staged(officer, at, account, rows("03/11/2026,A,-5.00,95.00")))
    recorded(
        officer,
        at,
        staged(officer, at, account, rows("20/11/2026,A,-5.00,50.00")),
        despite="A page comes later",
    )
    upload = staged(officer, at, account, rows("10/11/2026,A,-5.00,70.00"))
    gaps = [(one["code"], one["facts"]["missing_minor"]) for one in shown(upload)["gaps"]]
    assert gaps == [("statement_gap_before", -2000), ("statement_gap_after", -1500)]


def test_file_without_number_holder_or_balance_is_said_to_prove_nothing(
    officer: User, at: datetime
) -> None:
    upload = staged(officer, at, make_money_account(), statement_sample("november.ofx"))
    owner = shown(upload)["owner"]
    assert set(owner) == {"number", "holder", "balance"}
    data = b"Date,Payee,Amount,Balance\n03/11/2026,A,-5.00,\n"
    silent = shown(staged(officer, at, make_money_account(), data))["owner"]
    assert set(silent.values()) == {"silent"}


def test_file_of_another_number_is_stopped_until_a_reason_is_given(
    officer: User, at: datetime
) -> None:
    account = make_money_account(last4="9999")
    upload = staged(officer, at, account, statement_sample("november.ofx"))
    assert stops(upload) == ["statement_other_account"]
    with pytest.raises(StatementRefused, match="statement_reason_missing"):
        recorded(officer, at, upload, despite="  ")
    recorded(officer, at, upload, despite="The bank changed the number")
    assert StatementImport.objects.get().despite == "The bank changed the number"
    # From now on the number is this account's.
    again = staged(officer, at, account, statement_sample("november.ofx") + b"\n")
    assert stops(again) == []


def test_file_of_another_holder_is_stopped(officer: User, at: datetime) -> None:
    account = make_money_account(last4="4471")
    account.person.name = "Margaret Okafor"
    account.person.save()
    theirs = CAMT.format(number="XX4471", holder="Mr Dev Patel").encode()
    assert stops(staged(officer, at, account, theirs)) == ["statement_other_holder"]
    own = CAMT.format(number="XX4471", holder="MRS M OKAFOR").encode()
    upload = staged(officer, at, account, own)
    assert (stops(upload), shown(upload)["owner"]["holder"]) == ([], "proven")
    councils = CAMT.format(number="XX4471", holder=account.authority.name).encode()
    assert shown(staged(officer, at, account, councils))["owner"]["holder"] == "silent"


def test_file_whose_balances_do_not_fit_is_stopped_where_nothing_else_proves_it(
    officer: User, at: datetime
) -> None:
    account = make_money_account()
    recorded(officer, at, staged(officer, at, account, rows("03/11/2026,A,-5.00,95.00")))
    other = staged(officer, at, account, rows("10/11/2026,A,-5.00,1000.00"))
    assert stops(other) == ["statement_other_balance"]
    own = staged(officer, at, account, rows("11/11/2026,A,-5.00,90.00"))
    assert (stops(own), shown(own)["owner"]["balance"]) == ([], "proven")


def test_file_when_confirmed_twice_is_recorded_once(officer: User, at: datetime) -> None:
    upload = staged(officer, at, make_money_account(), rows("03/11/2026,A,-5.00,95.00"))
    recorded(officer, at, upload)
    with pytest.raises(StatementRefused, match="statement_confirmed_already"):
        recorded(make_user(Role.FINANCE), at, upload)
    read_stored(by=as_viewer(READER, at), upload_id=upload.pk)
    assert Transfer.objects.count() == 1


def test_file_that_waits_is_read_again_when_another_of_the_account_is_recorded(
    officer: User, at: datetime
) -> None:
    account = make_money_account()
    lines = ("03/11/2026,A,-5.00,95.00", "04/11/2026,B,-1.00,94.00")
    first = staged(officer, at, account, rows(lines[0]))
    second = staged(officer, at, account, rows(*lines))
    assert shown(second)["post"] == 2
    recorded(officer, at, first)
    with pytest.raises(StatementRefused, match="statement_read_again"):
        confirm_upload(by=as_viewer(officer, at), upload_id=second.pk)
    read_stored(by=as_viewer(READER, at), upload_id=second.pk)
    assert shown(second)["post"] == 1
    recorded(officer, at, second)
    account.refresh_from_db()
    assert account.available_pence == -600


def test_file_is_not_confirmed_while_another_of_the_account_is_recorded(
    officer: User, at: datetime
) -> None:
    account = make_money_account()
    first = staged(officer, at, account, rows("03/11/2026,A,-5.00,95.00"))
    second = staged(officer, at, account, rows("04/11/2026,B,-1.00,94.00"))
    confirm_upload(by=as_viewer(officer, at), upload_id=first.pk)
    with pytest.raises(StatementRefused, match="statement_account_busy"):
        confirm_upload(by=as_viewer(officer, at), upload_id=second.pk)


def test_file_when_discarded_leaves_nothing_and_a_colleague_may(
    officer: User, at: datetime, tmp_path: Path
) -> None:
    upload = staged(officer, at, make_money_account(), rows("03/11/2026,A,-5.00,95.00"))
    discard_upload(by=as_viewer(make_user(Role.FINANCE), at), upload_id=upload.pk)
    assert StatementImport.objects.get().state == "discarded"
    with pytest.raises(StatementRefused, match="statement_reading_ended"):
        recorded(officer, at, upload)
    assert not ReceivedLine.objects.exists()


def test_file_is_confirmed_by_nobody_but_finance(officer: User, at: datetime) -> None:
    upload = staged(officer, at, make_money_account(), rows("03/11/2026,A,-5.00,95.00"))
    for role in set(Role) - {Role.FINANCE}:
        with pytest.raises(PermissionDenied):
            confirm_upload(by=as_viewer(make_user(role), at), upload_id=upload.pk)


def test_books_that_moved_while_a_file_was_read_have_it_read_again(
    officer: User, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = make_money_account()
    from payments.cards.actions import staging

    real = staging.preview_of

    def moved_meanwhile(**facts: Any) -> dict[str, Any]:
        found = real(**facts)
        by = as_viewer(IMPORTER, at)
        import_statement(
            by=by, account=account, data=rows("03/11/2026,A,-5.00,95.00"), filename="o"
        )
        return found

    with monkeypatch.context() as patched:
        patched.setattr(staging, "preview_of", moved_meanwhile)
        upload = staged(
            officer, at, account, rows("03/11/2026,A,-5.00,95.00", "04/11/2026,B,-1,94")
        )
    assert (upload.state, upload.imports.count()) == ("reading", 0)
    upload = read_stored(by=as_viewer(READER, at), upload_id=upload.pk)
    assert (upload.state, shown(upload)["post"]) == ("staged", 1)


def test_file_that_comes_while_another_is_recorded_is_compared_once_and_after_it(
    officer: User, at: datetime
) -> None:
    account = make_money_account()
    first = staged(officer, at, account, rows("03/11/2026,A,-5.00,95.00"))
    confirm_upload(by=as_viewer(officer, at), upload_id=first.pk)
    data = rows("03/11/2026,A,-5.00,95.00", "04/11/2026,B,-1,94")
    second = staged(officer, at, account, data)
    assert (second.state, second.tries, second.imports.count()) == ("reading", 0, 0)
    queued = DBTaskResult.objects.filter(task_path=READING).count()
    read_stored(by=as_viewer(READER, at), upload_id=first.pk)
    assert DBTaskResult.objects.filter(task_path=READING).count() == queued + 1
    second = read_stored(by=as_viewer(READER, at), upload_id=second.pk)
    assert (second.state, shown(second)["post"]) == ("staged", 1)


def test_file_that_was_put_off_is_read_when_the_recording_that_it_waits_for_is_given_up(
    officer: User, at: datetime
) -> None:
    account, reader = make_money_account(), as_viewer(READER, at)
    first = staged(officer, at, account, rows("03/11/2026,A,-5.00,95.00"))
    confirm_upload(by=as_viewer(officer, at), upload_id=first.pk)
    assert staged(officer, at, account, rows("04/11/2026,B,-1,94")).state == "reading"
    queued = DBTaskResult.objects.filter(task_path=READING).count()
    for _ in range(READER_TRIES):
        begin_reading(by=reader, upload_id=first.pk)
    with pytest.raises(ReaderFailed):
        read_stored(by=reader, upload_id=first.pk)
    assert DBTaskResult.objects.filter(task_path=READING).count() == queued + 1
