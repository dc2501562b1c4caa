"""What the reference is told of a person, and what it says of them. It learns nothing of the product."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from tests.payments.reconciliation.proof.figures import Agreed, Balances, Figures, Page
from tests.payments.reconciliation.reference.balances import (
    account_balance,
    budget_total,
    fund_balances,
    shared_movements,
    unallocated,
)
from tests.payments.reconciliation.reference.books import Books, Log
from tests.payments.reconciliation.reference.days import half_year
from tests.payments.reconciliation.reference.expected import expected_in
from tests.payments.reconciliation.reference.movements import Fact, MoneyIn, Purchase, Refund
from tests.payments.reconciliation.reference.needed import (
    forecast,
    left_to_spend,
    needed,
    next_payment_day,
    still_to_come,
)

LATE_DAYS = 13


@dataclass
class Told:
    """The log of one person with one account, whose books are read more than once."""

    account: str
    log: Log = field(default_factory=Log)
    _books: dict[tuple[date, int], Books] = field(default_factory=dict)

    def record(self, *facts: Fact) -> None:
        self.log.record(*facts)

    def books(self, known: date) -> Books:
        # With nothing recorded after it, every later day knows the same.
        last = max((fact.recorded for fact in self.log.facts), default=known)
        key = (min(known, last), len(self.log.facts))
        if key not in self._books:
            self._books[key] = self.log.known_on(known)
        return self._books[key]

    def figures(self, day: date, known: date) -> Figures:
        books = self.books(known)
        return Figures(self._balances(books, day), self._agreed(books, day), self._page(books, day))

    def shares(self, known: date) -> dict[int, dict[int, int]]:
        """The shares of every movement, by its number."""
        moves = shared_movements(self.books(known), self.account)
        return {move.number: shares for move, _, shares in moves}

    def hangs_on_later(self, known: date, day: date) -> bool:
        """Whether a payment up to a day goes by terms, or by a version of its line, of another day: the
        nearest, because there is none on its own."""
        books = self.books(known)
        lines = [
            (row.number, max(plan.starts, row.starts))
            for plan in books.plans()
            for row in plan.lines
        ]
        for move in books.movements:
            if move.booked > day or not move.matched:
                continue
            if isinstance(move, MoneyIn) and move.fund is None:
                begun = books.terms_on(move.agreement, move.booked) is not None
            else:
                line = move.line if isinstance(move, Purchase) else None
                begun = line is None or any(n == line and d <= move.booked for n, d in lines)
            if not begun:
                return True
        return False

    def _balances(self, books: Books, day: date) -> Balances:
        return Balances(
            account_balance(books, self.account, day),
            unallocated(books, self.account, day),
            without_nothing(fund_balances(books, self.account, day)),
            self._spent(books, day),
        )

    def _spent(self, books: Books, day: date) -> dict[tuple[int, int], int]:
        """Pence spent by plan line (0 outside the plan) and fund."""
        lines = {move.number: move.line or 0 for move in books.purchases(self.account)}
        spent: dict[tuple[int, int], int] = defaultdict(int)
        for move, sign, shares in shared_movements(books, self.account):
            if move.booked > day or not isinstance(move, Purchase | Refund):
                continue
            line = lines[move.purchase if isinstance(move, Refund) else move.number]
            for fund, pence in shares.items():
                spent[line, fund] -= sign * pence
        return {key: pence for key, pence in spent.items() if pence}

    def _agreed(self, books: Books, day: date) -> Agreed:
        first, last = half_year(day)
        coming = expected_in(books, self.account, first, last)
        terms = {number: books.terms_on(number, day) for number in books.agreements}
        numbers = {line.number for plan in books.plans() for line in plan.lines}
        lines = {number: books.line_on(number, day) for number in numbers}
        return Agreed(
            {n: without_nothing(dict(row.weekly)) for n, row in terms.items() if row},
            {
                n: row.price
                for n, row in lines.items()
                if row and not any(pause.holds(n, day) for pause in books.pauses)
            },
            budget_total(books, "care", day),
            tuple(sorted((row.day, row.agreement, row.fund, row.pence) for row in coming)),
        )

    def _page(self, books: Books, day: date) -> Page:
        return Page(
            account_balance(books, self.account, day),
            unallocated(books, self.account, day),
            without_nothing(fund_balances(books, self.account, day)),
            next_payment_day(books, self.account, day),
            needed(books, self.account, day, LATE_DAYS),
            left_to_spend(books, self.account, day, LATE_DAYS),
            still_to_come(books, self.account, day),
            forecast(books, self.account, day, LATE_DAYS),
        )


def without_nothing(pence: dict[int, int]) -> dict[int, int]:
    return {key: amount for key, amount in pence.items() if amount}
