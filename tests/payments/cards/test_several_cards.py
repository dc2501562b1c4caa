"""A programme's file of several cards: taken apart, shown by account, recorded and taken back by account."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from marketplace.accounts.models import User
from marketplace.accounts.rules import Role
from marketplace.people.models import ListReading
from marketplace.tasks.models import Task
from payments.cards.actions import (
    READER,
    clear_uploads,
    confirm_upload,
    issue_card,
    read_stored,
    read_upload,
    settle_unplaced,
    take_back_statement,
    take_upload,
    withdraw_statement,
)
from payments.cards.actions.cards import close_card
from payments.cards.actions.uploads import REMEMBERED_FOR
from payments.cards.errors import StatementRefused
from payments.cards.models import (
    CsvLayout,
    MoneyAccount,
    ReceivedLine,
    StatementImport,
    StatementUpload,
)
from payments.gateway.statements import CsvMapping
from tests.factories.accounts import as_viewer, make_authority, make_user
from tests.factories.cards import make_card_account, make_cardholder, make_money_account
from tests.payments.cards.browsing import text, work
from tests.payments.gateway.several import SEVERAL, SEVERAL_MAPPING

pytestmark = pytest.mark.django_db
MAPPING = CsvMapping(
    date="Date", amount="Amount", payee="Payee", account="Card", card_reference="Ref"
)


@pytest.fixture(autouse=True)
def _own_private_files(settings: Any, tmp_path: Path) -> None:
    private = {**settings.STORAGES["private"], "OPTIONS": {"location": tmp_path, "base_url": None}}
    settings.STORAGES = {**settings.STORAGES, "private": private}


@pytest.fixture
def officer() -> User:
    return make_user(Role.FINANCE, name="Tom Birch")


@pytest.fixture
def ann() -> MoneyAccount:
    return make_card_account("4471", person=make_cardholder("Ann Ash"))


@pytest.fixture
def bob() -> MoneyAccount:
    return make_card_account("5582", person=make_cardholder("Bob Birch"))


def rows(*lines: str) -> bytes:
    return "\n".join(["Date,Payee,Amount,Card,Ref", *lines]).encode()


TWO = rows(
    "03/11/2026,A,-5.00,****4471,",
    "03/11/2026,B,-7.00,4929 0000 0000 5582,",
    "04/11/2026,C,-1.00,XXXX-4471,",
    "04/11/2026,D,-2.00,****9999,",
    "04/11/2026,E,never,****5582,",
)


def staged(
    officer: User,
    at: datetime,
    data: bytes,
    name: str = "cards.csv",
    mapping: CsvMapping = MAPPING,
) -> StatementUpload:
    by = as_viewer(officer, at)
    sent = take_upload(by=by, account=None, data=data, filename=name)
    if sent.state == "columns":
        sent = read_upload(by=by, upload_id=sent.pk, mapping=mapping)
    return read_stored(by=as_viewer(READER, at), upload_id=sent.pk)


def recorded(officer: User, at: datetime, upload: StatementUpload, **facts: Any) -> StatementUpload:
    confirm_upload(by=as_viewer(officer, at), upload_id=upload.pk, **facts)
    return read_stored(by=as_viewer(READER, at), upload_id=upload.pk)


def payees(account: MoneyAccount) -> list[str]:
    lines = ReceivedLine.objects.live().filter(account=account)
    return sorted(lines.values_list("payee", flat=True))


def codes(upload: StatementUpload) -> list[tuple[int, str]]:
    return [(row["position"], row["code"]) for row in upload.unplaced]


def test_file_is_shown_by_account_with_the_rows_of_no_account(
    officer: User, at: datetime, ann: MoneyAccount, bob: MoneyAccount
) -> None:
    upload = staged(officer, at, TWO)
    assert upload.state == "staged"
    of_ann, of_bob = (upload.imports.get(account=each) for each in (ann, bob))
    assert (of_ann.read, of_ann.refused, of_ann.preview["post_out"]) == (2, 0, -600)
    assert (of_bob.read, of_bob.refused, of_bob.preview["post_out"]) == (2, 1, -700)
    assert (of_ann.stated_digits, of_ann.preview["owner"]["number"]) == ("4471", "proven")
    assert codes(upload) == [(5, "statement_row_unknown_card")]
    assert not ReceivedLine.objects.exists()


def test_confirmed_file_is_recorded_by_account_and_tells_of_the_rest(
    officer: User, at: datetime, ann: MoneyAccount, bob: MoneyAccount
) -> None:
    upload = recorded(officer, at, staged(officer, at, TWO))
    assert upload.state == "read"
    assert (payees(ann), payees(bob)) == (["A", "C"], ["B"])
    task = Task.objects.open().get(subject_type="cards.statementupload")
    assert (task.subject_id, str(upload.public_id) in task.address) == (upload.pk, True)
    settle_unplaced(by=as_viewer(officer, at), upload_id=upload.pk)
    assert not Task.objects.open().filter(subject_type="cards.statementupload").exists()
    assert CsvLayout.objects.get().mapping["account"] == "Card"


def test_same_file_twice_changes_nothing_and_asks_once(
    officer: User, at: datetime, ann: MoneyAccount, bob: MoneyAccount
) -> None:
    recorded(officer, at, staged(officer, at, TWO))
    again = recorded(officer, at, staged(officer, at, TWO))
    assert (payees(ann), payees(bob)) == (["A", "C"], ["B"])
    assert {run.created for run in again.imports.all()} == {0}
    assert Task.objects.open().filter(subject_type="cards.statementupload").count() == 1


def test_account_left_out_is_not_recorded_and_may_come_later(
    officer: User, at: datetime, ann: MoneyAccount, bob: MoneyAccount
) -> None:
    upload = staged(officer, at, TWO)
    left = str(upload.imports.get(account=bob).public_id)
    recorded(officer, at, upload, leave_out=[left])
    assert (payees(ann), payees(bob)) == (["A", "C"], [])
    recorded(officer, at, staged(officer, at, TWO))
    assert payees(bob) == ["B"]


def test_every_account_left_out_is_refused(
    officer: User, at: datetime, ann: MoneyAccount, bob: MoneyAccount
) -> None:
    upload = staged(officer, at, TWO)
    every = [str(run.public_id) for run in upload.imports.all()]
    with pytest.raises(StatementRefused) as refusal:
        recorded(officer, at, upload, leave_out=every)
    assert refusal.value.problems[0].code == "statement_nothing_to_confirm"


def test_one_part_is_taken_back_alone(
    officer: User, at: datetime, ann: MoneyAccount, bob: MoneyAccount
) -> None:
    upload = recorded(officer, at, staged(officer, at, TWO))
    run = upload.imports.get(account=ann)
    take_back_statement(by=as_viewer(officer, at), import_id=run.pk, why="Wrong card")
    withdraw_statement(by=as_viewer(READER, at), import_id=run.pk)
    assert (payees(ann), payees(bob)) == ([], ["B"])
    recorded(officer, at, staged(officer, at, TWO))
    assert (payees(ann), payees(bob)) == (["A", "C"], ["B"])
    assert StatementImport.objects.in_the_books().get(account=ann).attempt == 2


def test_card_added_while_the_file_waits_is_placed_when_the_same_file_comes_again(
    officer: User, at: datetime, ann: MoneyAccount
) -> None:
    upload = staged(officer, at, TWO)
    assert [row for row, _ in codes(upload)] == [3, 5, 6]
    added = make_card_account("5582", person=make_cardholder("Bob Birch"))
    again = staged(officer, at, TWO)
    assert (again.pk, [row for row, _ in codes(again)]) == (upload.pk, [5])
    recorded(officer, at, again)
    assert payees(added) == ["B"]


def test_card_replaced_between_preview_and_yes_records_what_was_shown(
    officer: User, at: datetime, ann: MoneyAccount, bob: MoneyAccount
) -> None:
    upload = staged(officer, at, TWO)
    by = as_viewer(officer, at)
    close_card(by=by, card_id=ann.cards.get().pk, reason="lost")
    issue_card(by=by, account_id=ann.pk, last4="9999")
    assert recorded(officer, at, upload).state == "read"
    assert payees(ann) == ["A", "C"]


def test_two_cards_with_the_same_digits_are_told_apart_by_reference_alone(
    officer: User, at: datetime
) -> None:
    one = make_card_account("4471", provider_reference="tok-1", person=make_cardholder("Ann Ash"))
    two = make_card_account("4471", provider_reference="tok-2", person=make_cardholder("Bob Birch"))
    data = rows(
        "03/11/2026,A,-5.00,****4471,tok-1",
        "03/11/2026,B,-7.00,****4471,tok-2",
        "03/11/2026,C,-1.00,****4471,",
        "03/11/2026,D,-1.00,****4471,tok-3",
    )
    upload = recorded(officer, at, staged(officer, at, data))
    assert (payees(one), payees(two)) == (["A"], ["B"])
    assert codes(upload) == [
        (4, "statement_row_card_of_several"),
        (5, "statement_row_unknown_reference"),
    ]


def test_balances_of_each_account_are_proved_by_themselves(
    officer: User, at: datetime, ann: MoneyAccount, bob: MoneyAccount
) -> None:
    data = b"Date,Payee,Amount,Card,Ref,Left\n" + b"\n".join(
        [
            b"03/11/2026,A,-5.00,4471,,95.00",
            b"03/11/2026,B,-7.00,5582,,43.00",
            b"04/11/2026,C,-1.00,4471,,94.00",
            b"04/11/2026,D,-3.00,5582,,40.00",
        ]
    )
    by = as_viewer(officer, at)
    sent = take_upload(by=by, account=None, data=data, filename="cards.csv")
    mapping = CsvMapping(
        date="Date", amount="Amount", payee="Payee", account="Card", balance="Left"
    )
    read_upload(by=by, upload_id=sent.pk, mapping=mapping)
    upload = read_stored(by=as_viewer(READER, at), upload_id=sent.pk)
    spans = upload.imports.order_by("opening_minor").values_list("opening_minor", "closing_minor")
    assert list(spans) == [(5000, 4000), (10000, 9400)]


@pytest.mark.parametrize("kind", SEVERAL)
def test_file_of_any_format_is_recorded_by_account_and_tells_of_the_rest(
    officer: User, at: datetime, ann: MoneyAccount, kind: str
) -> None:
    bank = make_money_account(kind="bank", last4="8830", person=make_cardholder("Cy Cole"))
    upload = staged(officer, at, SEVERAL[kind], f"accounts.{kind}", SEVERAL_MAPPING)
    assert upload.state == "staged"
    assert {run.account_id: run.read for run in upload.imports.all()} == {ann.pk: 2, bank.pk: 1}
    assert [(run.preview["owner"]["number"]) for run in upload.imports.all()] == ["proven"] * 2
    assert [code for _, code in codes(upload)] == ["statement_row_unknown_card"]
    recorded(officer, at, upload)
    assert (payees(ann), payees(bank)) == (["A", "C"], ["B"])
    assert Task.objects.open().filter(subject_type="cards.statementupload").count() == 1
    again = recorded(officer, at, staged(officer, at, SEVERAL[kind], "again", SEVERAL_MAPPING))
    assert {run.created for run in again.imports.all()} == {0}


@pytest.mark.parametrize("kind", SEVERAL)
def test_file_of_several_sent_for_one_account_says_how_to_send_it(
    officer: User, at: datetime, ann: MoneyAccount, kind: str
) -> None:
    by = as_viewer(officer, at)
    sent = take_upload(by=by, account=ann, data=SEVERAL[kind], filename="x")
    if sent.state == "columns":
        read_upload(by=by, upload_id=sent.pk, mapping=SEVERAL_MAPPING)
    upload = read_stored(by=as_viewer(READER, at), upload_id=sent.pk)
    assert [one["code"] for one in upload.problems] == ["statement_several_accounts"]


def test_card_of_another_council_is_unknown_here(
    officer: User, at: datetime, ann: MoneyAccount
) -> None:
    other = make_authority("otherton", "otherton.example")
    make_money_account(kind="card", last4="5582", person=make_cardholder("Eve", other))
    assert [row for row, _ in codes(staged(officer, at, TWO))] == [3, 5, 6]


@pytest.mark.usefixtures("fixed_clock")
def test_officer_uploads_chooses_the_card_column_leaves_one_out_and_confirms(
    officer: User, ann: MoneyAccount, bob: MoneyAccount
) -> None:
    client = Client()
    client.force_login(officer)
    sent = client.post(
        "/money/imports/new/",
        {"several": "on", "file": SimpleUploadedFile("cards.csv", TWO)},
        follow=True,
    )
    assert "a file of several cards" in text(sent)
    columns = {"date": "Date", "date_style": "day_first", "amount": "Amount", "payee": "Payee"}
    columns |= {"decimal_mark": ".", "do": "import"}
    address = sent.redirect_chain[-1][0]
    assert "Choose the column that says which card" in text(client.post(address, columns))
    progress = client.post(address, {**columns, "account": "Card"}, follow=True)
    work()
    seen = client.get(progress.redirect_chain[-1][0], follow=True)
    page = " ".join(text(seen).split())
    assert "Ann Ash, card ending 4471" in page
    assert "Bob Birch, card ending 5582" in page
    assert "No card or account here ends in 9999." in page
    assert ListReading.objects.filter(kind="statements").exists()
    left = str(StatementImport.objects.get(account=bob).public_id)
    preview = seen.redirect_chain[-1][0]
    confirming = preview.replace("preview", "confirm")
    done = client.post(confirming, {"leave_out": [left]}, follow=True)
    work()
    upload = StatementUpload.objects.get()
    after = text(client.get(done.redirect_chain[-1][0], follow=True))
    assert "All that you confirmed of this file is recorded" in " ".join(after.split())
    assert (payees(ann), payees(bob)) == (["A", "C"], [])
    client.post(f"/money/imports/uploads/{upload.public_id}/settled/")
    assert not Task.objects.open().filter(subject_type="cards.statementupload").exists()
    assert "Complete" in text(client.get("/money/imports/"))


def test_form_needs_an_account_or_several_cards_and_not_both(
    officer: User, ann: MoneyAccount
) -> None:
    client = Client()
    client.force_login(officer)
    file = {"file": SimpleUploadedFile("cards.csv", TWO)}
    assert "Choose an account" in text(client.post("/money/imports/new/", file))
    both = {"account": ann.public_id, "several": "on", "file": SimpleUploadedFile("c.csv", TWO)}
    assert "not both" in text(client.post("/money/imports/new/", both))


def test_upload_with_rows_to_settle_is_remembered_until_they_are(
    officer: User, at: datetime, ann: MoneyAccount, bob: MoneyAccount
) -> None:
    upload = recorded(officer, at, staged(officer, at, TWO))
    later = as_viewer(READER, at + REMEMBERED_FOR + timedelta(days=1))
    clear_uploads(by=later)
    assert StatementUpload.objects.filter(pk=upload.pk).exists()
    settle_unplaced(by=as_viewer(officer, at), upload_id=upload.pk)
    clear_uploads(by=later)
    assert not StatementUpload.objects.filter(pk=upload.pk).exists()
