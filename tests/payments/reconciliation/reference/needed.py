"""What is on the card, what is needed, what is left to spend, and the forecast for the end of the half year."""

from datetime import date, timedelta

from tests.payments.reconciliation.reference.balances import account_balance
from tests.payments.reconciliation.reference.books import Books
from tests.payments.reconciliation.reference.days import ONE_DAY, half_year
from tests.payments.reconciliation.reference.due import due_periods, unpaid
from tests.payments.reconciliation.reference.expected import expected_in

# Payment days are a month apart at most; terms that begin a year from now are not looked for.
LOOK_AHEAD = timedelta(days=366)


def on_card(books: Books, account: str, today: date) -> int:
    """The account balance less the card payments that shops hold."""
    held = 0
    for row in books.pending:
        if row.account == account and row.seen <= today and (row.gone is None or row.gone > today):
            held += row.pence
    return account_balance(books, account, today) - held


def next_payment_day(books: Books, account: str, today: date) -> date | None:
    """The first payment day after today on which money at a weekly rate is expected."""
    for payment in expected_in(books, account, today + ONE_DAY, today + LOOK_AHEAD):
        if not payment.one_off:
            return payment.day
    return None


def needed_until(books: Books, account: str, today: date, last: date, late_days: int) -> int:
    """Unpaid due periods that begin by the last day, unless they ended too many days ago."""
    total = 0
    for number in {line.number for plan in books.plans() for line in plan.lines}:
        for period in due_periods(books, number, last):
            in_time = (today - period.last).days <= late_days
            if in_time and paid_from(books, period.line.agreement, account):
                total += unpaid(books, period, today)
    return total


def paid_from(books: Books, agreement: int | None, account: str) -> bool:
    """Whether a line is paid from this account: it names no agreement, or one that feeds it."""
    return agreement is None or books.agreements[agreement].account == account


def needed(books: Books, account: str, today: date, late_days: int) -> int:
    """What is needed before the next payment in; if none comes, until the end of the half year."""
    following = next_payment_day(books, account, today)
    last = following - ONE_DAY if following else half_year(today)[1]
    return needed_until(books, account, today, last, late_days)


def left_to_spend(books: Books, account: str, today: date, late_days: int) -> int:
    return on_card(books, account, today) - needed(books, account, today, late_days)


def still_to_come(books: Books, account: str, today: date) -> int:
    """Payments expected in the half year, less those received in it; never below nothing."""
    first, last = half_year(today)
    expected = sum(payment.pence for payment in expected_in(books, account, first, last))
    received = 0
    for money in books.money_in(account):
        if money.matched and first <= money.booked <= today:
            received += money.pence
    return max(0, expected - received)


def forecast(books: Books, account: str, today: date, late_days: int) -> int:
    """What will be left on the last day of the half year."""
    last = half_year(today)[1]
    coming = still_to_come(books, account, today)
    return (
        on_card(books, account, today)
        + coming
        - needed_until(books, account, today, last, late_days)
    )
