"""Money that came into an account or went out of it. The day on which one was received is the day it was recorded."""

from dataclasses import dataclass
from datetime import date

from tests.payments.reconciliation.reference.facts import (
    Agreement,
    Ending,
    Fund,
    FundKind,
    Paid,
    Pause,
    Pending,
    Row,
    ShareRule,
)


@dataclass(frozen=True, kw_only=True)
class Movement:
    """One booked line of a statement, in pence above zero.

    `booked` is the day on which it counts, `received` the day on which we were told, `matched` the day on
    which somebody said what it was for. Until then nobody knows whose it is: it is unallocated.
    One that is written down again under its number, on the day `told`, takes the place of what was said
    before: matched, undone, matched to something else.
    """

    number: int
    account: str
    pence: int
    booked: date
    received: date
    matched: date | None = None
    told: date | None = None

    @property
    def recorded(self) -> date:
        return self.told or self.received

    @property
    def order(self) -> tuple[date, int]:
        """Earlier is an earlier booked day, or the same day and a lower number."""
        return (self.booked, self.number)


@dataclass(frozen=True, kw_only=True)
class Purchase(Movement):
    """Money spent. Matched with no line, it was accepted outside the plan."""

    line: int | None = None


@dataclass(frozen=True, kw_only=True)
class Refund(Movement):
    """Money back for a purchase, named by its number."""

    purchase: int


@dataclass(frozen=True, kw_only=True)
class MoneyIn(Movement):
    """A payment of an agreement into the account; with `kinds`, for funds of these kinds only.

    With `fund` it is one payer's money alone: all of it is that fund's.
    """

    agreement: int
    kinds: frozenset[FundKind] | None = None
    fund: int | None = None


Fact = Fund | Agreement | Row | Ending | Pause | ShareRule | Paid | Pending | Movement
