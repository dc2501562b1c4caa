"""What a careful officer could know: how well an item explains an amount, and what rivals there are."""

from __future__ import annotations

from datetime import date, timedelta

from .model import Item, Payee, Person
from .say import could_be


def planned(item: Item, day: date) -> set[int]:
    """The full amounts that the plan foresees around a day."""
    prices = {item.price_on(day), item.price_on(day - timedelta(days=40))}
    if item.times:
        return set(item.recent) or {p * item.units for p in prices}
    return {p * item.units for p in prices}


def rank(item: Item, pence: int, day: date) -> int:
    """3: the planned sum or agreed range; 2: whole units or several periods; 1: less than planned; 0: no reading."""
    full = planned(item, day)
    if item.pay_range:
        return (
            3
            if item.pay_range[0] <= pence <= item.pay_range[1]
            else (1 if pence < item.pay_range[0] else 0)
        )
    if pence in full or (
        item.per_visit and pence in {item.price_on(day), item.price_on(day - timedelta(days=40))}
    ):
        return 3
    for price in {item.price_on(day), item.price_on(day - timedelta(days=40))}:
        if price and pence % price == 0 and pence // price < item.units:
            return 2
    if any(f and pence % f == 0 and pence // f <= 4 for f in full):
        return 2
    return 1 if pence < max(full) else 0


def alive(item: Item, day: date) -> bool:
    """Whether money could be due for an item on a day."""
    begin = item.start - timedelta(days=80 if item.schedule == "one-off" else 0)
    return begin <= day and (item.end is None or day <= item.end + timedelta(days=45))


def payee_of(item: Item) -> Payee | None:
    """Who gets the money for an item."""
    return item.via or item.payee


def rivals(
    person: Person,
    parts: list[tuple[Item, int]],
    payee: Payee,
    way: str,
    shown: str,
    ref: str,
    day: date,
) -> list[Item]:
    """Other items of the plan that the words of the line would fit as well, and the sum at least as well."""
    own, pence = [i for i, _ in parts], sum(p for _, p in parts)
    if own[0].reference and own[0].reference in ref:
        return []
    mine = 3 if len(parts) > 1 else rank(own[0], pence, day)
    found = []
    for item in person.items:
        other = payee_of(item)
        if item in own or not alive(item, day) or (item.bundle and item.bundle == own[0].bundle):
            continue
        if rank(item, pence, day) >= max(mine, 1) and fits(item, other, payee, way, shown):
            found.append(item)
    return found


def fits(item: Item, other: Payee | None, payee: Payee, way: str, shown: str) -> bool:
    """Whether the words of a line, said this way, could speak of another item's payee."""
    if other is payee:
        return True
    if other is None or way == "account":
        return other is None and payee.kind == item.kind
    if way == "reference":
        return item.kind == "pa"
    if way == "collector alone":
        return item.channel == "DD"
    if way == "mistyped":
        return False
    return could_be(shown, other)


def splits(parts: list[tuple[Item, int]], pence: int, day: date) -> list[list[tuple[Item, int]]]:
    """The ways in which one item of a joint bill could be short by whole units to give this sum."""
    full = [(i, i.price_on(day) * i.units) for i, _ in parts]
    gap = sum(p for _, p in full) - pence
    found = []
    for n, (item, total) in enumerate(full):
        price = item.price_on(day)
        if gap > 0 and gap % price == 0 and gap <= total:
            reading = [(i, p - gap if k == n else p) for k, (i, p) in enumerate(full)]
            found.append([(i, p) for i, p in reading if p])
    return found
