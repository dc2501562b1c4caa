"""What payers owe for past days, what of the tax is not paid, and how far balances differ."""

from datetime import date, timedelta

from marketplace.brokerage.rules import ExpectedPayment
from payments.reconciliation.rules.paid_into import drift, is_tax_office, short_by_fund, untaxed
from tests.payments.reconciliation.rules.cases import amara

FIRST, SECOND = date(2026, 9, 7), date(2026, 10, 5)
EXPECTED = [
    ExpectedPayment(1, SECOND, {10: 400, 20: 100}),
    ExpectedPayment(1, FIRST, {10: 400, 20: 100}),
]


def test_a_fund_that_paid_all_that_was_agreed_owes_nothing() -> None:
    assert short_by_fund(EXPECTED, {10: 800, 20: 250}, {}, FIRST) == {}


def test_a_fund_that_paid_less_owes_the_rest_since_the_first_day_not_covered() -> None:
    short = short_by_fund(EXPECTED, {10: 700}, {}, FIRST)
    assert short == {10: (100, SECOND), 20: (200, FIRST)}


def test_a_first_payment_counts_for_the_payment_day_that_is_nearest() -> None:
    late = FIRST + timedelta(2)
    began = {10: late, 20: late}
    assert short_by_fund(EXPECTED, {10: 400, 20: 200}, began, late) == {10: (400, SECOND)}
    assert short_by_fund(EXPECTED, {}, {}, late) == {10: (400, SECOND), 20: (100, SECOND)}


def test_tax_that_is_due_and_not_paid_is_found_only_while_others_are_paid() -> None:
    tax = amara(id=9, label="HMRC", names=("HM Revenue & Customs",), first=FIRST)
    care = amara(id=1, first=FIRST)
    before = FIRST + timedelta(14)
    assert is_tax_office(tax)
    assert not is_tax_office(care)
    paid = {(1, FIRST + timedelta(14)): 300}
    found = list(untaxed([tax, care], paid, since=FIRST, before=before))
    assert [pence for _, pence in found] == [4950, 4950]
    assert list(untaxed([tax, care], {}, since=FIRST, before=before)) == []
    all_paid = {**paid, **{(9, day): 300 for day, _ in found}}
    assert list(untaxed([tax, care], all_paid, since=FIRST, before=before)) == []


def test_balances_differ_by_the_least_that_any_two_of_the_days_say() -> None:
    assert drift({1000, 900}, {700, 400}, -200) == 0
    assert drift({1000}, {700, 400}, -200) == -100
    assert drift((), (), 5) == 0
