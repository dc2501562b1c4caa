"""Which payments are expected into the account, by agreement, day and fund."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache

from tests.payments.reconciliation.reference.books import Books
from tests.payments.reconciliation.reference.days import days, months_later
from tests.payments.reconciliation.reference.facts import Agreement, Terms
from tests.payments.reconciliation.reference.pence import rounded


@dataclass(frozen=True, order=True)
class Expected:
    """Pence expected of one fund on one day; `one_off` when not from a weekly rate."""

    day: date
    agreement: int
    fund: int
    pence: int
    one_off: bool = False


def payment_days(agreement: Agreement) -> Iterator[date]:
    """The first payment day and those after it, without end."""
    count = 0
    while True:
        if agreement.every == "month":
            yield months_later(agreement.first_payment, count)
        else:
            yield agreement.first_payment + timedelta(days=count * agreement.every)
        count += 1


def expected_in(books: Books, account: str, first: date, last: date) -> list[Expected]:
    """All payments expected into an account from the first to the last day, both in it. None is of nothing."""
    found: list[Expected] = []
    for agreement in books.feeding(account):
        found += at_weekly_rates(books, agreement, last)
        found += at_once(books, agreement)
    return sorted(payment for payment in found if first <= payment.day <= last and payment.pence)


def at_weekly_rates(books: Books, agreement: Agreement, last: date) -> list[Expected]:
    """The payment of a payment day covers that day and those until the next payment day."""
    found = []
    schedule = payment_days(agreement)
    day = next(schedule)
    while day <= last:
        following = next(schedule)
        for fund in books.funds:
            pence = rounded(covered(books, agreement, fund, day, following))
            found.append(Expected(day, agreement.number, fund, pence))
        day = following
    return found


@lru_cache(maxsize=100_000)
def covered(books: Books, agreement: Agreement, fund: int, first: date, end: date) -> Fraction:
    """The exact pence of a fund's weekly rate on each day; the end is not in it."""
    total = Fraction(0)
    for day in days(first, end):
        terms = books.terms_on(agreement.number, day)
        if terms is not None and not invoiced(books, agreement, fund):
            total += Fraction(terms.weekly.get(fund, 0), 7)
    return total


def invoiced(books: Books, agreement: Agreement, fund: int) -> bool:
    """With a gross agreement the council invoices the person: their own money does not come this way."""
    return not agreement.net and fund == books.own_fund()


def at_once(books: Books, agreement: Agreement) -> list[Expected]:
    """One-off money: once, on the first day of its terms."""
    found = []
    for terms in books.terms(agreement.number):
        for fund, pence in terms.one_off.items():
            if not agreed_again(books, terms) and not invoiced(books, agreement, fund):
                found.append(Expected(terms.starts, agreement.number, fund, pence, one_off=True))
    return found


def agreed_again(books: Books, terms: Terms) -> bool:
    """Whether these are the terms before them, agreed again: that changes no figure of any day."""
    for before in books.terms(terms.agreement):
        if before.until == terms.starts:
            return before.weekly == terms.weekly and before.one_off == terms.one_off
    return False
