"""What is said of a closed fund's rest is what the payments say."""

from datetime import UTC, date, datetime

import pytest

from marketplace.brokerage.actions import agree_terms, close_fund, end_agreement, end_budget
from marketplace.brokerage.models import Fund
from marketplace.brokerage.rules import Amount, BudgetKind, FundRest, PlanEnd
from payments.ledger.queries import left_of_fund
from payments.reconciliation.actions import MATCHER, Chosen, confirm_match, look_for_absences
from payments.reconciliation.errors import ReconciliationError
from payments.reconciliation.models import MoneyException
from payments.reconciliation.rules.fund_rests import rest_problems
from payments.reconciliation.rules.values import TargetKind
from tests.factories.accounts import as_viewer
from tests.factories.people import REGISTRY
from tests.factories.reconciliation import Money, make_lines, make_money

END = date(2026, 9, 28)


@pytest.mark.parametrize(
    ("left_pence", "fits"),
    [
        (0, {FundRest.NOTHING}),
        (1, {FundRest.BACK, FundRest.STAYS}),
        (-1, {FundRest.OWED}),
    ],
)
def test_rest_of_a_fund_fits_what_is_left(left_pence: int, fits: set[FundRest]) -> None:
    assert {rest for rest in FundRest if not rest_problems(rest, left_pence)} == fits


def spent(money: Money) -> None:
    """Four weeks paid in, and one visit: then nothing is agreed any more."""
    make_lines(
        money.account,
        (6_920, "FERNSHIRE COUNCIL DP", 0),
        (-4_950, "AMARA OBI", 1),
    )
    by = as_viewer(REGISTRY, END)
    end_agreement(by=by, agreement=money.agreement, day=END)
    end_budget(by=by, person=money.person, kind=BudgetKind.CARE, day=END, reason=PlanEnd.NOT_WANTED)


def closed(fund: Fund, rest: FundRest) -> None:
    close_fund(by=as_viewer(REGISTRY, END), fund=fund, closed_date=END, rest=rest)


@pytest.mark.django_db
def test_fund_when_closed_says_where_its_money_goes() -> None:
    money = make_money()
    spent(money)
    assert left_of_fund(money.council.pk) == 6_920 - 1_464
    assert left_of_fund(money.own.pk) == -3_486
    for fund, rest, code in (
        (money.council, FundRest.NOTHING, "fund_has_money_left"),
        (money.own, FundRest.NOTHING, "fund_is_owed_money"),
    ):
        with pytest.raises(ReconciliationError) as refusal:
            closed(fund, rest)
        assert refusal.value.codes == [code]
        assert Fund.objects.get(pk=fund.pk).closed_date is None
    closed(money.council, FundRest.BACK)
    closed(money.own, FundRest.OWED)


@pytest.mark.django_db
def test_closed_fund_when_an_agreement_is_recorded_later_for_earlier_days_is_asked_about() -> None:
    money = make_money()
    spent(money)
    make_lines(money.account, (3_486, "MARGARET ELLERY", 3))
    confirm_match(
        by=as_viewer(money.finance, END),
        line_id=money.account.lines.get(amount_pence=3_486).pk,
        chosen=Chosen(TargetKind.CONTRIBUTION, money.agreement.pk),
    )
    closed(money.own, FundRest.NOTHING)
    assert "R34" not in asked(money)
    agree_terms(
        by=as_viewer(REGISTRY, LATER),
        agreement=money.agreement,
        amounts={money.council: Amount(5_849), money.own: Amount(1)},
        from_date=date(2026, 9, 1),
        until_date=END,
    )
    assert left_of_fund(money.own.pk) == 3_486 - 1
    assert "R34" in asked(money)


LATER = datetime(2026, 10, 12, 9, tzinfo=UTC)


def asked(money: Money) -> set[str]:
    """The rules of what is asked about the person's money as a whole."""
    look_for_absences(
        by=as_viewer(MATCHER, LATER),
        authority_id=money.person.authority_id,
        person_ids=[money.person.pk],
    )
    rows = MoneyException.objects.open().filter(person=money.person, account=None)
    return set(rows.values_list("rule", flat=True))
