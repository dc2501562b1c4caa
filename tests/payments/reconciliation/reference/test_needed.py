"""Left to spend and the forecast: the worked example of docs/money.md, and what due periods leave out."""

from datetime import date

import pytest

from tests.payments.reconciliation.reference.balances import account_balance
from tests.payments.reconciliation.reference.books import Books, Log
from tests.payments.reconciliation.reference.due import due_periods
from tests.payments.reconciliation.reference.facts import (
    Ending,
    Frequency,
    Line,
    Paid,
    Pause,
    Pending,
    Plan,
)
from tests.payments.reconciliation.reference.needed import (
    forecast,
    left_to_spend,
    needed,
    needed_until,
    next_payment_day,
    on_card,
    still_to_come,
)
from tests.payments.reconciliation.reference.people import (
    CARD,
    COUNCIL,
    LATER,
    agree,
    pay_in,
    person,
    plan,
    spend,
)

APRIL_6 = date(2026, 4, 6)
JUNE_10 = date(2026, 6, 10)
SWIMMING_PAID = (date(2026, 5, 14), date(2026, 5, 21), date(2026, 5, 28))
LATE_DAYS = 14


def bill() -> Log:
    """His log on 10 June 2026."""
    log = person()
    agree(log, APRIL_6, {COUNCIL: 140_00})
    helper = Line(number=1, price=20_00, quantity=400, starts=APRIL_6)
    swimming = Line(number=2, price=12_50, times={3: 100}, starts=date(2026, 5, 7))
    plan(log, APRIL_6, helper, swimming)
    for number, day in enumerate((APRIL_6, date(2026, 5, 4), date(2026, 6, 1))):
        pay_in(log, number, day, 560_00)
    spend(log, 10, date(2026, 6, 8), 9 * 80_00, line=1)
    for period in due_periods(log.known_on(LATER), 1, date(2026, 6, 7)):
        log.record(Paid(recorded=date(2026, 6, 8), line=1, first=period.first, hundredths=400))
    for number, day in enumerate(SWIMMING_PAID, start=11):
        spend(log, number, day, 12_50, line=2)
        log.record(Paid(recorded=day, line=2, first=day, hundredths=100))
    log.record(Pending(recorded=JUNE_10, account=CARD, pence=20_00, seen=JUNE_10))
    return log


@pytest.fixture
def books() -> Books:
    return bill().known_on(JUNE_10)


def test_left_to_spend_is_what_is_on_the_card_less_what_is_needed(books: Books) -> None:
    assert account_balance(books, CARD, JUNE_10) == 922_50
    assert on_card(books, CARD, JUNE_10) == 902_50
    assert next_payment_day(books, CARD, JUNE_10) == date(2026, 6, 29)
    assert needed(books, CARD, JUNE_10, LATE_DAYS) == 290_00
    assert left_to_spend(books, CARD, JUNE_10, LATE_DAYS) == 612_50


def test_forecast_counts_what_is_still_to_come_and_what_is_needed_until_then(books: Books) -> None:
    assert still_to_come(books, CARD, JUNE_10) == 2240_00
    assert needed_until(books, CARD, JUNE_10, date(2026, 9, 30), LATE_DAYS) == 1572_50
    assert forecast(books, CARD, JUNE_10, LATE_DAYS) == 1570_00


def test_a_period_that_ended_longer_ago_is_needed_where_payments_are_looked_for_longer(
    books: Books,
) -> None:
    assert needed(books, CARD, JUNE_10, 33) == 290_00
    assert needed(books, CARD, JUNE_10, 34) == 302_50


def test_without_a_next_payment_what_is_needed_runs_to_the_end_of_the_half_year() -> None:
    log = bill()
    log.record(Ending(recorded=JUNE_10, chain=("terms", 1), day=date(2026, 6, 29)))
    books = log.known_on(JUNE_10)
    assert next_payment_day(books, CARD, JUNE_10) is None
    assert needed(books, CARD, JUNE_10, LATE_DAYS) == 1572_50


def firsts(log: Log, last: date) -> list[date]:
    return [period.first for period in due_periods(log.known_on(LATER), 1, last)]


@pytest.mark.parametrize(
    ("frequency", "expected"),
    [
        ("weekly", [date(2026, 1, 5), date(2026, 1, 12), date(2026, 1, 19)]),
        ("fortnightly", [date(2026, 1, 12), date(2026, 1, 26), date(2026, 2, 9)]),
        ("four-weekly", [date(2026, 1, 26), date(2026, 2, 23), date(2026, 3, 23)]),
        ("monthly", [date(2025, 12, 31), date(2026, 1, 31), date(2026, 2, 28)]),
        ("quarterly", [date(2025, 12, 31), date(2026, 3, 31), date(2026, 6, 30)]),
        ("yearly", [date(2025, 12, 31), date(2026, 12, 31), date(2027, 12, 31)]),
        ("once", [date(2025, 12, 31)]),
    ],
)
def test_a_line_that_begins_on_a_wednesday_falls_due(
    frequency: Frequency, expected: list[date]
) -> None:
    """Weeks count from the Monday of the week, 29 December, which is itself before the line."""
    wednesday = date(2025, 12, 31)
    log = person()
    plan(log, wednesday, Line(number=1, frequency=frequency, starts=wednesday))
    assert firsts(log, date(2028, 1, 1))[:3] == expected


def test_a_paused_first_day_leaves_its_period_out() -> None:
    log = person()
    plan(log, APRIL_6, Line(number=1, starts=APRIL_6))
    log.record(Pause(recorded=APRIL_6, starts=date(2026, 4, 13), until=date(2026, 4, 14)))
    assert firsts(log, date(2026, 4, 26)) == [APRIL_6, date(2026, 4, 20)]


def test_a_plan_agreed_again_counts_weeks_from_where_the_line_first_began_at_the_new_price() -> (
    None
):
    log = person()
    plan(log, APRIL_6, Line(number=1, price=10_00, frequency="fortnightly", starts=APRIL_6))
    again = date(2026, 4, 14)
    dearer = Line(number=1, price=11_00, frequency="fortnightly", starts=again)
    log.record(Plan(recorded=again, starts=again, lines=(dearer,)))
    periods = due_periods(log.known_on(LATER), 1, date(2026, 5, 3))
    assert [(period.first, period.line.price) for period in periods] == [
        (APRIL_6, 10_00),
        (date(2026, 4, 20), 11_00),
    ]
