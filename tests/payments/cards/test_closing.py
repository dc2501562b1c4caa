"""An account is closed once it is empty and nothing pays into it, and it stays closed."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import transaction

from marketplace.accounts.rules import Role
from marketplace.accounts.viewer import Viewer
from marketplace.brokerage.actions import agree_terms, end_agreement
from marketplace.brokerage.models import PaymentAgreement
from marketplace.brokerage.rules import PayerKind
from marketplace.core.errors import DomainError
from marketplace.core.models import AuditEvent
from payments.cards.actions import (
    close_account,
    import_statement,
    issue_card,
    pay_into,
    take_upload,
)
from payments.cards.models import Authorisation, MoneyAccount
from payments.cards.queries import account_to_close
from payments.cards.rules import AccountToClose, CardNotice, closing_problems
from tests.factories.accounts import as_viewer, make_user
from tests.factories.cards import IMPORTER, make_card_account, make_money_account
from tests.factories.funding import amounts_of, make_agreement
from tests.factories.notifications import told
from tests.factories.people import make_person
from tests.factories.plan_pages import as_

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 7, 12, tzinfo=UTC)
WEEKLY = {PayerKind.COUNCIL: 30_000}
EMPTY = AccountToClose(0, 0, 0, 0)


@pytest.fixture(autouse=True)
def _fixed_clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def by() -> Viewer:
    return as_viewer(make_user(Role.FINANCE), NOW)


def paid(account: MoneyAccount, pounds: str) -> None:
    data = f"Date,Payee,Memo,Amount\n02/11/2026,SOMEBODY,,{pounds}\n".encode()
    import_statement(by=as_viewer(IMPORTER, NOW), account=account, data=data, filename="one.csv")


def fed(account: MoneyAccount) -> PaymentAgreement:
    agreement = make_agreement(account.person, WEEKLY, from_date=date(2026, 9, 7))
    pay_into(by=as_viewer(IMPORTER, NOW), account=account, agreement=agreement)
    return agreement


def refused(action: Callable[..., Any], **facts: Any) -> list[str]:
    with pytest.raises(DomainError) as refusal, transaction.atomic():
        action(**facts)
    return refusal.value.codes


def test_empty_account_when_closed_closes_its_card_and_keeps_who_did_it(by: Viewer) -> None:
    account = close_account(by=by, account_id=make_card_account().pk)
    account.refresh_from_db()
    assert (account.closed_at, account.closed_by) == (NOW, by.user)
    assert account.cards.get().state == "closed"
    assert AuditEvent.objects.filter(event="money_account.closed").count() == 1


def test_person_when_their_account_is_closed_is_told_of_the_card(by: Viewer) -> None:
    user = make_user(Role.PERSON)
    account = make_card_account(person=make_person(user=user))
    close_account(by=by, account_id=account.pk)
    assert told(user) == [CardNotice.CLOSED]


@pytest.mark.parametrize(
    ("account", "codes"),
    [
        (EMPTY, []),
        (AccountToClose(1, 0, 0, 0), ["account_has_money"]),
        (AccountToClose(-1, 0, 0, 0), ["account_overdrawn"]),
        (AccountToClose(1, 1, 0, 0), ["account_has_money", "account_has_pending"]),
        (AccountToClose(0, 0, 1, 1), ["account_still_paid_into", "account_statements_unread"]),
        (AccountToClose(5, 5, 1, 1, is_closed=True), ["account_closed_already"]),
    ],
)
def test_account_with_anything_in_it_or_before_it_says_what_to_do_first(
    account: AccountToClose, codes: list[str]
) -> None:
    assert [one.code for one in closing_problems(account)] == codes


def test_account_when_read_shows_its_money_holds_agreements_and_unread_statements(
    by: Viewer,
) -> None:
    account = make_money_account(kind="card")
    fed(account)
    paid(account, "12.40")
    Authorisation.objects.create(
        authority=account.authority,
        account=account,
        card=account.cards.get(),
        provider_reference="iauth_1",
        amount_pence=450,
        held_pence=450,
        currency="GBP",
        payee="FERN GARDEN CENTRE",
        state="pending",
        newest_event="1",
        authorised_at=NOW,
        changed_at=NOW,
    )
    MoneyAccount.objects.filter(pk=account.pk).update(available_pence=1240 - 450)
    take_upload(by=by, account=account, data=b"Day,Who,Sum\n01/11/2026,X,-1.00\n", filename="x.csv")
    account.refresh_from_db()
    assert account_to_close(account, by.today) == AccountToClose(1240, 450, 1, 1)


def test_account_with_money_when_the_money_is_moved_can_be_closed(by: Viewer) -> None:
    account = make_money_account()
    paid(account, "12.40")
    assert refused(close_account, by=by, account_id=account.pk) == ["account_has_money"]
    paid(account, "-12.40")
    assert close_account(by=by, account_id=account.pk).closed_at == NOW


def test_closed_account_takes_no_card_no_agreement_and_no_second_closing(by: Viewer) -> None:
    account = close_account(by=by, account_id=make_card_account().pk)
    agreement = make_agreement(account.person, WEEKLY, from_date=date(2026, 9, 7))
    for action, facts, code in (
        (issue_card, {"account_id": account.pk, "last4": "9920"}, "account_is_closed"),
        (pay_into, {"account": account, "agreement": agreement}, "account_is_closed"),
        (close_account, {"account_id": account.pk}, "account_closed_already"),
    ):
        assert refused(action, by=by, **facts) == [code]


def test_agreement_of_a_closed_account_cannot_pay_again(by: Viewer) -> None:
    account = make_money_account()
    agreement = fed(account)
    end_agreement(by=by, agreement=agreement, day=by.today)
    close_account(by=by, account_id=account.pk)
    again = {"by": by, "agreement": agreement, "amounts": amounts_of(account.person, WEEKLY)}
    assert refused(agree_terms, from_date=by.today, **again) == ["account_paid_into_when_closed"]
    assert agreement.terms.get().until_date == by.today
    # What was paid on earlier days may still be corrected.
    agree_terms(from_date=date(2026, 10, 5), until_date=date(2026, 11, 2), **again)


def test_statement_that_comes_after_closing_is_recorded(by: Viewer) -> None:
    account = close_account(by=by, account_id=make_money_account().pk)
    paid(account, "0.03")
    account.refresh_from_db()
    assert account.available_pence == 3


def test_account_cannot_be_closed_by_a_broker() -> None:
    broker, account = as_viewer(make_user(Role.BROKER), NOW), make_money_account()
    with pytest.raises(PermissionDenied):
        close_account(by=broker, account_id=account.pk)


def test_page_that_closes_an_account_says_what_comes_first_then_closes_it() -> None:
    account, client = make_card_account(), as_(make_user(Role.FINANCE))
    paid(account, "12.40")
    url = f"/money/accounts/{account.public_id}/close/"
    assert url in client.get(f"/money/accounts/{account.public_id}/").content.decode()
    page = client.get(url).content.decode()
    assert "The account holds £12.40." in page
    assert 'data-kind="stop"' not in page
    assert "The account holds £12.40." in client.post(url, follow=True).content.decode()
    paid(account, "-12.40")
    page = client.get(url).content.decode()
    assert "The card ending 4471 is closed too." in page
    page = client.post(url, follow=True).content.decode()
    assert "This account is closed" in page
    assert url not in page
    assert "Issue a card" not in page
    assert "Closed</" in client.get("/money/accounts/").content.decode()
