"""Payments and money pages name the card that an account has now, and ask for all cards at once."""

from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from payments.cards.actions import replace_card
from payments.reconciliation.actions import MATCHER, match_lines
from tests.factories.accounts import as_viewer
from tests.factories.cards import card_of
from tests.factories.reconciliation import Money, make_line

pytestmark = pytest.mark.django_db


@pytest.fixture
def money(money: Money, at: datetime) -> Money:
    """Two payments to check, on an account whose card 4471 was replaced by 9920."""
    for pence in (-2210, -1870):
        line = make_line(money.account, pence, "GARDEN CENTRE")
        match_lines(by=as_viewer(MATCHER, at), line_ids=[line.pk])
    card = card_of(money.account)
    by = as_viewer(money.finance, at)
    replace_card(by=by, card_id=card.pk, last4="9920", reason="expired")
    return money


def asked_for_cards(client: Client, path: str) -> tuple[str, int]:
    """The page, and how often it asked for cards."""
    with CaptureQueriesContext(connection) as seen:
        page = client.get(path).content.decode()
    return page, sum(query["sql"].startswith('SELECT "cards_card"') for query in seen)


def test_queue_shows_the_card_of_now_and_finds_by_old_and_new_digits(
    client: Client, money: Money
) -> None:
    client.force_login(money.finance)
    for wanted in ("", "?who=4471", "?who=9920"):
        page, asked = asked_for_cards(client, f"/money/exceptions/{wanted}")
        assert page.count("card 9920") == 2, wanted
        assert asked == 1, wanted


def test_own_money_page_shows_the_card_of_now(client: Client, money: Money) -> None:
    client.force_login(money.user)
    page, asked = asked_for_cards(client, "/my/money/")
    assert "9920" in page
    # Once for the accounts, once for the news that the card was replaced.
    assert asked == 2
