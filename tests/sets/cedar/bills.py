"""What falls due: the bills of an item by period, visits, prices and pauses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from .days import BANK_HOLIDAYS, periods
from .model import Item, Person

WEEKS = {"weekly": 1, "term-time": 1, "fortnightly": 2, "4-weekly": 4}


@dataclass
class Bill:
    """What a period costs, by item, and when it is usually paid."""

    first: date
    last: date
    due: date
    parts: list[tuple[Item, int]]
    changed: bool = False
    repeat: bool = False
    over: bool = False

    @property
    def pence(self) -> int:
        """The whole sum."""
        return sum(p for _, p in self.parts)


def visits(item: Item, first: date, last: date, person: Person) -> list[tuple[date, int]]:
    """The agreed visits of some days and what each costs."""
    found, day = [], first
    while day <= last:
        for slot in item.times:
            if slot["weekday"] == day.weekday() and not person.away_on(day):
                price = item.price_on(day)
                if item.holiday and day in BANK_HOLIDAYS:
                    price = item.holiday
                elif item.weekend and day.weekday() > 4:
                    price = item.weekend
                found.append((day, price * slot["minutes"] // 60 if item.unit == "hour" else price))
        day += timedelta(days=1)
    return found


def charge(rng: Random, item: Item, first: date, last: date) -> int:
    """What a period of an item costs as agreed."""
    person, runs_on = item.person, item.kind == "alarm" or item.channel == "DD"
    if item.times:
        return sum(p for _, p in visits(item, first, last, person))
    weeks = WEEKS.get(item.schedule, 0)
    if not weeks or item.units % weeks:
        middle = first + (last - first) // 2
        stopped = person.away_on(middle)
        if stopped and not (runs_on and stopped in ("hospital", "away")):
            return 0
        if item.pay_range:
            return varying(rng, item)
        return item.units * item.price_on(first)
    live = [first + timedelta(days=7 * n) for n in range(weeks)]
    live = [
        d
        for d in live
        if not person.away_on(d + timedelta(days=3))
        or (runs_on and person.away_on(d + timedelta(days=3)) in ("hospital", "away"))
    ]
    if item.pay_range:
        return varying(rng, item) if len(live) == weeks else 0
    return sum(item.units // weeks * item.price_on(d) for d in live)


def varying(rng: Random, item: Item) -> int:
    """A sum within the agreed range, to the odd penny."""
    assert item.pay_range
    low, high = item.pay_range
    return round(rng.triangular(low + 100, high - 100, (low + high) / 2))


def bills(rng: Random, stream: list[Item], stop: date) -> list[Bill]:
    """All bills of items paid together, in order."""
    head = stream[0]
    found: list[Bill] = []
    for first, last in periods(head.schedule, head.start, stop):
        if head.end and last > head.end + timedelta(days=2):
            break
        if head.per_visit:
            days = visits(head, first, last, head.person)
            for n, (day, price) in enumerate(days):
                found.append(Bill(day, day, day, [(head, price)], near_change(head, day), n > 0))
            continue
        parts = [(item, charge(rng, item, first, last)) for item in stream]
        parts = [(i, p) for i, p in parts if p > 0]
        if not parts:
            continue
        over = bool(
            head.secret_rise
            and head.secret_rise <= first
            and head.changes
            and first < head.changes[0][0]
        )
        if over:
            parts = [(i, i.units * head.changes[0][1] if i is head else p) for i, p in parts]
        if head.times and not head.per_visit:
            head.recent.append(parts[0][1])
        found.append(
            Bill(
                first,
                last,
                last + timedelta(days=head.lag),
                parts,
                any(near_change(i, last) for i, _ in parts),
                False,
                over,
            )
        )
    return found


def near_change(item: Item, day: date) -> bool:
    """Whether the agreed price changed in the five weeks before a day."""
    return any(since <= day <= since + timedelta(days=34) for since, _ in item.changes)
