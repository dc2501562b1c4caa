"""Closing a council's books up to a day, what is refused after it, and reopening the last period."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction

from marketplace.accounts.models import User
from marketplace.accounts.rules import Role
from marketplace.core.models import AuditEvent
from marketplace.notifications.models import Notification
from payments.ledger.actions import close_period, post_transfers, reopen_period, reverse_group
from payments.ledger.errors import LedgerConflict
from payments.ledger.models import (
    Account,
    ClosingBalance,
    PeriodClose,
    PeriodReopening,
    Transfer,
)
from payments.ledger.queries import (
    balances,
    closed_until,
    moved_before,
    problems,
    summed,
)
from tests.factories.accounts import as_viewer, make_authority, make_other_authority, make_user
from tests.factories.ledger import IMPORTER, NOW, drop_guards, make_account, new_transfer

pytestmark = pytest.mark.django_db
DAY = date(2026, 9, 16)
NEXT = DAY + timedelta(days=1)


@pytest.fixture
def tom() -> User:
    return make_user(Role.FINANCE, name="Tom Birch")


@pytest.fixture
def ines() -> User:
    return make_user(Role.FINANCE, name="Ines Okafor")


@pytest.fixture
def books() -> tuple[Account, Account]:
    return make_account(), make_account()


def post(books: tuple[Account, Account], day: date = DAY, pence: int = 4950) -> Transfer:
    new = new_transfer(*books, pence=pence, effective_date=day)
    with transaction.atomic():
        post_transfers(
            by=as_viewer(IMPORTER, NOW), authority_id=books[0].authority_id, transfers=[new]
        )
    return Transfer.objects.get(reference=new.reference, source=new.source)


def close(user: User, last_day: date = DAY, at: datetime = NOW) -> PeriodClose:
    by = as_viewer(user, at)
    return close_period(by=by, authority_id=by.council_id, last_day=last_day)


def reopen(user: User, period: PeriodClose, reason: str = "A statement came again") -> None:
    reopen_period(by=as_viewer(user, NOW), close_id=period.pk, reason=reason)


def refusal(action: Callable[..., Any], *facts: Any) -> list[str]:
    with pytest.raises(LedgerConflict) as refused:
        action(*facts)
    return refused.value.codes


def test_closing_keeps_what_every_account_came_to(
    books: tuple[Account, Account], tom: User, ines: User
) -> None:
    post(books)
    post(books, NEXT, 100)
    period = close(tom)
    kept = dict(ClosingBalance.objects.values_list("account", "balance_pence"))
    assert kept == {books[0].pk: 4950, books[1].pk: -4950}
    assert closed_until(period.authority_id) == NEXT
    told = AuditEvent.objects.get(event="period_closed")
    assert (told.subject_id, told.by_user_id) == (period.pk, tom.pk)
    assert told.data == {"until": "2026-09-17", "accounts": 2, "left_open": 0}
    assert list(Notification.objects.values_list("user", "kind")) == [(ines.pk, "period_closed")]
    assert list(problems()) == []


def test_posting_on_a_closed_day_is_refused_and_on_the_next_is_not(
    books: tuple[Account, Account], tom: User
) -> None:
    close(tom)
    assert refusal(post, books, DAY) == ["ledger_period_closed"]
    assert refusal(post, books, date(2020, 1, 1)) == ["ledger_period_closed"]
    assert post(books, NEXT).effective_date == NEXT


def test_posting_on_a_closed_day_is_refused_by_the_database(
    books: tuple[Account, Account], tom: User
) -> None:
    made = post(books, NEXT)
    close(tom)
    facts = {
        field.attname: getattr(made, field.attname)
        for field in Transfer._meta.concrete_fields
        if field.attname not in ("id", "uuid")
    }
    with pytest.raises(DatabaseError, match="period of this day is closed"), transaction.atomic():
        Transfer.objects.create(**{**facts, "reference": "past", "effective_date": DAY})
    Transfer.objects.create(**{**facts, "reference": "past"})


def test_books_of_another_council_stay_open(tom: User) -> None:
    close(tom)
    there = make_other_authority()
    theirs = make_account(authority=there), make_account(authority=there)
    assert closed_until(there.pk) is None
    assert post(theirs).effective_date == DAY


def test_what_was_posted_before_the_close_is_done_already_when_it_comes_again(
    books: tuple[Account, Account], tom: User
) -> None:
    new = new_transfer(*books, effective_date=DAY)
    facts = {"by": as_viewer(IMPORTER, NOW), "authority_id": books[0].authority_id}
    assert post_transfers(**facts, transfers=[new]) == 1
    close(tom)
    assert post_transfers(**facts, transfers=[new]) == 0


def test_undoing_what_stands_in_a_closed_period_is_posted_on_the_first_open_day(
    books: tuple[Account, Account], tom: User
) -> None:
    made = post(books)
    close(tom)
    facts = {"by": as_viewer(IMPORTER, NOW), "authority_id": made.authority_id}
    assert refusal(lambda: reverse_group(**facts, group=made.group, effective_date=DAY)) == [
        "ledger_period_closed"
    ]
    reverse_group(**facts, group=made.group)
    assert Transfer.objects.get(reverses=made).effective_date == NEXT
    assert balances([books[0].pk], before=NEXT) == {books[0].pk: 4950}
    assert balances([books[0].pk]) == {books[0].pk: 0}
    assert list(problems()) == []


def test_balances_since_the_close_are_those_of_all_transfers(
    books: tuple[Account, Account], tom: User
) -> None:
    other = make_account(authority=make_other_authority())
    ids = [account.pk for account in (*books, other)]
    days = [DAY - timedelta(days=40), DAY, NEXT, NEXT + timedelta(days=1)]
    for pence, day in enumerate(days, 1):
        post(books, day, pence)
    close(tom, DAY - timedelta(days=30))
    close(tom)
    for before in (*days, None):
        assert balances(ids, before=before) == summed(ids, before=before)
        if before is not None:
            expected = summed([books[0].pk], before=before)[books[0].pk]
            own = Account.objects.filter(pk=books[0].pk)
            assert sum(moved_before(own, until=before).values()) == expected
    assert list(problems()) == []


def test_balance_after_a_close_reads_no_transfer_before_it(
    books: tuple[Account, Account], tom: User
) -> None:
    """Whatever a closed transfer says by now: the proof finds it, and the balance does not move."""
    post(books)
    close(tom)
    drop_guards()
    Transfer.objects.update(amount_pence=1)
    assert balances([books[0].pk]) == {books[0].pk: 4950}
    assert any("was closed with 4950 pence" in one for one in problems())


@pytest.mark.parametrize(
    ("last_day", "code"),
    [
        (NOW.date(), "ledger_period_not_over"),
        (NOW.date() + timedelta(days=1), "ledger_period_not_over"),
        (DAY, "ledger_closed_already"),
        (DAY - timedelta(days=1), "ledger_closed_already"),
    ],
)
def test_closing_a_day_that_is_not_over_or_is_closed_is_refused(
    tom: User, last_day: date, code: str
) -> None:
    close(tom)
    assert refusal(close, tom, last_day) == [code]


def test_who_does_not_look_after_money_may_not_close_or_reopen(tom: User) -> None:
    period = close(tom)
    for user in (make_user(Role.BROKER), make_user(Role.FINANCE, authority=make_other_authority())):
        with pytest.raises(PermissionDenied):
            close_period(by=as_viewer(user, NOW), authority_id=make_authority().pk, last_day=NEXT)
        with pytest.raises(PermissionDenied):
            reopen(user, period)


def test_reopening_by_another_opens_the_days_and_tells_who_closed_them(
    books: tuple[Account, Account], tom: User, ines: User
) -> None:
    period = close(tom)
    reopen(ines, period)
    assert closed_until(period.authority_id) is None
    assert post(books).effective_date == DAY
    reopening = PeriodReopening.objects.get()
    assert (reopening.reason, reopening.reopened_by) == ("A statement came again", ines)
    assert list(
        Notification.objects.filter(kind="period_reopened").values_list("user", flat=True)
    ) == [tom.pk]
    again = close(tom)
    assert dict(again.balances.values_list("account", "balance_pence")) == {
        books[0].pk: 4950,
        books[1].pk: -4950,
    }
    assert list(problems()) == []


def test_reopening_is_refused_to_who_closed_without_a_reason_twice_and_of_an_earlier_period(
    tom: User, ines: User
) -> None:
    period = close(tom)
    assert refusal(reopen, tom, period) == ["ledger_reopened_by_closer"]
    assert refusal(reopen, ines, period, " ") == ["ledger_reopening_reason"]
    assert refusal(reopen, ines, period, "x" * 501) == ["ledger_reopening_reason"]
    later = close(tom, NEXT)
    assert refusal(reopen, ines, period) == ["ledger_not_last_period"]
    reopen(ines, later)
    assert refusal(reopen, ines, later) == ["ledger_reopened_already"]
    reopen(ines, period)
    assert closed_until(period.authority_id) is None


def test_database_refuses_a_close_of_closed_days_and_another_reopening(
    tom: User, ines: User
) -> None:
    first, last = close(tom), close(ines, NEXT)
    council = first.authority
    facts = {"reason": "Past", "reopened_at": NOW}
    for until in (first.until, last.until):
        with pytest.raises(DatabaseError, match="closed already"), transaction.atomic():
            PeriodClose.objects.create(authority=council, until=until, closed_at=NOW, closed_by=tom)
    for period, user in ((first, ines), (last, ines)):
        with pytest.raises(DatabaseError, match="last period alone"), transaction.atomic():
            PeriodReopening.objects.create(close=period, reopened_by=user, **facts)
    PeriodReopening.objects.create(close=last, reopened_by=tom, **facts)
    PeriodReopening.objects.create(close=first, reopened_by=ines, **facts)


def edit(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


EDITS = {
    "a penny more at the close": (
        "UPDATE ledger_closingbalance SET balance_pence = balance_pence + 1",
        "was closed with 4951 pence",
    ),
    "a closing balance gone": (
        "DELETE FROM ledger_closingbalance WHERE balance_pence > 0",
        "was closed with 0 pence",
    ),
    "a closing balance of another account": (
        "UPDATE ledger_closingbalance SET account_id = (SELECT MAX(id) FROM ledger_account)"
        " WHERE balance_pence > 0",
        "was closed with 4950 pence",
    ),
    "a closing balance of another council's account": (
        "UPDATE ledger_account SET authority_id ="
        " (SELECT MAX(id) FROM accounts_authority) WHERE code LIKE 'unallocated%'",
        "is of an account of another council than its period",
    ),
    "the day of a close": (
        "UPDATE ledger_periodclose SET until = '2026-09-01'",
        "was closed with 4950 pence",
    ),
    "a later close put before an earlier": (
        "UPDATE ledger_periodclose SET until = '2026-01-01'"
        " WHERE id = (SELECT MIN(id) + 1 FROM ledger_periodclose)",
        "was closed after a later one",
    ),
    "a transfer of a closed day": (
        "UPDATE ledger_transfer SET effective_date = '2026-10-01'",
        "its transfers before that day come to 0",
    ),
    "a close gone": (
        "DELETE FROM ledger_periodclose WHERE id = (SELECT MIN(id) FROM ledger_periodclose)",
        "is of a period that is not there",
    ),
    "a close and its balances gone": (
        "DELETE FROM ledger_closingbalance; DELETE FROM ledger_periodreopening;"
        " DELETE FROM ledger_periodclose",
        "The audit trail tells of period close",
    ),
    "a reopening gone": (
        "DELETE FROM ledger_periodreopening",
        "The audit trail tells of period reopening",
    ),
    "a reopening by who closed": (
        "UPDATE ledger_periodreopening SET reopened_by_id = (SELECT closed_by_id FROM"
        " ledger_periodclose WHERE id = close_id)",
        "was reopened by the person who closed it",
    ),
    "a reopening without a word": (
        "INSERT INTO ledger_periodreopening (close_id, reason, reopened_at, reopened_by_id)"
        " SELECT MIN(id), 'x', '2026-09-21 10:00:00+00:00', MAX(closed_by_id) + 1"
        " FROM ledger_periodclose",
        "The audit trail says nothing of period reopening",
    ),
}


@pytest.mark.parametrize("planted", EDITS)
def test_edit_of_a_period_past_the_guards_is_found(
    books: tuple[Account, Account], tom: User, ines: User, planted: str
) -> None:
    """Two periods that stand, and one that was reopened, with a transfer in the first."""
    sql, says = EDITS[planted]
    make_other_authority()
    post(books)
    close(tom)
    close(tom, NEXT)
    reopen(ines, close(tom, NEXT + timedelta(days=1)))
    make_account()
    assert list(problems()) == []
    drop_guards()
    with connection.constraint_checks_disabled():
        for one in sql.split(";"):
            edit(one)
    found = list(problems())
    assert any(says in one for one in found), found
    PeriodReopening.objects.all().delete()
    ClosingBalance.objects.all().delete()
