"""One fund's money followed through payments, refunds, sharing again, undoing and a closed period."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from marketplace.brokerage.actions import agree_terms
from marketplace.brokerage.models import Fund
from marketplace.brokerage.rules import Amount
from payments.ledger.actions import close_period
from payments.reconciliation.actions import (
    MATCHER,
    Chosen,
    confirm_match,
    match_lines,
    unmatch,
)
from payments.reconciliation.queries.fund_trail import FundTrail, fund_trail
from payments.reconciliation.queries.statement import statement_of
from payments.reconciliation.rules.fund_moves import MoveKind
from payments.reconciliation.rules.values import TargetKind
from tests.factories.accounts import as_viewer
from tests.factories.people import REGISTRY
from tests.factories.reconciliation import FIRST_DAY, Money, make_line, make_lines, make_money

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 21)


@pytest.fixture
def money() -> Money:
    return make_money()


def match(at: datetime, *line_ids: int) -> None:
    match_lines(by=as_viewer(MATCHER, at), line_ids=line_ids)


def agree(money: Money, weekly: Mapping[Fund, int], at: datetime) -> None:
    agree_terms(
        by=as_viewer(REGISTRY, at),
        agreement=money.agreement,
        amounts={fund: Amount(pence) for fund, pence in weekly.items()},
        from_date=FIRST_DAY,
    )


def rows(trail: FundTrail) -> dict[str, tuple[int, int, int, int]]:
    return {
        row.label: (
            row.first_pence,
            row.refunded_pence,
            row.shared_again_pence,
            row.undone_pence,
        )
        for row in trail.rows
    }


def adds_up(money: Money, day: date = TODAY) -> None:
    """Each fund's page ends with what the statement says is left of it."""
    for fund in statement_of(money.person, today=day).funds:
        trail = fund_trail(Fund.objects.get(pk=fund.fund_id), day)
        assert trail.opening_pence == fund.opening_pence
        assert trail.left_pence == fund.left_pence


def test_money_of_a_fund_is_followed_in_out_and_back(money: Money, at: datetime) -> None:
    by = as_viewer(money.finance, at)
    lines = make_lines(
        money.account,
        (+6920, "FERNSHIRE COUNCIL", -1),
        (-4950, "AMARA OBI", 0),
        (-900, "FERNSHIRE COMM CARS", 1),
        (-2500, "GARDEN CENTRE", 2),
        (+4950, "AMARA OBI", 5),
    )
    load, amara, cars, garden, _ = (line.pk for line in lines)
    confirm_match(by=by, line_id=load, chosen=Chosen(TargetKind.LOAD, money.agreement.pk))
    match(at, amara, cars)
    confirm_match(by=by, line_id=garden, chosen=Chosen(TargetKind.OFF_PLAN))
    unmatch(by=by, line_id=cars)
    council = fund_trail(money.council, TODAY)
    found = rows(council)
    assert found["Paid in"] == (6920, 0, 0, 0)
    assert found["Amara Obi"][0] == -1464
    assert found["Amara Obi"][1] > 0
    assert found["Fernshire Community Cars"] == (-266, 0, 0, 266)
    assert found["Outside the plan, accepted"] == (-739, 0, 0, 0)
    adds_up(money)


def test_money_shared_again_is_moved_between_the_funds_and_nothing_is_lost(
    money: Money, at: datetime
) -> None:
    line = make_line(money.account, -4950, "AMARA OBI")
    match(at, line.pk)
    agree(money, {money.council: 5850}, at + timedelta(1))
    assert rows(fund_trail(money.council, TODAY)) == {"Amara Obi": (-1464, 0, -3486, 0)}
    assert rows(fund_trail(money.own, TODAY)) == {"Amara Obi": (-3486, 0, 3486, 0)}
    adds_up(money)


def test_money_of_a_closed_period_shared_again_is_one_movement(money: Money, at: datetime) -> None:
    line = make_line(money.account, -4950, "AMARA OBI")
    match(at, line.pk)
    by = as_viewer(money.finance, at)
    close_period(by=by, authority_id=money.person.authority_id, last_day=date(2026, 9, 14))
    agree(money, {money.council: 5850}, at + timedelta(1))
    moves = fund_trail(money.council, TODAY).moves
    assert [(move.day, move.kind, move.pence) for move in moves] == [
        (line.booked_date, MoveKind.SPENT, -1464),
        (date(2026, 9, 15), MoveKind.SHARED_AGAIN, -3486),
    ]
    assert {move.payment.public_id for move in moves if move.payment} == {line.public_id}
    adds_up(money)
    adds_up(money, date(2026, 10, 5))


def test_queries_of_a_fund_are_as_many_whatever_moved(money: Money, at: datetime) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            fund_trail(money.council, TODAY)
        return len(queries)

    match(at, make_line(money.account, -4950, "AMARA OBI").pk)
    before = asked()
    match(at, *(make_line(money.account, -900, "FERNSHIRE COMM CARS", d).pk for d in (1, 8)))
    assert asked() == before
