"""Short ways to write down a person's facts, for the worked examples."""

from datetime import date

from tests.payments.reconciliation.reference.balances import fund_balances
from tests.payments.reconciliation.reference.books import Log
from tests.payments.reconciliation.reference.expected import expected_in
from tests.payments.reconciliation.reference.facts import (
    Agreement,
    Amounts,
    Every,
    Fund,
    Line,
    Plan,
    ShareRule,
    Terms,
)
from tests.payments.reconciliation.reference.movements import MoneyIn, Purchase
from tests.payments.reconciliation.reference.shares import Shares, shares_of_purchases

COUNCIL, NHS, OWN, TOP_UP = 1, 2, 3, 4
CARD = "card"
LONG_BEFORE = date(2024, 1, 1)
LATER = date(2040, 1, 1)


def person(*, contribution_first: bool = False) -> Log:
    """A log with four funds and the council's rule."""
    log = Log()
    log.record(
        Fund(recorded=LONG_BEFORE, number=COUNCIL, payer="council", programme="social care"),
        Fund(recorded=LONG_BEFORE, number=NHS, payer="NHS", programme="section 117"),
        Fund(recorded=LONG_BEFORE, number=OWN, payer="person", kind="own"),
        Fund(recorded=LONG_BEFORE, number=TOP_UP, payer="daughter", kind="top-up"),
        ShareRule(recorded=LONG_BEFORE, starts=LONG_BEFORE, figure=1 if contribution_first else 0),
    )
    return log


def agree(
    log: Log,
    first: date,
    weekly: Amounts,
    *,
    number: int = 1,
    one_off: Amounts | None = None,
    net: bool = True,
    first_payment: date | None = None,
    every: Every = 28,
) -> None:
    """A payment agreement into the card's account, with its first terms, recorded on their first day."""
    paid_from = first_payment or first
    log.record(
        Agreement(
            recorded=first,
            number=number,
            account=CARD,
            net=net,
            first_payment=paid_from,
            every=every,
        ),
        Terms(recorded=first, agreement=number, starts=first, weekly=weekly, one_off=one_off or {}),
    )


def plan(log: Log, first: date, *lines: Line) -> None:
    log.record(Plan(recorded=first, starts=first, lines=lines))


def spend(
    log: Log,
    number: int,
    booked: date,
    pence: int,
    *,
    line: int | None = None,
    received: date | None = None,
) -> None:
    """A purchase, matched on the day on which it was received."""
    told = received or booked
    log.record(
        Purchase(
            number=number,
            account=CARD,
            pence=pence,
            booked=booked,
            received=told,
            matched=told,
            line=line,
        )
    )


def pay_in(log: Log, number: int, booked: date, pence: int, *, agreement: int = 1) -> None:
    log.record(
        MoneyIn(
            number=number,
            account=CARD,
            pence=pence,
            booked=booked,
            received=booked,
            matched=booked,
            agreement=agreement,
        )
    )


def shares(log: Log, number: int, known: date = LATER) -> Shares:
    """The shares of a purchase, as known on a day."""
    return shares_of_purchases(log.known_on(known), CARD)[number]


def left(log: Log, day: date, known: date = LATER) -> dict[int, int]:
    return fund_balances(log.known_on(known), CARD, day)


def expected(log: Log, first: date, last: date, known: date = LATER) -> list[tuple[date, int, int]]:
    """Day, fund and pence of the payments expected."""
    return [
        (row.day, row.fund, row.pence)
        for row in expected_in(log.known_on(known), CARD, first, last)
    ]
