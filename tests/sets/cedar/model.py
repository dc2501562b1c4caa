"""What a plan, an account and a line of a statement hold."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from random import Random


@dataclass(eq=False)
class Payee:
    """Someone who is paid: an organisation, a sole trader or a personal assistant."""

    id: str
    kind: str
    legal: str
    trading: list[str] = field(default_factory=list)
    descriptor: str | None = None
    sort_code: str | None = None
    account_number: str | None = None
    cqc: str | None = None
    ended: date | None = None
    human: bool = False
    collector: str | None = None
    town: str = ""
    clients: list[Item] = field(default_factory=list)


@dataclass(eq=False)
class Item:
    """One line of a support plan, and the habit by which it is paid."""

    id: str
    person: Person
    payee: Payee | None
    kind: str
    unit: str
    price: int
    units: int
    schedule: str
    start: date
    end: date | None = None
    changes: list[tuple[date, int]] = field(default_factory=list)
    tolerance: int = 0
    via: Payee | None = None
    bundle: str | None = None
    reference: str | None = None
    times: list[dict] = field(default_factory=list)
    weekend: int | None = None
    holiday: int | None = None
    pay_range: tuple[int, int] | None = None
    channel: str = "FPO"
    per_visit: bool = False
    lag: int = 2
    invoice: int = 0
    recent: list[int] = field(default_factory=list)
    secret_rise: date | None = None

    def price_on(self, day: date) -> int:
        """The agreed price of one unit on a day."""
        price = self.price
        for since, new in self.changes:
            if day >= since:
                price = new
        return price


@dataclass(eq=False)
class Account:
    """A bank or card account of a person, and the voice of its bank."""

    id: str
    person: Person
    kind: str
    layout: str
    sort_code: str
    account_number: str
    voice: int
    card: str
    opening: int = 0
    lines: list[Line] = field(default_factory=list)
    gap: list[Line] = field(default_factory=list)


@dataclass(eq=False)
class Person:
    """Someone with a plan."""

    id: str
    first: str
    last: str
    house: int
    town: str
    rng: Random
    accounts: list[Account] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    streams: list[list[Item]] = field(default_factory=list)
    events: list[tuple[str, date, date | None]] = field(default_factory=list)
    load: tuple[int, date] | None = None
    contribution: tuple[int, str, str] | None = None
    rep: tuple[str, str, str, str] | None = None
    messy: float = 0.2

    @property
    def initials(self) -> str:
        """The initials as the plan gives them."""
        return f"{self.first[0]}.{self.last[0]}."

    def away_on(self, day: date) -> str:
        """The kind of event that stops care on a day, or nothing."""
        for kind, begin, stop in self.events:
            if begin <= day and (stop is None or day <= stop):
                return kind
        return ""


@dataclass(eq=False)
class Line:
    """One line of a statement with its truth."""

    account: Account
    date: date
    pence: int
    text: str
    code: str
    type: str
    label: str = "match"
    items: list[tuple[Item, int]] = field(default_factory=list)
    rule: str = ""
    also: list[str] = field(default_factory=list)
    matchable: bool = False
    may_claim: bool = False
    why: str = ""
    difficulty: str = "plain"
    refund_of: Line | None = None
    same_as: Line | None = None
    booked_as: Line | None = None
    candidates: list[list[tuple[Item, int]]] = field(default_factory=list)
    group: str = ""
    mcc: str = ""
    card: bool = False
    bought: date | None = None
    anchor: bool = False
    after_all_paid: bool = False
    status: str = "SETTLED"
    serial: int = 0
    payee: Payee | None = None
    key: str = ""
    file: str = ""
    row: int = 0
