"""The things of the county: payees, plan items, people and statement lines. Pence are integers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

FIRST_DAY = date(2025, 9, 1)
TERMS = [
    (date(2025, 9, 3), date(2025, 10, 24)),
    (date(2025, 11, 3), date(2025, 12, 19)),
    (date(2026, 1, 5), date(2026, 2, 13)),
    (date(2026, 2, 23), date(2026, 3, 27)),
    (date(2026, 4, 13), date(2026, 5, 22)),
    (date(2026, 6, 1), date(2026, 7, 21)),
    (date(2026, 9, 2), date(2026, 10, 23)),
    (date(2026, 11, 2), date(2026, 12, 18)),
]
BANK_HOLIDAYS = {
    date(2025, 12, 25),
    date(2025, 12, 26),
    date(2026, 1, 1),
    date(2026, 4, 3),
    date(2026, 4, 6),
    date(2026, 5, 4),
    date(2026, 5, 25),
    date(2026, 8, 31),
    date(2026, 12, 25),
    date(2026, 12, 28),
}


@dataclass
class Payee:
    """Someone money goes to; `descriptor` is what a card terminal prints."""

    id: str
    kind: str
    legal: str
    trading: list[str] = field(default_factory=list)
    descriptor: str | None = None
    descriptor_known: bool = True
    sort: str = ""
    number: str = ""
    bank_known: bool = True
    cqc: str | None = None
    ended: date | None = None
    town: str = ""
    mcc: str = ""
    first: str = ""
    last: str = ""
    title: str = ""
    married: str = ""


@dataclass
class Item:
    """One line of a support plan. `way` and below are the writer's own and not given out."""

    id: str
    person: str
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
    paid_via: Payee | None = None
    bundle: str | None = None
    reference: str | None = None
    times: list[dict[str, object]] = field(default_factory=list)
    day_prices: dict[str, int] | None = None
    pay_range: tuple[int, int] | None = None
    way: str = "fp"
    pay_day: int = 4
    per_unit: bool = False
    mandate: str = ""
    quiet_mandate: bool = False

    def price_at(self, day: date) -> int:
        """Agreed price of one unit on a day."""
        price = self.price
        for since, new in self.changes:
            if day >= since:
                price = new
        return price

    def due(self, day: date) -> int:
        """Agreed pence of one period."""
        return self.price_at(day) * self.units

    def holiday_due(self, day: date) -> int:
        """Pence of the week that ends with `day` if a bank holiday of the timetable is in it, else nothing."""
        week = [day - timedelta(days=day.weekday() - at) for at in range(5)]
        worked = {int(str(slot["weekday"])): int(str(slot["minutes"])) for slot in self.times}
        if not self.day_prices or not any(
            one in BANK_HOLIDAYS and one.weekday() in worked for one in week
        ):
            return 0
        return (
            sum(
                worked.get(one.weekday(), 0)
                * (self.day_prices["bank_holiday"] if one in BANK_HOLIDAYS else self.price_at(day))
                for one in week
            )
            // 60
        )

    def open_on(self, day: date) -> bool:
        """Whether the plan holds this item on a day."""
        return self.start <= day and (self.end is None or day <= self.end)


@dataclass
class Line:
    """One booked line and what an officer may say of it."""

    date: date
    pence: int
    text: str
    label: str
    type: str
    why: str
    code: str = ""
    mcc: str = ""
    bought: date | None = None
    difficulty: str = "plain"
    items: list[tuple[str, int]] = field(default_factory=list)
    rule: str = ""
    also_ok: list[str] = field(default_factory=list)
    matchable: bool = False
    may_claim: bool = False
    refund_of: Line | None = None
    candidates: list[str] = field(default_factory=list)
    group: str = ""
    linked: bool = False
    seq: int = 0
    key: str = ""


@dataclass
class Person:
    """A person with a plan, the account and everything that happened on it."""

    id: str
    first: str
    last: str
    title: str
    town: str
    relative: str
    account: str
    account_kind: str
    layout: str
    sort: str
    number: str
    card: str
    house: object = None
    load: int = 0
    contribution: dict[str, object] | None = None
    representative: tuple[str, str, str, str] | None = None
    events: list[dict[str, str]] = field(default_factory=list)
    pauses: list[tuple[date, date, str]] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    opening: int = 0

    def paused(self, day: date) -> str:
        """The kind of event that stops the plan on a day, or nothing."""
        return next((kind for first, last, kind in self.pauses if first <= day <= last), "")


def working_day(day: date) -> date:
    """The same day, or the next one on which banks book."""
    while day.weekday() > 4 or day in BANK_HOLIDAYS:
        day += timedelta(days=1)
    return day


def in_term(day: date) -> bool:
    """Whether schools are open that day."""
    return any(first <= day <= last for first, last in TERMS)


def pounds(pence: int) -> str:
    """1234567 -> 12345.67"""
    return f"{abs(pence) // 100}.{abs(pence) % 100:02d}"
