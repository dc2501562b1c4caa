"""What is left in each fund and in the account, on a day."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from tests.payments.reconciliation.reference.books import Books
from tests.payments.reconciliation.reference.movements import Movement
from tests.payments.reconciliation.reference.shares import (
    Shares,
    shares_of_money_in,
    shares_of_purchases,
    shares_of_refund,
)


def shared_movements(books: Books, account: str) -> Iterator[tuple[Movement, int, Shares]]:
    """Each movement of an account with its sign (1 in, -1 out) and its shares."""
    purchases = shares_of_purchases(books, account)
    for money in books.money_in(account):
        yield money, 1, shares_of_money_in(books, money)
    for refund in books.refunds(account):
        yield refund, 1, shares_of_refund(refund, purchases)
    for purchase in books.purchases(account):
        yield purchase, -1, purchases[purchase.number]


def fund_balances(books: Books, account: str, day: date) -> dict[int, int]:
    """Pence by fund: paid in, less charged, and refunded, up to and with the day."""
    balances: dict[int, int] = defaultdict(int)
    for move, sign, shares in shared_movements(books, account):
        for fund, pence in shares.items():
            if move.booked <= day:
                balances[fund] += sign * pence
    return dict(balances)


def unallocated(books: Books, account: str, day: date) -> int:
    """Pence of which nobody knows yet whose they are; below zero when more of it was spent."""
    total = 0
    for move, sign, shares in shared_movements(books, account):
        if move.booked <= day and not shares:
            total += sign * move.pence
    return total


def account_balance(books: Books, account: str, day: date) -> int:
    """What the bank says: money in and refunds, less purchases, whoever's they are."""
    return sum(
        sign * move.pence
        for move, sign, _ in shared_movements(books, account)
        if move.booked <= day
    )


def budget_total(books: Books, kind: str, day: date) -> int:
    """Weekly pence of all funds but top-ups; the person's contribution is in it."""
    budget = books.budget_on(kind, day)
    amounts = budget.weekly if budget else {}
    return sum(pence for fund, pence in amounts.items() if not books.is_top_up(fund))
