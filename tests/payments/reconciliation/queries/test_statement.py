"""A statement says the same as the ledger, on every day and as known on every day."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from payments.cards.models import ReceivedLine
from payments.reconciliation.actions import MATCHER, match_lines, unmatch
from payments.reconciliation.queries.statement import BudgetStatement, statement_of
from tests.factories.accounts import as_viewer
from tests.factories.reconciliation import APPROVED, Money, make_lines
from tests.payments.reconciliation.views.pages import GARDEN, SEPTEMBER, make_hold

pytestmark = pytest.mark.django_db
AT = datetime(2026, 9, 21, 9, 30, tzinfo=UTC)
TODAY = AT.date()


def matched(money: Money, *lines: tuple[int, str, int]) -> list[ReceivedLine]:
    rows = make_lines(money.account, *lines)
    match_lines(by=as_viewer(MATCHER, AT), line_ids=[row.pk for row in rows])
    return rows


def check_sums(statement: BudgetStatement) -> None:
    """Funds and unmatched money make what is in the account, however it is added up."""
    funds = [*statement.funds, statement.unknown]
    so_far = statement.so_far
    assert sum(fund.left_pence for fund in funds) == statement.balance_pence
    assert so_far.balance_pence == statement.balance_pence
    assert sum(fund.opening_pence for fund in funds) == so_far.opening_pence
    assert sum(fund.paid_in_pence for fund in funds) == so_far.received_pence
    assert sum(fund.spent_pence for fund in funds) == so_far.spent_pence
    assert sum(share.pence for share in statement.spent_on) == so_far.spent_pence


def test_funds_and_what_nobody_knows_make_what_is_in_the_account(money: Money) -> None:
    matched(money, *SEPTEMBER, (1200, "A SHOP", 6))
    for day in range(60):
        check_sums(statement_of(money.person, today=date(2026, 8, 25) + timedelta(day)))


def test_a_new_half_year_begins_with_what_was_left_of_each_fund(money: Money) -> None:
    matched(money, *SEPTEMBER)
    statement = statement_of(money.person, today=date(2026, 10, 1))
    assert {fund.label: fund.opening_pence for fund in statement.funds} == {
        "Fernshire Council": 12110,
        "Person’s contribution": 12360,
    }
    assert statement.unknown.opening_pence == -2580
    assert statement.so_far.spent_pence == 0
    check_sums(statement)


def test_the_next_payment_is_looked_for_beyond_the_half_year(money: Money) -> None:
    """On 28 September the next is on 26 October: four visits and four weeks of cars until then, and
    what is not paid of the last 13 days."""
    now = statement_of(money.person, today=date(2026, 9, 28)).now
    assert now.next_payment == date(2026, 10, 26)
    assert now.needed_pence == 6 * 4950 + 6 * 900


def test_a_statement_as_known_earlier_does_not_know_what_came_later(money: Money) -> None:
    line, *_ = matched(money, *SEPTEMBER)
    unmatch(by=as_viewer(money.finance, AT + timedelta(3)), line_id=line.pk)
    then = statement_of(money.person, today=TODAY, known=TODAY)
    now = statement_of(money.person, today=TODAY)
    assert {fund.paid_in_pence for fund in then.funds} == {13840, 16480}
    assert {fund.paid_in_pence for fund in now.funds} == {0, 16480}
    assert then.so_far == statement_of(money.person, today=TODAY, known=TODAY).so_far
    before = statement_of(money.person, today=TODAY, known=APPROVED.date() - timedelta(1))
    assert before.funds == before.payments == ()
    assert before.balance_pence == 0
    for statement in (then, now, before):
        check_sums(statement)


def test_pending_card_payments_are_known_only_now(money: Money) -> None:
    matched(money, GARDEN)
    make_hold(money.account, 2000, AT)
    assert statement_of(money.person, today=TODAY).held_pence == 2000
    assert statement_of(money.person, today=TODAY, known=TODAY).held_pence == 0
    assert statement_of(money.person, today=TODAY - timedelta(1)).held_pence == 0


def test_a_supplier_that_gave_back_more_than_was_spent_is_below_zero(money: Money) -> None:
    """Amara is paid in September, and gives it back in the next half year."""
    matched(money, (-4950, "AMARA OBI", 28), (4950, "AMARA OBI", 30))
    statement = statement_of(money.person, today=date(2026, 10, 5))
    assert [(share.label, share.pence) for share in statement.spent_on] == [("Amara Obi", -4950)]
    check_sums(statement)


def test_a_statement_takes_as_many_queries_however_much_is_in_it(money: Money) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as made:
            statement_of(money.person, today=TODAY, known=TODAY)
        return len(made)

    matched(money, *SEPTEMBER)
    before = queries()
    matched(money, *[(-4950, "AMARA OBI", 7 * n) for n in range(1, 4)], (-900, "A SHOP", 2))
    assert queries() == before


def test_money_left_above_the_weeks_that_may_be_left_over_is_surplus(money: Money) -> None:
    matched(money, (9 * 5_850, "SOMEBODY", 0))
    now = statement_of(money.person, today=TODAY).now
    assert now.kept_pence == 8 * 5_850
    assert now.surplus_pence == max(now.left_pence - 8 * 5_850, 0)
    money.agreement.contingency_weeks = 4
    money.agreement.save()
    now = statement_of(money.person, today=TODAY).now
    assert now.kept_pence == 4 * 5_850
    assert now.surplus_pence == now.left_pence - 4 * 5_850 > 0
