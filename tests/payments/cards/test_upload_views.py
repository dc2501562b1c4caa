"""Sending a statement by the page: read by the worker, asked about, refused, left and cleared."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from marketplace.accounts.rules import Role
from marketplace.people.models import ReadLog
from payments.cards import jobs, storage
from payments.cards.models import (
    CsvLayout,
    ReceivedLine,
    StatementImport,
    StatementUpload,
)
from payments.gateway.statements.csv_rows import RowReader
from payments.ledger.actions import close_period
from payments.ledger.models import Transfer
from tests.factories.accounts import as_viewer, make_user
from tests.factories.cards import (
    csv_statement,
    make_money_account,
    make_stripe_card,
    statement_sample,
)
from tests.payments.cards.browsing import (
    NOW,
    bring_in,
    check_again,
    confirm,
    text,
    upload,
    waiting_files,
    work,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("fixed_clock", "own_private_files"),
]

#: Longer than a file waits, and sooner than a record is erased.
LONG_AFTER = datetime(2027, 11, 7, tzinfo=UTC)


@pytest.fixture
def client() -> Client:
    """A finance officer's browser."""
    browser = Client()
    browser.force_login(make_user(Role.FINANCE, name="Tom Birch"))
    return browser


def test_columns_of_a_waiting_file_are_a_look_at_its_person(client: Client) -> None:
    account = make_money_account()
    upload(client, account, csv_statement(2))
    assert {row.person_id for row in ReadLog.objects.all()} == {account.person_id}


def test_ofx_file_waits_for_the_worker_and_is_then_reported(client: Client) -> None:
    response = upload(client, make_money_account(), statement_sample("november.ofx"), "nov.ofx")
    assert "Waiting to be read: about 5 rows" in " ".join(text(response).split())
    assert ReceivedLine.objects.count() == 0
    assert "Being read" in text(client.get("/money/imports/"))
    work()
    page = text(check_again(client, response))
    assert "Nothing of nov.ofx is recorded yet" in page
    assert "Confirm and record 5 payments" in " ".join(page.split())
    assert ReceivedLine.objects.count() == 0
    assert "Waiting to be confirmed" in text(client.get("/money/imports/"))
    assert "5 new payments" in text(confirm(client, response))
    assert ReceivedLine.objects.count() == 5
    listed = text(client.get("/money/imports/"))
    assert "nov.ofx" in listed
    assert "Uploads on the way" not in listed
    assert StatementImport.objects.get().imported_by.name == "Tom Birch"  # type: ignore[union-attr]
    assert waiting_files() == []


def test_page_says_how_far_the_reading_is_and_asks_for_no_script(client: Client) -> None:
    response = upload(client, make_money_account(), csv_statement(1100), "long.csv")
    sent = StatementUpload.objects.get()
    run = bring_in(sent.account, "november.csv")
    StatementUpload.objects.update(state="recording", tries=2)
    StatementImport.objects.update(
        upload=sent, read=12_345, created=1_000, refused=200, finished_at=None
    )
    page = " ".join(text(client.get(f"/money/imports/uploads/{sent.public_id}/")).split())
    assert "Recording: 1,200 of 12,345 rows" in page
    assert "Reading stopped early" in page
    assert ">Check again</a>" in page
    assert "http-equiv" not in page
    assert "Being recorded" in text(client.get("/money/imports/"))
    assert "See how far we are" in text(client.get(f"/money/imports/{run.public_id}/"))
    assert response.status_code == 200


def test_request_reads_no_more_than_the_first_rows(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever a file holds, sending it and choosing its columns read 100 rows of it at a time."""
    read, line = [0], RowReader._line

    def counted(self: RowReader, *args: Any) -> Any:
        read[0] += 1
        return line(self, *args)

    monkeypatch.setattr(RowReader, "_line", counted)
    asked = upload(client, make_money_account(), csv_statement(600), "long.csv")
    assert "Of the first 100 rows, 100 rows can be read" in " ".join(text(asked).split())
    address = asked.redirect_chain[-1][0]  # type: ignore[attr-defined]
    chosen = {"date": "Date", "date_style": "day_first", "amount": "Amount", "decimal_mark": "."}
    client.post(address, {**chosen, "do": "check"})
    read_by_now = client.post(address, {**chosen, "do": "import"}, follow=True)
    assert read[0] == 300
    work()
    assert read[0] == 900
    confirm(client, read_by_now)
    assert ReceivedLine.objects.count() == 600


def test_csv_that_is_new_for_the_account_is_asked_about_then_imported(client: Client) -> None:
    account = make_money_account()
    asked = upload(client, account, statement_sample("november.csv"))
    assert "Columns of this file" in text(asked)
    assert "FERNSHIRE COUNCIL" in text(asked)
    assert "5 rows can be read" in text(asked)
    address = asked.redirect_chain[-1][0]  # type: ignore[attr-defined]
    answers = {
        "date": "Date",
        "date_style": "day_first",
        "amount": "Amount",
        "payee": "Name",
        "description": "Memo",
        "reference": "Id",
        "currency": "Currency",
        "decimal_mark": ".",
    }
    sent = client.post(address, {**answers, "do": "import"}, follow=True)
    work()
    assert "5 new payments" in text(confirm(client, sent))
    assert waiting_files() == []
    assert CsvLayout.objects.get().mapping["payee"] == "Name"
    again = upload(client, account, statement_sample("november.csv"))
    work()
    assert "You uploaded this file before" in text(check_again(client, again))
    assert "5 new payments" in text(client.get(address, follow=True))


def test_columns_may_be_tried_before_importing_and_a_wrong_choice_loses_nothing(
    client: Client,
) -> None:
    account = make_money_account()
    asked = upload(client, account, statement_sample("november.csv"))
    address = asked.redirect_chain[-1][0]  # type: ignore[attr-defined]
    tried = {"date": "Date", "date_style": "month_first", "amount": "Amount", "decimal_mark": "."}
    page = text(client.post(address, {**tried, "do": "check"}))
    assert "11 March 2026" in page
    missing = text(client.post(address, {**tried, "amount": "", "do": "import"}))
    assert "Choose either one column that holds the amount" in missing
    undated = text(client.post(address, {**tried, "date": "", "do": "import"}))
    assert "Choose the column that holds the date" in undated
    assert ReceivedLine.objects.count() == 0
    assert len(waiting_files()) == 1


def test_file_that_turns_out_to_be_of_no_use_is_refused_on_the_columns_page(
    client: Client,
) -> None:
    data = b"Date,Account,Amount\n01/11/2026,11,-1\n01/11/2026,22,-1\n"
    asked = upload(client, make_money_account(), data)
    address = asked.redirect_chain[-1][0]  # type: ignore[attr-defined]
    chosen = {"date": "Date", "date_style": "day_first", "amount": "Amount", "decimal_mark": "."}
    page = text(client.post(address, {**chosen, "account": "Account", "do": "import"}))
    assert "statements of 2 accounts" in page
    assert StatementImport.objects.count() == 0


def test_file_that_the_worker_finds_to_be_of_no_use_says_why_and_what_to_do(
    client: Client,
) -> None:
    rows = b"01/11/2026,11,-1\n" * 200 + b"01/11/2026,22,-1\n"
    asked = upload(client, make_money_account(), b"Date,Account,Amount\n" + rows)
    address = asked.redirect_chain[-1][0]  # type: ignore[attr-defined]
    chosen = {"date": "Date", "date_style": "day_first", "amount": "Amount", "decimal_mark": "."}
    sent = client.post(address, {**chosen, "account": "Account", "do": "import"}, follow=True)
    work()
    page = text(check_again(client, sent))
    assert "We could not read this file" in page
    assert "statements of 2 accounts" in page
    assert "Could not be read" in text(client.get("/money/imports/"))
    assert "Columns of this file" in text(client.get(address))
    again = client.post(address, {**chosen, "do": "import"}, follow=True)
    work()
    assert "201 new payments" in text(confirm(client, again))


def test_upload_may_be_discarded_by_who_sent_it_alone(client: Client) -> None:
    account = make_money_account()
    upload(client, account, statement_sample("november.csv"))
    address = f"/money/imports/uploads/{StatementUpload.objects.get().public_id}/"
    colleague = Client()
    colleague.force_login(make_user(Role.FINANCE))
    assert "has not chosen its columns yet" in text(colleague.get(address))
    for action in ("discard", "again"):
        assert colleague.post(f"{address}{action}/").status_code == 404
    assert "nov.csv is discarded." in text(client.post(f"{address}discard/", follow=True))
    assert "Load the page again" in text(client.post(f"{address}discard/", follow=True))
    assert "This upload was discarded." in text(client.get(address))


def test_file_that_could_not_be_read_is_read_again_on_request(client: Client) -> None:
    sent = upload(client, make_money_account(), statement_sample("november.ofx"), "nov.ofx")
    StatementUpload.objects.update(state="unreadable", tries=4)
    address = f"/money/imports/uploads/{StatementUpload.objects.get().public_id}/"
    page = text(client.get(address))
    assert "Read the file again" in page
    assert "Choose columns again" not in page
    client.post(f"{address}again/")
    work()
    assert "5 new payments" in text(confirm(client, sent))


def test_rows_above_the_headings_are_left_out_on_request(client: Client) -> None:
    asked = upload(client, make_money_account(), statement_sample("november_in_out.csv"))
    address = asked.redirect_chain[-1][0]  # type: ignore[attr-defined]
    page = text(client.get(f"{address}?skip_rows=1"))
    assert "Transaction ID" in page
    assert "5 rows can be read" in page
    assert "no rows after those" in text(client.get(f"{address}?skip_rows=40"))


def test_rows_of_a_waiting_file_are_seen_only_by_who_sent_it(client: Client) -> None:
    asked = upload(client, make_money_account(), statement_sample("november.csv"))
    address = asked.redirect_chain[-1][0]  # type: ignore[attr-defined]
    other = Client()
    other.force_login(make_user(Role.FINANCE))
    assert other.get(address).status_code == 404
    assert ReadLog.objects.count() == 1
    storage.clear_files(LONG_AFTER, [])
    assert client.get(address).status_code == 404


def test_file_of_no_use_is_refused_on_the_form(client: Client, settings: object) -> None:
    account = make_money_account()
    page = text(upload(client, account, b"%PDF-1.7", "x.pdf"))
    assert "PDF, spreadsheet or archive" in page
    assert "only one column" in text(upload(client, account, b"just words\n"))
    assert waiting_files() == []
    settings.STATEMENT_MAX_BYTES = 3_000_000  # type: ignore[attr-defined]
    assert "over 3 MB" in text(upload(client, account, b"x" * 3_000_001))
    assert "Choose the statement file" in text(
        client.post("/money/imports/new/", {"account": account.public_id})
    )
    assert StatementImport.objects.count() == 0


def test_card_of_the_processor_cannot_be_chosen_for_a_statement(client: Client) -> None:
    page = text(upload(client, make_stripe_card(), statement_sample("november.ofx"), "n.ofx"))
    assert "Choose an account in the list" in page


def test_waiting_file_is_cleared_by_the_job_after_a_day(client: Client) -> None:
    upload(client, make_money_account(), statement_sample("november.csv"))
    upload(client, make_money_account(last4="1111"), statement_sample("november.ofx"), "nov.ofx")
    with time_machine.travel(LONG_AFTER):
        jobs.clear_waiting_files.func()
        # What the worker has still to read is kept, however long it stands still.
        assert len(waiting_files()) == 1
        work()
    states = StatementUpload.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["discarded", "staged"]
    with time_machine.travel(LONG_AFTER + timedelta(days=13)):
        jobs.clear_waiting_files.func()
        assert len(waiting_files()) == 1
    with time_machine.travel(LONG_AFTER + timedelta(days=15)):
        jobs.clear_waiting_files.func()
        assert len(waiting_files()) == 0
    assert list(StatementImport.objects.values_list("state", flat=True)) == ["discarded"]
    with time_machine.travel(LONG_AFTER + timedelta(days=60)):
        jobs.clear_waiting_files.func()
    assert not StatementUpload.objects.exists()


def test_preview_counts_payments_of_a_period_closed_while_the_file_waits(client: Client) -> None:
    account = make_money_account()
    sent = upload(client, account, statement_sample("november.ofx"), "november.ofx")
    work()
    assert "which is closed" not in text(check_again(client, sent))
    by = as_viewer(make_user(Role.FINANCE), NOW)
    close_period(by=by, authority_id=account.authority_id, last_day=date(2026, 11, 4))
    assert (
        "2 new payments are of the period to 4 November 2026, which is closed. If you confirm, they are "
        "recorded on 5 November 2026, the first open day."
    ) in text(check_again(client, sent))
    confirm(client, sent)
    posted = Transfer.objects.order_by("effective_date").values_list("effective_date", flat=True)
    assert list(posted) == [date(2026, 11, 5)] * 4 + [date(2026, 11, 6)]
