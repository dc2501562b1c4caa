"""What comes late for a closed period: payments, matches, undoing, shares; figures stay those of the books."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

import pytest

from marketplace.accounts.rules import Role
from marketplace.brokerage.actions import agree_terms
from marketplace.brokerage.models import Fund
from marketplace.brokerage.rules import Amount
from payments.ledger.actions import close_period, reopen_period
from payments.ledger.models import PeriodClose, Transfer
from payments.ledger.queries import balances, still_open
from payments.reconciliation.actions import MATCHER, match_lines, unmatch
from payments.reconciliation.models import Match, MoneyException
from payments.reconciliation.queries.integrity import integrity_problems
from payments.reconciliation.queries.statement import statement_of
from tests.factories.accounts import as_viewer, make_user
from tests.factories.ledger import drop_guards
from tests.factories.people import REGISTRY
from tests.factories.reconciliation import FIRST_DAY, WEDNESDAY, Money, make_line, make_money

pytestmark = pytest.mark.django_db
CLOSED = date(2026, 9, 14)
OPEN = date(2026, 9, 15)
TODAY = date(2026, 9, 21)


@pytest.fixture
def money() -> Money:
    return make_money()


@pytest.fixture(autouse=True)
def _books_stay_whole(money: Money) -> Iterator[None]:
    yield
    assert [one for one in integrity_problems() if "The guard" not in one] == []


def close(money: Money, at: datetime, last_day: date = CLOSED) -> PeriodClose:
    by = as_viewer(money.finance, at)
    return close_period(by=by, authority_id=money.person.authority_id, last_day=last_day)


def match(at: datetime, *line_ids: int) -> None:
    match_lines(by=as_viewer(MATCHER, at), line_ids=line_ids)


def agree(money: Money, weekly: Mapping[Fund, int], at: datetime, day: date = FIRST_DAY) -> None:
    agree_terms(
        by=as_viewer(REGISTRY, at),
        agreement=money.agreement,
        amounts={fund: Amount(pence) for fund, pence in weekly.items()},
        from_date=day,
    )


def shares(money: Money) -> dict[str, int]:
    """Pence that each fund has spent, in all and by the end of the closed period."""
    found = {}
    for name, fund in (("council", money.council), ("own", money.own)):
        ids = list(fund.ledger_accounts.filter(kind="plan_line").values_list("pk", flat=True))
        found[name] = sum(balances(ids).values())
        found[f"{name} closed"] = sum(balances(ids, before=OPEN).values())
    return found


def test_payment_that_comes_late_is_in_the_books_on_the_first_open_day(
    money: Money, at: datetime
) -> None:
    close(money, at)
    line = make_line(money.account, -4950, "AMARA OBI")
    match(at, line.pk)
    assert line.booked_date == WEDNESDAY
    assert set(Transfer.objects.values_list("effective_date", flat=True)) == {OPEN}
    statement = statement_of(money.person, today=TODAY)
    assert statement.balance_pence == -4950


def test_match_of_a_payment_of_a_closed_period_is_in_the_books_on_the_first_open_day(
    money: Money, at: datetime
) -> None:
    line = make_line(money.account, -4950, "AMARA OBI")
    close(money, at)
    match(at, line.pk)
    days = Transfer.objects.order_by("pk").values_list("source", "effective_date")
    assert set(days) == {("line", WEDNESDAY), ("match", OPEN)}
    unmatch(by=as_viewer(money.finance, at), line_id=line.pk)
    undone = Transfer.objects.filter(source="undo:match")
    assert set(undone.values_list("effective_date", flat=True)) == {OPEN}


def test_shares_recorded_late_for_a_closed_period_are_one_adjusting_transfer(
    money: Money, at: datetime
) -> None:
    line = make_line(money.account, -4950, "AMARA OBI")
    match(at, line.pk)
    close(money, at)
    before = Transfer.objects.count()
    agree(money, {money.council: 5850}, at + timedelta(1))
    (moved,) = Transfer.objects.order_by("pk")[before:]
    assert (moved.amount_pence, moved.effective_date, moved.code) == (3486, OPEN, "adjust")
    assert (moved.debit.fund, moved.credit.fund) == (money.council, money.own)
    assert moved.group == Match.objects.get().group
    assert shares(money) == {
        "council": 4950,
        "own": 0,
        "council closed": 1464,
        "own closed": 3486,
    }


def test_shares_adjusted_twice_and_then_undone_leave_nothing(money: Money, at: datetime) -> None:
    line = make_line(money.account, -4950, "AMARA OBI")
    match(at, line.pk)
    close(money, at)
    agree(money, {money.council: 5850}, at + timedelta(1))
    agree(money, {money.own: 5850}, at + timedelta(2))
    adjusted = Transfer.objects.filter(source="adjust")
    assert list(adjusted.order_by("pk").values_list("amount_pence", flat=True)) == [3486, 4950]
    assert list(integrity_problems()) == []
    unmatch(by=as_viewer(money.finance, at + timedelta(3)), line_id=line.pk)
    assert shares(money)["council"] == shares(money)["own"] == 0


def test_shares_after_the_period_was_reopened_are_on_the_payments_own_day(
    money: Money, at: datetime
) -> None:
    line = make_line(money.account, -4950, "AMARA OBI")
    match(at, line.pk)
    period = close(money, at)
    agree(money, {money.council: 5850}, at + timedelta(1))
    other = as_viewer(make_user(Role.FINANCE), at)
    reopen_period(by=other, close_id=period.pk, reason="A correction")
    agree(money, {money.own: 5850}, at + timedelta(2))
    last = Transfer.objects.order_by("pk").last()
    assert last is not None
    assert (last.effective_date, last.reference) == (
        WEDNESDAY,
        f"{Match.objects.get().group}:again",
    )
    assert shares(money)["own"] == 4950


def test_statement_adds_up_when_a_payment_of_the_last_half_year_is_known_in_this_one(
    money: Money, at: datetime
) -> None:
    half, today = date(2026, 10, 1), date(2026, 10, 5)
    line = make_line(money.account, -4950, "AMARA OBI", 21)
    spare = make_line(money.account, -700, "CORNER SHOP", 22)
    now = datetime(2026, 10, 5, 9, tzinfo=at.tzinfo)
    close(money, now, half - timedelta(days=1))
    late = make_line(money.account, -300, "CORNER SHOP", 23)
    match(now, line.pk)
    statement = statement_of(money.person, today=today)
    funds = [*statement.funds, statement.unknown]
    assert sum(fund.left_pence for fund in funds) == statement.balance_pence == -5950
    assert statement.unknown.opening_pence == -(4950 + 700)
    assert statement.unknown.left_pence == -(700 + 300)
    assert statement.so_far.balance_pence == statement.balance_pence
    assert {line.booked_date, spare.booked_date, late.booked_date} < {
        half - timedelta(days=days) for days in range(1, 10)
    }


def test_what_is_still_open_counts_payments_and_questions_of_the_period_alone(
    money: Money, at: datetime
) -> None:
    first, second = (make_line(money.account, -700, "CORNER SHOP", day) for day in (0, 20))
    match(at, first.pk, second.pk)
    found = still_open(money.person.authority_id, OPEN)
    assert [(one.count, one.address) for one in found] == [(1, "reconciliation:queue")]
    MoneyException.objects.filter(line=first).update(state="noted")
    assert still_open(money.person.authority_id, OPEN) == []


def test_transfer_moved_to_a_day_that_was_never_first_open_is_found(
    money: Money, at: datetime
) -> None:
    line = make_line(money.account, -4950, "AMARA OBI")
    match(at, line.pk)
    close(money, at)
    agree(money, {money.council: 5850}, at + timedelta(1))
    drop_guards()
    adjusted = Transfer.objects.filter(source="adjust")
    for change, says in (
        ({"effective_date": OPEN + timedelta(1)}, "and the payment is of 2 September 2026"),
        ({"amount_pence": 3485, "group_total_pence": 3485}, "and the ledger does not"),
    ):
        kept = adjusted.values(*change).get()
        adjusted.update(**change)
        found = list(integrity_problems())
        assert any(says in one for one in found), found
        adjusted.update(**kept)
