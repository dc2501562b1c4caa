"""The worked examples of docs/money.md that are about days: mid-week, 29 February, a year with 53 weeks."""

from datetime import date, timedelta

from tests.payments.reconciliation.reference.due import due_periods, unpaid
from tests.payments.reconciliation.reference.facts import Every, Line
from tests.payments.reconciliation.reference.people import (
    COUNCIL,
    LATER,
    agree,
    expected,
    person,
    plan,
)

APRIL_6 = date(2026, 4, 6)


def april(day: int) -> date:
    return date(2026, 4, day)


def may(day: int) -> date:
    return date(2026, 5, day)


def test_a_budget_that_begins_in_mid_week_pays_only_its_own_days() -> None:
    four_weekly, monthly = person(), person()
    agree(four_weekly, april(8), {COUNCIL: 210_00}, first_payment=APRIL_6)
    agree(monthly, april(8), {COUNCIL: 210_00}, first_payment=april(1), every="month")
    assert expected(four_weekly, april(1), may(31)) == [
        (APRIL_6, COUNCIL, 780_00),
        (may(4), COUNCIL, 840_00),
    ]
    assert expected(monthly, april(1), may(31)) == [
        (april(1), COUNCIL, 690_00),
        (may(1), COUNCIL, 930_00),
    ]


def test_29_february_is_a_payment_day_and_a_day() -> None:
    begins, insured = date(2028, 1, 31), date(2028, 2, 29)
    ivy = person()
    agree(ivy, begins, {COUNCIL: 70_00}, every="month")
    days = [begins, insured, date(2028, 3, 31)]
    pence = [290_00, 310_00, 300_00]
    assert expected(ivy, begins, days[-1]) == [
        (day, COUNCIL, sum_) for day, sum_ in zip(days, pence, strict=True)
    ]
    plan(ivy, insured, Line(number=1, price=60_00, frequency="yearly", starts=insured))
    firsts = [period.first for period in due_periods(ivy.known_on(LATER), 1, date(2032, 12, 31))]
    ordinary = [date(year, 2, 28) for year in (2029, 2030, 2031)]
    assert firsts == [insured, *ordinary, date(2032, 2, 29)]


def test_a_year_with_53_weeks() -> None:
    first, last = date(2024, 4, 1), date(2025, 3, 31)
    schedules: list[tuple[Every, int, int]] = [(7, 53, 2650_00), (28, 14, 2800_00)]
    for every, count, pence in schedules:
        max_ = person()
        agree(max_, first, {COUNCIL: 50_00}, every=every)
        payments = expected(max_, first, last)
        assert (len(payments), sum(payment[2] for payment in payments)) == (count, pence)
        assert payments[-1][0] == last
    plan(max_, first, Line(number=1, price=45_00, starts=first))
    books = max_.known_on(LATER)
    periods = due_periods(books, 1, last)
    assert (len(periods), sum(unpaid(books, period) for period in periods)) == (53, 2385_00)


def test_every_two_weeks_goes_on_across_a_53rd_week() -> None:
    first = date(2026, 12, 14)
    max_ = person()
    plan(max_, first, Line(number=1, frequency="fortnightly", starts=first))
    periods = due_periods(max_.known_on(LATER), 1, date(2027, 1, 11))
    assert [period.first for period in periods] == [first, date(2026, 12, 28), date(2027, 1, 11)]
    assert periods[1].first.isocalendar().week == 53
    assert periods[1].last == first + timedelta(days=27)
