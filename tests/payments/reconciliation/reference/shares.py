"""Whose money each payment is."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from functools import lru_cache

from tests.payments.reconciliation.reference.books import Books
from tests.payments.reconciliation.reference.days import ONE_DAY, days
from tests.payments.reconciliation.reference.expected import invoiced
from tests.payments.reconciliation.reference.facts import Agreement, Amounts, Line, Plan, Terms
from tests.payments.reconciliation.reference.movements import MoneyIn, Purchase, Refund
from tests.payments.reconciliation.reference.pence import rounded, split

Shares = dict[int, int]
"""Pence by fund. No funds: it cannot be shared and stays unallocated."""


def mix_of(books: Books, purchase: Purchase) -> Shares:
    """The weights by fund of a matched purchase, on its booked day."""
    agreement = naming(books, purchase.line, purchase.booked)
    if agreement is not None:
        return named_mix(books, agreement, purchase.booked)
    mix: Shares = {}
    for feeding in books.feeding(purchase.account):
        terms = books.terms_on(feeding.number, purchase.booked)
        for fund, pence in (terms.weekly if terms else {}).items():
            if pence and not books.is_top_up(fund) and not invoiced(books, feeding, fund):
                mix[fund] = mix.get(fund, 0) + pence
    return mix


def named_mix(books: Books, agreement: Agreement, day: date) -> Shares:
    """The mix of a line that names its agreement: weekly money; one-off money where there is none weekly."""
    terms = books.terms_on(agreement.number, day)
    if terms is None:
        return {}
    amounts = weekly_or_one_off(terms.weekly, terms.one_off)
    return {
        fund: pence
        for fund, pence in amounts.items()
        if pence and not invoiced(books, agreement, fund)
    }


def weekly_or_one_off(weekly: Amounts, one_off: Amounts) -> Amounts:
    return weekly if any(weekly.values()) else one_off


def naming(books: Books, line: int | None, day: date) -> Agreement | None:
    """The agreement that a line names: as in the last plan with that line which began by then, or else the first."""
    plans = [(plan, row) for plan in books.plans() for row in plan.lines if row.number == line]
    held = [(first, row) for plan, row in plans if (first := first_day(plan, row))]
    begun = [row for first, row in held if first <= day]
    rows = begun[-1:] or [row for _, row in held[:1]]
    for row in rows:
        if row.agreement is not None:
            return books.agreements[row.agreement]
    return None


def first_day(plan: Plan, line: Line) -> date | None:
    """The first day on which a plan has its line in force; none when there is none."""
    first = max(plan.starts, line.starts)
    return first if plan.holds(first) and line.holds(first) else None


@lru_cache(maxsize=100)
def shares_of_purchases(books: Books, account: str) -> dict[int, Shares]:
    """The shares of every purchase out of an account by its number, from the earliest to the latest."""
    shares: dict[int, Shares] = {}
    for purchase in books.purchases(account):
        shares[purchase.number] = {}
        mix = mix_of(books, purchase) if purchase.matched else {}
        if mix:
            shares[purchase.number] = shared(books, purchase, mix, shares)
    return shares


def shared(books: Books, purchase: Purchase, mix: Shares, earlier: Mapping[int, Shares]) -> Shares:
    """By the rule in force on the booked day: in proportion, or contribution first."""
    own = books.own_fund()
    if books.share_rule_on(purchase.booked) == 0 or own is None or own not in mix:
        return split(purchase.pence, mix)
    others = {fund: pence for fund, pence in mix.items() if fund != own}
    left = due(books, purchase.account, own, purchase.booked) - used(books, purchase, own, earlier)
    own_part = min(purchase.pence, max(0, left)) if others else purchase.pence
    rest = split(purchase.pence - own_part, others) if others else {}
    return {own: own_part, **rest} if own_part else rest


def due(books: Books, account: str, own: int, last: date) -> int:
    """The person's contribution, in pence, for all days up to and with the last, by every net agreement."""
    total = Fraction(0)
    for agreement in books.feeding(account):
        first = min((terms.starts for terms in books.terms(agreement.number)), default=last)
        for day in days(first, last + ONE_DAY):
            terms = books.terms_on(agreement.number, day)
            if agreement.net and terms is not None:
                total += Fraction(terms.weekly.get(own, 0), 7)
    return rounded(total)


def used(books: Books, purchase: Purchase, own: int, earlier: Mapping[int, Shares]) -> int:
    """What earlier purchases have charged to the person's own fund, less earlier refunds of them."""
    before = {
        row.number: row for row in books.purchases(purchase.account) if row.order < purchase.order
    }
    total = sum(earlier[number].get(own, 0) for number in before)
    for refund in books.refunds(purchase.account):
        if refund.order < purchase.order and refund.purchase in before:
            total -= shares_of_refund(refund, earlier).get(own, 0)
    return total


def shares_of_refund(refund: Refund, purchases: Mapping[int, Shares]) -> Shares:
    """By the purchase's own shares; the whole purchase back gives exactly these."""
    shares = purchases.get(refund.purchase, {})
    return split(refund.pence, shares) if refund.matched and shares else {}


def shares_of_money_in(books: Books, money: MoneyIn) -> Shares:
    """To the funds that it was expected from, by their rates on its day; a payer's money to that payer's funds."""
    if money.fund is not None and money.matched:
        return {money.fund: money.pence}
    terms = nearest_terms(books, money.agreement, money.booked)
    if terms is None or not money.matched:
        return {}
    weekly, one_off = (
        expected_from(books, money, terms.weekly),
        expected_from(books, money, terms.one_off),
    )
    weights = weekly_or_one_off(weekly, one_off)
    # The one-off money itself, to the penny, where it is no number of weeks.
    if weekly and money.pence == sum(one_off.values()) and money.pence % sum(weekly.values()):
        weights = one_off
    return split(money.pence, weights) if weights else {}


def expected_from(books: Books, money: MoneyIn, amounts: Amounts) -> Shares:
    """Those of the amounts that this money is for."""
    found = {}
    for fund, pence in amounts.items():
        theirs = money.kinds is None or books.funds[fund].kind in money.kinds
        if pence and theirs and not invoiced(books, books.agreements[money.agreement], fund):
            found[fund] = pence
    return found


def nearest_terms(books: Books, agreement: int, day: date) -> Terms | None:
    """The terms on a day, or those whose first or last day is nearest; of two as near, the earlier."""
    best, least = None, 0
    for terms in sorted(books.terms(agreement), key=lambda row: row.starts):
        away = days_away(terms, day)
        if away is not None and (best is None or away < least):
            best, least = terms, away
    return best


def days_away(terms: Terms, day: date) -> int | None:
    """Days from terms to a day; none where they hold for no day."""
    if terms.until is not None and terms.until <= terms.starts:
        return None
    if terms.holds(day):
        return 0
    last = terms.until - ONE_DAY if terms.until else day
    return (terms.starts - day).days if day < terms.starts else (day - last).days
