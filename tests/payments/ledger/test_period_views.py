"""Finance's pages of periods: what is asked, shown, refused, and who reopens."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client

from marketplace.accounts.models import User
from marketplace.accounts.rules import Role
from payments.ledger.actions import close_period
from payments.ledger.models import PeriodClose, PeriodReopening
from payments.ledger.queries import closed_until
from tests.factories.accounts import as_viewer, make_authority, make_other_authority, make_user
from tests.factories.cards import make_cardholder, make_money_account
from tests.payments.cards.browsing import bring_in, text

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 7, 12, tzinfo=UTC)
CLOSE = "/money/periods/close/"
TYPED = {"last_day_day": "31", "last_day_month": "10", "last_day_year": "2026"}


@pytest.fixture(autouse=True)
def _fixed_clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def tom() -> User:
    return make_user(Role.FINANCE, name="Tom Birch")


@pytest.fixture
def client(tom: User) -> Client:
    browser = Client()
    browser.force_login(tom)
    return browser


def close(user: User, last_day: date = date(2026, 10, 31)) -> PeriodClose:
    by = as_viewer(user, NOW)
    return close_period(by=by, authority_id=by.council_id, last_day=last_day)


def test_closing_asks_for_the_day_shows_what_is_open_and_asks_once_more(client: Client) -> None:
    bring_in(make_money_account(person=make_cardholder("Joan Adeyemi"), last4="1187"))
    first = text(client.get(CLOSE))
    assert 'value="31"' in first
    assert "Last day of the period" in first
    later = {**TYPED, "last_day_day": "6", "last_day_month": "11"}
    second = text(client.get(CLOSE, later))
    assert "Close the books up to 6 November 2026?" in second
    assert "Payments to check" in second
    assert not PeriodClose.objects.exists()
    done = client.post(CLOSE, {"last_day": "2026-11-06"}, follow=True)
    assert "The books are closed up to 6 November 2026." in text(done)
    assert "The first open day is 7 November 2026." in text(done)
    assert closed_until(make_authority().pk) == date(2026, 11, 7)


def test_period_with_nothing_open_says_so(client: Client) -> None:
    assert "Nothing is open in this period." in text(client.get(CLOSE, TYPED))


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({**TYPED, "last_day_year": "2027"}, "Last day of the period: enter a day before today"),
        ({**TYPED, "last_day_day": ""}, "Last day of the period: enter"),
        (
            {**TYPED, "last_day_day": "30", "last_day_month": "9"},
            "Last day of the period: the books are closed up to 31 October 2026 already",
        ),
    ],
)
def test_day_that_cannot_be_closed_is_refused_beside_its_boxes(
    client: Client, tom: User, typed: dict[str, str], says: str
) -> None:
    close(tom)
    page = text(client.get(CLOSE, typed))
    assert "There is a problem" in page
    assert says in page


def test_closing_what_somebody_closed_meanwhile_says_so(client: Client, tom: User) -> None:
    close(tom)
    page = text(client.post(CLOSE, {"last_day": "2026-10-31"}, follow=True))
    assert "The books are closed up to 31 October 2026 already." in page
    assert PeriodClose.objects.count() == 1
    client.post(CLOSE, {"last_day": "never"})
    assert PeriodClose.objects.count() == 1


def test_reopening_asks_why_and_is_refused_to_who_closed(client: Client, tom: User) -> None:
    period = close(tom)
    address = f"/money/periods/{period.public_id}/reopen/"
    assert "Reopen the period up to 31 October 2026?" in text(client.get(address))
    refused = text(client.post(address, {"reason": "A correction"}))
    assert "You closed this period, so another finance officer must reopen it." in refused
    other = Client()
    other.force_login(make_user(Role.FINANCE, name="Ines Okafor"))
    assert "Enter why the period must be reopened" in text(other.post(address, {"reason": " "}))
    page = text(other.post(address, {"reason": "A correction"}, follow=True))
    assert "The period up to 31 October 2026 is open again." in page
    assert "Ines Okafor" in page
    assert "A correction" in page
    assert "No period is closed." in page
    assert PeriodReopening.objects.get().reason == "A correction"


def test_period_of_another_council_is_not_there(client: Client) -> None:
    there = close(make_user(Role.FINANCE, authority=make_other_authority()))
    assert client.get(f"/money/periods/{there.public_id}/reopen/").status_code == 404
    assert "No period is closed." in text(client.get("/money/periods/"))


def test_payments_that_came_late_are_told_on_their_statement_and_page(
    client: Client, tom: User
) -> None:
    close(tom, date(2026, 11, 6))
    run = bring_in(make_money_account(person=make_cardholder("Joan Adeyemi"), last4="1187"))
    page = text(client.get(f"/money/imports/{run.public_id}/"))
    assert "of a closed period" in page
    assert "recorded on 7 November 2026, the first open day" in page
    line = run.lines.filter(state="booked").first()
    assert line is not None
    page = text(client.get(f"/money/payments/{line.public_id}/"))
    assert "In the books" in page
    assert "7 November 2026, the first open day" in page
