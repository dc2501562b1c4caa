"""Lists of accounts, statements and messages: what they show, to whom, and what a look leaves."""

from uuid import uuid4

import pytest
from django.test import Client

from marketplace.accounts.rules import Role
from marketplace.people.models import ListReading, ReadLog
from payments.cards.actions import (
    WEBHOOK,
    import_statement,
    process_event,
    receive_webhook,
)
from payments.cards.models import (
    MoneyAccount,
    StatementImport,
    WebhookEvent,
)
from tests.factories.accounts import as_viewer, make_authority, make_other_authority, make_user
from tests.factories.cards import (
    IMPORTER,
    csv_statement,
    make_cardholder,
    make_money_account,
    make_processor,
    make_stripe_card,
    sign,
    statement_sample,
    stripe_event,
    stripe_sample,
)
from tests.payments.cards.browsing import NOW, bring_in, check_again, text, upload, work

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("fixed_clock", "own_private_files"),
]


@pytest.fixture
def client() -> Client:
    """A finance officer's browser."""
    browser = Client()
    browser.force_login(make_user(Role.FINANCE, name="Tom Birch"))
    return browser


def test_accounts_are_listed_with_what_is_left_and_found_by_name_or_digits(client: Client) -> None:
    account = make_money_account(person=make_cardholder("Joan Adeyemi"), last4="1187")
    bring_in(account)
    make_money_account(person=make_cardholder("Ruth Pell"), last4="2206")
    page = text(client.get("/money/accounts/"))
    assert "£1,265.73" in page
    assert "6 November 2026" in page
    found = text(client.get("/money/accounts/?q=pell"))
    assert "Ruth Pell" in found
    assert "Joan" not in found
    assert "Joan Adeyemi" in text(client.get("/money/accounts/?q=1187"))
    assert "No results for “zzz”" in text(client.get("/money/accounts/?q=zzz"))


def test_lines_show_amount_state_and_currency_and_the_look_is_logged(client: Client) -> None:
    account = make_money_account()
    bring_in(account, "euros.csv")
    page = text(client.get(f"/money/accounts/{account.public_id}/"))
    assert "-12.40 EUR" in page
    assert "Another currency" in page
    assert "−£3.10" in page
    assert ReadLog.objects.get().person_id == account.person_id


def test_lists_leave_a_row_of_those_on_the_page_and_one_statement_a_line_of_its_person(
    client: Client,
) -> None:
    first = make_money_account(person=make_cardholder("Joan Adeyemi"))
    second = make_money_account(person=make_cardholder("Ruth Pell"))
    run = bring_in(first)
    both = {first.person_id, second.person_id}
    for path in ("/money/accounts/", "/money/accounts/?q=pell", "/money/imports/"):
        client.get(path)
    client.get("/money/imports/new/")
    seen = [
        (row.kind, {one.person_id for one in row.people.all()}, row.filters)
        for row in ListReading.objects.order_by("pk")
    ]
    assert seen == [
        ("accounts", both, {"page": 1, "by_words": 0}),
        ("accounts", {second.person_id}, {"page": 1, "by_words": 1}),
        ("statements", {first.person_id}, {"page": 1}),
        ("accounts_to_upload_for", both, {}),
    ]
    assert not ReadLog.objects.exists()
    client.get(f"/money/imports/{run.public_id}/")
    assert ReadLog.objects.get().person_id == first.person_id


def test_held_money_is_shown_on_the_account(client: Client) -> None:
    account = make_stripe_card()
    body = stripe_event("issuing_authorization.created", stripe_sample("authorization.json"))
    event = _receive(body)
    process_event(by=as_viewer(WEBHOOK, NOW), event_id=event.pk)
    page = text(client.get(f"/money/accounts/{account.public_id}/"))
    assert "Pending card payments" in page
    assert "−£50.00" in page


def _receive(body: str) -> WebhookEvent:
    make_processor()
    return receive_webhook(
        by=as_viewer(WEBHOOK, NOW),
        authority=make_authority(),
        raw_body=body.encode(),
        signature=sign(body, NOW),
    )


def test_report_shows_refused_lines_until_they_are_dealt_with(client: Client) -> None:
    run = bring_in(make_money_account(), "refused.csv")
    address = f"/money/imports/{run.public_id}/"
    page = text(client.get(address))
    assert "“12..34” is not an amount." in page
    assert "Mark these rows as done" in page
    done = text(client.post(f"{address}settled/", follow=True))
    assert "Mark these rows as done" not in done


def test_report_says_what_is_in_another_currency(client: Client) -> None:
    run = bring_in(make_money_account(), "euros.csv")
    page = text(client.get(f"/money/imports/{run.public_id}/"))
    assert "New, in another currency" in page
    assert "recorded no payment for them" in page


def test_import_cut_short_says_what_to_do(client: Client) -> None:
    run = bring_in(make_money_account())
    StatementImport.objects.update(finished_at=None)
    assert "This upload stopped early" in text(client.get(f"/money/imports/{run.public_id}/"))
    assert "Stopped early" in text(client.get("/money/imports/"))


def test_parked_message_shows_its_reason_and_is_tried_again(client: Client) -> None:
    body = stripe_event("issuing_transaction.created", stripe_sample("capture.json"))
    event = _receive(body)
    process_event(by=as_viewer(WEBHOOK, NOW), event_id=event.pk)
    assert "No account here has this card" in text(client.get("/money/card-events/"))
    address = f"/money/card-events/{event.pk}/retry/"
    assert "tries the message again" in text(client.post(address, follow=True))
    assert "is not waiting for you" in text(client.post(address, follow=True))
    assert event.event_id in text(client.get("/money/card-events/?state=received"))
    assert "No messages here" in text(client.get("/money/card-events/?state=ignored"))
    assert "No messages to check" in text(client.get("/money/card-events/?state=nonsense"))


PATHS = ["/money/accounts/", "/money/imports/", "/money/imports/new/", "/money/card-events/"]


@pytest.mark.parametrize("path", PATHS)
def test_pages_are_for_finance_only(path: str) -> None:
    make_authority()
    browser = Client()
    assert browser.get(path).status_code == 302
    browser.force_login(make_user(Role.BROKER))
    assert browser.get(path).status_code == 403


def test_another_councils_account_import_and_event_are_not_found(client: Client) -> None:
    elsewhere = make_money_account(authority=make_other_authority())
    run = bring_in(elsewhere)
    assert client.get(f"/money/accounts/{elsewhere.public_id}/").status_code == 404
    assert client.get(f"/money/imports/{run.public_id}/").status_code == 404
    assert client.post(f"/money/imports/{run.public_id}/settled/").status_code == 404
    assert client.get(f"/money/imports/columns/{uuid4()}/").status_code == 404
    event = WebhookEvent.objects.create(authority=elsewhere.authority, received_at=NOW)
    assert client.post(f"/money/card-events/{event.pk}/retry/").status_code == 404
    assert elsewhere.person.name not in text(client.get("/money/accounts/"))
    assert "Choose an account in the list" in text(upload(client, elsewhere, b"a,b\n1,2\n"))


def test_long_lists_cost_a_constant_number_of_queries(
    client: Client, django_assert_max_num_queries: object
) -> None:
    account = make_money_account()
    import_statement(
        by=as_viewer(IMPORTER, NOW), account=account, data=csv_statement(120), filename="long.csv"
    )
    for path in ("/money/accounts/", f"/money/accounts/{account.public_id}/", "/money/imports/"):
        with django_assert_max_num_queries(25):  # type: ignore[operator]
            assert client.get(path).status_code == 200


def bring_rows(account: MoneyAccount, *rows: str) -> StatementImport:
    data = "\n".join(["Date,Description,Amount,Balance", *rows]).encode()
    by = as_viewer(IMPORTER, NOW)
    return import_statement(by=by, account=account, data=data, filename="f.csv")


def test_account_says_what_is_missing_between_statements_until_it_comes(client: Client) -> None:
    account = make_money_account()
    bring_rows(account, "01/10/2026,A,-5.00,95.00")
    bring_rows(account, "20/10/2026,A,-5.00,70.00")
    address = f"/money/accounts/{account.public_id}/"
    said = "£20.00 of money out is missing after 1 October 2026 and before 20 October 2026."
    assert said in text(client.get(address))
    bring_rows(account, "10/10/2026,B,-20.00,75.00")
    assert "Part of the statements is missing" not in text(client.get(address))


def test_reversal_is_told_on_account_and_payment_with_what_the_bank_wrote(client: Client) -> None:
    account = make_money_account()
    bring_rows(account, "01/10/2026,A,-5.00,95.00")
    account.lines.update(is_reversal=True)
    assert ">Reversal<" in text(client.get(f"/money/accounts/{account.public_id}/"))
    page = text(client.get(f"/money/payments/{account.lines.get().public_id}/"))
    assert "takes back an earlier payment" in page
    assert "What the bank wrote, word for word" in page
    assert "01/10/2026" in page


def test_statement_is_taken_back_on_its_page_for_a_reason(client: Client) -> None:
    account = make_money_account()
    run = bring_rows(account, "01/10/2026,A,-5.00,95.00")
    address = f"/money/imports/{run.public_id}/"
    assert "Take this statement back" in text(client.get(address))
    assert "Enter why you take" in text(client.post(f"{address}take-back/", {"why": ""}))
    page = text(client.post(f"{address}take-back/", {"why": "Of another"}, follow=True))
    assert "We are taking this statement back" in page
    work()
    page = " ".join(text(client.get(address)).split())
    assert "This statement was taken back" in page
    assert "1 payment went from the account" in page
    assert "Of another" in page
    assert "No payments yet" in text(client.get(f"/money/accounts/{account.public_id}/"))
    assert client.get(f"{address}take-back/").status_code == 302


def test_preview_warns_of_another_account_and_asks_why(client: Client) -> None:
    account = make_money_account(last4="9999")
    sent = upload(client, account, statement_sample("november.ofx"), "nov.ofx")
    work()
    page = text(check_again(client, sent))
    assert "This may be the statement of another account" in page
    address = sent.redirect_chain[-1][0]  # type: ignore[attr-defined]
    refused = text(client.post(f"{address}confirm/", {"despite": ""}))
    assert "Enter why it is the right account" in refused
    client.post(f"{address}confirm/", {"despite": "The bank changed the number"})
    work()
    assert "The bank changed the number" in text(check_again(client, sent))
