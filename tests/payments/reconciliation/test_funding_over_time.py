"""A person's money while what is agreed and planned for her changes, ends, and is agreed again."""

from datetime import UTC, date, datetime, timedelta

import pytest

from marketplace.accounts.rules import Role
from marketplace.brokerage.actions import agree_budget, agree_terms, end_plan
from marketplace.brokerage.rules import SHARE_RULE, Amount, BudgetKind, PlanEnd, ShareRule
from marketplace.council.actions import set_figure
from payments.ledger.models import Transfer
from payments.reconciliation.actions import MATCHER, match_lines
from payments.reconciliation.models import Match, MoneyException
from payments.reconciliation.queries.expected import expected_of
from payments.reconciliation.queries.integrity import integrity_problems
from payments.reconciliation.queries.statement import statement_of
from payments.reconciliation.rules.statement import FundBalance
from tests.factories.accounts import as_viewer, make_user
from tests.factories.funding import amounts_of
from tests.factories.people import REGISTRY
from tests.factories.reconciliation import (
    BUDGET,
    WEDNESDAY,
    Money,
    make_line,
    make_lines,
)

pytestmark = pytest.mark.django_db
NOVEMBER = datetime(2026, 11, 1, 9, tzinfo=UTC)
SECOND = date(2026, 11, 2)


def agree_the_same_again(money: Money) -> None:
    """Budget and payments, with the same figures from the second of November."""
    by = as_viewer(REGISTRY, NOVEMBER)
    agree_budget(
        by=by,
        person=money.person,
        amounts=amounts_of(money.person, BUDGET, at=NOVEMBER),
        from_date=SECOND,
    )
    agree_terms(
        by=by,
        agreement=money.agreement,
        amounts={money.council: Amount(1730), money.own: Amount(4120)},
        from_date=SECOND,
    )


def test_money_still_to_come_does_not_fall_when_the_same_is_agreed_again(money: Money) -> None:
    days = [SECOND + timedelta(days) for days in (-1, 0, 40)]
    before = [statement_of(money.person, today=day) for day in days]
    assert all(one.forecast.to_come_pence > 0 for one in before)
    agree_the_same_again(money)
    assert [statement_of(money.person, today=day) for day in days] == before


def test_the_councils_load_is_still_known_when_the_same_is_agreed_again(
    money: Money, at: datetime
) -> None:
    first = make_line(money.account, 6920, "FERNSHIRE COUNCIL DP")
    match_lines(by=as_viewer(MATCHER, at), line_ids=[first.pk])
    agree_the_same_again(money)
    december = date(2026, 12, 9)
    later = make_line(money.account, 6920, "FERNSHIRE COUNCIL DP", (december - WEDNESDAY).days)
    match_lines(by=as_viewer(MATCHER, NOVEMBER + timedelta(40)), line_ids=[later.pk])
    assert Match.objects.active().filter(line__in=[first, later]).count() == 2
    assert [(one.opening_pence, one.paid_in_pence) for one in funds(money)] == [(6920, 6920)]


def funds(money: Money) -> tuple[FundBalance, ...]:
    return statement_of(money.person, today=date(2026, 12, 31)).funds


def test_whose_money_was_spent_stays_beside_whose_was_paid_in(money: Money, at: datetime) -> None:
    lines = make_lines(
        money.account,
        (6920, "FERNSHIRE COUNCIL DP", 0),
        (16480, "CONTRIBUTION", 0),
        (-4950, "AMARA OBI", 0),
    )
    match_lines(by=as_viewer(MATCHER, at), line_ids=[line.pk for line in lines])
    agree_the_same_again(money)
    again = make_line(money.account, -4950, "AMARA OBI", 63)
    match_lines(by=as_viewer(MATCHER, NOVEMBER), line_ids=[again.pk])
    assert [(one.opening_pence, one.spent_pence, one.left_pence) for one in funds(money)] == [
        (6920 - 1464, 1464, 6920 - 2 * 1464),
        (16480 - 3486, 3486, 16480 - 2 * 3486),
    ]


def test_no_payer_is_charged_more_than_their_part_of_what_reached_the_card(
    money: Money, at: datetime
) -> None:
    """Of the budget the council's part is 83 %, of the card 30 %: that is what it pays there."""
    spending = [(-4950, "AMARA OBI", 7 * week) for week in range(4)]
    spending += [(-900, "FERNSHIRE COMM CARS", 7 * week) for week in range(4)]
    lines = make_lines(
        money.account, (6920, "FERNSHIRE COUNCIL DP", 0), (16480, "CONTRIBUTION", 0), *spending
    )
    match_lines(by=as_viewer(MATCHER, at), line_ids=[line.pk for line in lines])
    # All that came in was spent, to the penny but for rounding week by week.
    assert [one.left_pence for one in funds(money)] == [0, 0]


def test_nothing_is_matched_by_rule_ten_weeks_after_the_plan_ended(
    money: Money, at: datetime
) -> None:
    end_plan(
        by=as_viewer(REGISTRY, at),
        person=money.person,
        kind=BudgetKind.CARE,
        day=WEDNESDAY + timedelta(14),
        reason=PlanEnd.NOT_WANTED,
    )
    line = make_line(money.account, -4950, "AMARA OBI", 84)
    match_lines(by=as_viewer(MATCHER, at), line_ids=[line.pk])
    assert not Match.objects.exists()
    exception = MoneyException.objects.get()
    assert exception.rule == "R21"
    assert exception.reason == (
        "Looks like Amara Obi, but the last day of the support planned with them was "
        "15 September 2026."
    )


def test_nothing_is_matched_by_rule_after_the_agreement_ended(money: Money, at: datetime) -> None:
    agree_terms(
        by=as_viewer(REGISTRY, at),
        agreement=money.agreement,
        amounts={money.council: Amount(1730), money.own: Amount(4120)},
        from_date=WEDNESDAY - timedelta(2),
        until_date=WEDNESDAY + timedelta(14),
    )
    line = make_line(money.account, -4950, "AMARA OBI", 70)
    match_lines(by=as_viewer(MATCHER, at), line_ids=[line.pk])
    assert not Match.objects.exists()
    assert MoneyException.objects.get().rule == "R28"
    assert list(integrity_problems()) == []


def test_agreeing_ahead_moves_nothing_before_its_day(money: Money, at: datetime) -> None:
    line = make_line(money.account, -4950, "AMARA OBI")
    match_lines(by=as_viewer(MATCHER, at), line_ids=[line.pk])
    count = Transfer.objects.count()
    agree_terms(
        by=as_viewer(REGISTRY, at),
        agreement=money.agreement,
        amounts={money.council: Amount(9000)},
        from_date=WEDNESDAY + timedelta(100),
    )
    assert Transfer.objects.count() == count


def test_rule_of_sharing_as_known_before_it_was_put_right_stays(money: Money) -> None:
    rules = ShareRule.CONTRIBUTION_FIRST, ShareRule.IN_PROPORTION
    for days, rule in enumerate(rules):
        set_figure(
            by=as_viewer(make_user(Role.ADMINISTRATOR), NOVEMBER + timedelta(days)),
            authority=money.person.authority,
            key=SHARE_RULE.key,
            value=rule,
            from_date=SECOND,
            source="Cabinet",
        )
    known = [NOVEMBER.date() + timedelta(days) for days in (-1, 0, 1)]
    seen = []
    for day in (*known, None):
        expected = expected_of([money.person.pk], SECOND, known=day)[money.person.pk]
        seen.append(expected.by_account[money.account.pk].rule_on(SECOND))
    assert seen == [ShareRule.IN_PROPORTION, *rules, ShareRule.IN_PROPORTION]
