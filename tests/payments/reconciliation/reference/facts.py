"""What is written down about one person's money. Each fact has the day on which it was recorded.

Money is whole pence, amounts of support are hundredths of a unit. A period runs from its first day
to `until`, which is not in it; without `until` it is open-ended.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Amounts = Mapping[int, int]
"""Pence by fund number."""
FundKind = Literal["payer", "own", "top-up"]
Frequency = Literal[
    "weekly", "fortnightly", "four-weekly", "monthly", "quarterly", "yearly", "once"
]
Every = Literal[7, 14, 28, "month"]
Chain = tuple[str, str | int]


@dataclass(frozen=True, kw_only=True)
class Fund:
    """A lasting payer of the person. `own` is the person's contribution; `top-up` a third party's."""

    recorded: date
    number: int
    payer: str
    programme: str = ""
    kind: FundKind = "payer"


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """A payment agreement: how money comes into an account, and on which days."""

    recorded: date
    number: int
    account: str
    net: bool = True
    first_payment: date
    every: Every


@dataclass(frozen=True, kw_only=True)
class Row:
    """What holds from a day, until another row of its chain has the last word."""

    recorded: date
    starts: date
    until: date | None = None

    @property
    def chain(self) -> Chain:
        """Rows of one chain follow each other: one holds on a day at most."""
        raise NotImplementedError

    def holds(self, day: date) -> bool:
        return self.starts <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, kw_only=True)
class Budget(Row):
    """The budget of one kind: weekly and one-off pence by fund."""

    kind: str = "care"
    weekly: Amounts = field(default_factory=dict)
    one_off: Amounts = field(default_factory=dict)

    @property
    def chain(self) -> Chain:
        return ("budget", self.kind)


@dataclass(frozen=True, kw_only=True)
class Terms(Row):
    """The terms of one payment agreement: weekly and one-off pence by fund."""

    agreement: int
    weekly: Amounts = field(default_factory=dict)
    one_off: Amounts = field(default_factory=dict)

    @property
    def chain(self) -> Chain:
        return ("terms", self.agreement)


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line of a plan: pence for one unit, and how many hundredths of a unit fall due how often.

    With `times` (weekday, 0 is Monday: hundredths of a unit) each day on which it happens is due, and
    `frequency` and `quantity` count nothing. `agreement` is the one that pays it, if one is named.
    """

    number: int
    price: int = 0
    quantity: int = 100
    frequency: Frequency = "weekly"
    times: Mapping[int, int] = field(default_factory=dict)
    agreement: int | None = None
    starts: date
    until: date | None = None

    def holds(self, day: date) -> bool:
        return self.starts <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, kw_only=True)
class Plan(Row):
    """The plan of one kind, with its lines."""

    kind: str = "care"
    lines: tuple[Line, ...] = ()

    @property
    def chain(self) -> Chain:
        return ("plan", self.kind)


@dataclass(frozen=True, kw_only=True)
class Ending:
    """A plan, or terms, are ended from a day on."""

    recorded: date
    chain: Chain
    day: date


@dataclass(frozen=True, kw_only=True)
class Pause:
    """Lines of the plan are paused; without `lines`, all of them.

    One that is written down again under its number takes the place of the one before; it may pause no day.
    """

    recorded: date
    number: int | None = None
    starts: date
    until: date | None = None
    lines: frozenset[int] | None = None

    def holds(self, line: int, day: date) -> bool:
        if self.lines is not None and line not in self.lines:
            return False
        return self.starts <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, kw_only=True)
class ShareRule:
    """The council's figure from a day on: 0 in proportion, 1 contribution first (Care Act 2014, s.26)."""

    recorded: date
    starts: date
    figure: Literal[0, 1]


@dataclass(frozen=True, kw_only=True)
class Paid:
    """Hundredths of a unit of a due period (named by its first day) that a payment has paid.

    `booked` is the payment's day: before it nothing was paid. Below zero where a payment was undone.
    """

    recorded: date
    line: int
    first: date
    hundredths: int
    booked: date | None = None


@dataclass(frozen=True, kw_only=True)
class Pending:
    """A card payment that the shop holds and the bank has not booked; `gone` when it has, or let go."""

    recorded: date
    account: str
    pence: int
    seen: date
    gone: date | None = None
