"""The cards of an account on finance's page: what is shown, pressed, asked and refused."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from marketplace.accounts.rules import Role
from marketplace.people.models import ReadLog
from payments.cards.actions import import_statement, replace_card
from payments.cards.models import Card, MoneyAccount
from tests.factories.accounts import as_viewer, make_other_authority, make_user
from tests.factories.cards import (
    IMPORTER,
    card_of,
    make_card_account,
    make_cardholder,
    make_money_account,
    make_stripe_card,
    statement_sample,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 7, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _fixed_clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def client() -> Client:
    """A finance officer's browser."""
    browser = Client()
    browser.force_login(make_user(Role.FINANCE, name="Tom Birch"))
    return browser


def page_of(client: Client, account: MoneyAccount) -> str:
    return client.get(f"/money/accounts/{account.public_id}/").content.decode()


def address(card: Card, what: str) -> str:
    return f"/money/cards/{card.public_id}/{what}/"


def press(client: Client, card: Card, what: str, **answers: str) -> str:
    """Send a form of the card and follow; the text of the page that answers."""
    return client.post(address(card, what), answers, follow=True).content.decode()


def replaced(account: MoneyAccount, last4: str = "9920") -> Card:
    by = as_viewer(IMPORTER, NOW)
    return replace_card(by=by, card_id=card_of(account).pk, last4=last4, reason="damaged")


def test_page_of_a_card_account_shows_each_card_its_state_and_since_when(client: Client) -> None:
    account = make_card_account()
    replaced(account)
    page = page_of(client, account)
    assert "card ending 9920" in page
    assert page.index("Ends 9920") < page.index("Ends 4471")
    assert "Damaged. New card ending 9920" in page
    assert "7 November 2026" in page


def test_page_offers_what_can_be_done_with_a_card_now_and_no_more(client: Client) -> None:
    card = card_of(make_card_account())
    for before, offered in (
        ("", {"activate", "freeze", "replace", "close"}),
        ("activate", {"freeze", "replace", "close"}),
        ("freeze", {"unfreeze", "replace", "close"}),
    ):
        if before:
            press(client, card, before)
        page = page_of(client, card.account)
        shown = {
            one
            for one in "activate freeze unfreeze replace close".split()
            if address(card, one) in page
        }
        assert shown == offered
        assert "/cards/new/" not in page


def test_page_of_a_bank_account_speaks_of_no_cards(client: Client) -> None:
    assert "Cards on this account" not in page_of(client, make_money_account())


def test_card_when_closed_can_be_followed_by_another(client: Client) -> None:
    account = make_card_account()
    page = press(client, card_of(account), "close", reason="stolen")
    assert "Card ending 4471 is closed." in page
    new = f"/money/accounts/{account.public_id}/cards/new/"
    assert new in page
    assert client.post(new, {"last4": "9920"}).status_code == 302
    assert (card_of(account).last4, card_of(account).state) == ("9920", "issued")


def test_issuing_when_the_account_has_a_card_says_so_on_the_form(client: Client) -> None:
    account = make_card_account()
    answer = client.post(f"/money/accounts/{account.public_id}/cards/new/", {"last4": "9920"})
    assert "This account has a card already." in answer.content.decode()
    assert account.cards.count() == 1


def test_closing_and_replacing_ask_before_anything_is_done(client: Client) -> None:
    card = card_of(make_card_account(person=make_cardholder("Joan Adeyemi")))
    for what in ("close", "replace"):
        page = client.get(address(card, what)).content.decode()
        assert "Joan Adeyemi" in page
        assert "Go back without changes" in page
    card.refresh_from_db()
    assert card.state == "issued"
    assert ReadLog.objects.filter(person_id=card.account.person_id).count() == 2


def test_replacing_without_digits_or_reason_keeps_the_card_and_names_the_fields(
    client: Client,
) -> None:
    card = card_of(make_card_account())
    page = press(client, card, "replace", last4="12")
    assert "enter 4 digits, like 4471" in page
    assert "Choose why the old card ends" in page
    assert Card.objects.count() == 1


def test_replacing_a_card_of_the_processor_asks_for_the_id_of_the_new_one(client: Client) -> None:
    card = card_of(make_stripe_card())
    assert "provider_reference" in client.get(address(card, "replace")).content.decode()
    answers = {"last4": "9920", "reason": "lost"}
    assert "Enter the card processor’s id" in press(client, card, "replace", **answers)
    page = press(client, card, "replace", **answers, provider_reference="ic_new")
    assert "Card ending 9920 replaces the card ending 4417." in page
    fed_by_files = card_of(make_card_account())
    page = client.get(address(fed_by_files, "replace")).content.decode()
    assert "Card programme’s reference of this card" in page


def test_reference_of_a_card_is_one_cards_and_the_processors_id_stays(client: Client) -> None:
    one, two = (card_of(make_card_account(digits)) for digits in ("4471", "5582"))
    page = press(client, one, "reference", provider_reference="tok-1")
    assert "The reference of the card ending 4471 is saved." in page
    assert "tok-1" in page
    taken = press(client, two, "reference", provider_reference="tok-1")
    assert "Another card has this id." in taken
    of_processor = card_of(make_stripe_card())
    assert "so it stays as it is" in press(
        client, of_processor, "reference", provider_reference="x"
    )


def test_press_when_somebody_was_faster_says_what_the_card_is_now(client: Client) -> None:
    card = card_of(make_card_account())
    press(client, card, "freeze")
    assert "This card is frozen now." in press(client, card, "freeze")


@pytest.mark.parametrize("what", ["activate", "freeze", "unfreeze", "replace", "close"])
def test_card_of_another_council_is_not_there(client: Client, what: str) -> None:
    card = card_of(make_card_account(authority=make_other_authority()))
    answers: dict[str, Any] = {"last4": "9920", "reason": "lost"}
    assert client.post(address(card, what), answers).status_code == 404
    card.refresh_from_db()
    assert card.state == "issued"


def test_reading_an_address_that_only_acts_is_refused(client: Client) -> None:
    card = card_of(make_card_account())
    for what in ("activate", "freeze", "unfreeze"):
        assert client.get(address(card, what)).status_code == 405


@pytest.mark.parametrize("path", ["/money/accounts/", "/money/imports/", "/money/imports/new/"])
def test_lists_of_accounts_ask_for_all_cards_at_once(client: Client, path: str) -> None:
    for name in ("Ann", "Bea", "Cy"):
        account = make_card_account(person=make_cardholder(name))
        data = statement_sample("november.csv")
        by = as_viewer(IMPORTER, NOW)
        import_statement(by=by, account=account, data=data, filename="november.csv")
        replaced(account)
    with CaptureQueriesContext(connection) as seen:
        page = client.get(path).content.decode()
    assert page.count("9920") >= 3
    assert sum(query["sql"].startswith('SELECT "cards_card"') for query in seen) == 1


def test_list_finds_an_account_by_the_digits_of_a_card_that_was_replaced(client: Client) -> None:
    replaced(make_card_account(person=make_cardholder("Joan Adeyemi")))
    page = client.get("/money/accounts/?q=4471").content.decode()
    assert "Joan Adeyemi" in page
    assert "Card ending 9920" in page
