"""A person's year: every due date of every item, and what is done on it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from . import people_do as do
from .banks import write
from .model import FIRST_DAY, Item, Line, Payee, Person, in_term
from .people_do import Bill, after
from .plans import County
from .truth import payment

GAPS = {"weekly": 7, "term-time": 7, "fortnightly": 14, "4-weekly": 28, "monthly": 30}
RUNS_ON = ("telecare", "pension", "hmrc", "payroll", "insurance")


def due_dates(rng: Random, item: Item, last: date) -> Iterator[date]:
    """Every day on which the item falls due."""
    until = min(last, item.end or last)
    if item.schedule == "monthly":
        for month in range(16):
            year, at = divmod(FIRST_DAY.month - 1 + month, 12)
            day = date(FIRST_DAY.year + year, at + 1, item.pay_day)
            if item.start <= day <= until:
                yield day
        return
    day = item.start + timedelta(days=(item.pay_day - item.start.weekday()) % 7)
    while day <= until:
        if item.schedule != "term-time" or in_term(day):
            yield day
        day += timedelta(days=GAPS[item.schedule])


def supplier(rng: Random, county: County, item: Item) -> Payee:
    """The payee of the item, or any of that need."""
    if item.paid_via:
        return item.paid_via
    return item.payee or rng.choice(county.by_kind[item.kind])


def bills(person: Person) -> list[list[Item]]:
    """Items that may go out in one sum."""
    groups: dict[str, list[Item]] = {}
    for item in person.items:
        if item.schedule == "one-off":
            continue
        owner = item.bundle or (item.payee.id + item.schedule if item.payee else item.id)
        groups.setdefault(owner, []).append(item)
    return list(groups.values())


def usual(county: County, rng: Random, person: Person, item: Item) -> Payee:
    """The supplier someone keeps to when any would do."""
    if item.payee or item.paid_via:
        return supplier(rng, county, item)
    home = person.house
    kept = home.memory.setdefault(f"any {item.id}", supplier(rng, county, item).id)  # type: ignore[union-attr]
    return (
        next(one for one in county.orgs if one.id == kept)
        if rng.random() < 0.75
        else supplier(rng, county, item)
    )


def unit_by_unit(bill: Bill) -> list[Line]:
    """Each ride or session paid for itself; the same sum twice a day is quite right."""
    rng, item, made = bill.rng, bill.first, []
    planned = item.units if rng.random() < 0.85 else rng.randrange(1, item.units + 1)
    pens = []
    for turn in range(planned):
        day = after(bill.due, (turn // 2) * rng.choice([1, 2]))
        pens.append(bill.pen(day))
    for turn, pen in enumerate(sorted(pens, key=lambda one: one.booked)):
        price = item.price_at(pen.bought)
        made.append(
            payment(
                bill.person,
                pen,
                bill.payee,
                [(item, price)],
                f"{item.unit} {turn + 1} of {item.units}",
                "genuine repeat" if turn % 2 else "",
            )
        )
        made[-1].linked = made[-1].linked or planned > 1
    if planned == item.units and rng.random() < 0.025:
        pen = bill.pen(max(one.bought for one in pens), clear=True)
        extra = payment(
            bill.person,
            pen,
            bill.payee,
            [(item, item.price_at(pen.bought))],
            f"one {item.unit} more than the period holds",
            rule="R4",
            also=("R13",),
            against=True,
        )
        extra.date = max(extra.date, max(one.booked for one in pens))
        extra.linked = True
        made.append(extra)
    return made


def single(bill: Bill) -> list[Line]:
    """What is done with a bill of one item."""
    rng, item = bill.rng, bill.first
    if item.per_unit:
        return unit_by_unit(bill)
    changed = next((since for since, _ in item.changes if 0 <= (bill.due - since).days < 60), None)
    if item.way == "so" and changed and (bill.due - changed).days < bill.gap * 3:
        return do.old_price(bill)
    if (
        item.way in ("fp", "card")
        and do.holiday_near(bill.due)
        and not item.pay_range
        and rng.random() < 0.17
    ):
        return do.early(bill)
    if item.way in ("so", "dd", "gc"):
        acts = [(0.02, lambda one: do.refunded(one, 1)), (0.006, lambda one: do.refunded(one, 2))]
        acts += [] if item.way == "so" else [(0.012, do.over_price)]
    else:
        acts = do.SINGLE
    if item.pay_range:
        acts = [(0.06, do.late), (0.01, do.paid_twice)]
    elif item.tolerance and item.way == "fp" and rng.random() < 0.2:
        return do.rounded(bill)
    draw = rng.random()
    for share, act in acts:
        draw -= share * (1.5 if bill.gap >= 28 else 1)
        if draw < 0:
            return act(bill)
    return do.plain(bill)


def together(bill: Bill) -> list[Line]:
    """What is done with a bill of several items."""
    draw = bill.rng.random()
    if bill.first.bundle:
        return do.paid_twice(bill) if draw < 0.006 else do.plain(bill)
    if bill.items[1].kind == "mileage":
        return do.fewer(bill) if draw < 0.7 else do.plain(bill)
    if bill.first.way == "so":
        return do.plain(bill)
    if draw < 0.07:
        return do.fewer(bill)
    if draw < 0.08:
        return do.paid_twice(bill)
    return do.refunded(bill, 1) if draw < 0.10 else do.plain(bill)


def stopped(bill: Bill, kind: str) -> list[Line]:
    """A payment while the plan stands still, or after an item's end."""
    pen = bill.pen(bill.due, clear=True)
    words = (
        f"the plan is stopped ({kind}) on that day" if kind != "end" else "the item ended before"
    )
    line = payment(
        bill.person,
        pen,
        bill.payee,
        bill.parts(),
        words,
        "payment outside the plan or in a pause",
        "R21",
        ("R1",) if kind == "end" else (),
        against=True,
    )
    return [line]


def run(rng: Random, county: County, person: Person, items: list[Item]) -> None:
    """All periods of one group of items."""
    first, owed, joint = items[0], 0, items[0].bundle is not None or rng.random() < 0.6
    gap = GAPS[first.schedule]
    for due in list(due_dates(rng, first, county.last_day)):
        here = [item for item in items if item.open_on(due)]
        kind = person.paused(due)
        bill = Bill(rng, county, person, here, usual(county, rng, person, first), due, gap)
        if kind:
            deep = person.paused(after(due, -min(gap + 1, 24))) != ""
            steady = kind == "hospital" and (first.bundle or first.kind in RUNS_ON)
            if kind != "away" and deep and not steady and first.way != "gc" and rng.random() < 0.4:
                person.lines += kept(county, person, stopped(bill, kind))
            continue
        if len(here) > 1 and (
            first.bundle or (rng.random() < 0.95 if joint else rng.random() < 0.15)
        ):
            person.lines += kept(county, person, together(bill))
            continue
        for item in here:
            alone = Bill(rng, county, person, [item], usual(county, rng, person, item), due, gap)
            if item is first and len(items) == 1:
                owed = step(alone, owed)
            else:
                person.lines += kept(county, person, single(alone))


def step(bill: Bill, owed: int) -> int:
    """One period of a lone item: leave it for later, catch up, or pay; returns periods still owed."""
    item, rng = bill.first, bill.rng
    steady = item.due(bill.due) == item.due(
        after(bill.due, -3 * bill.gap)
    ) and not item.holiday_due(bill.due)
    free = item.way in ("fp", "card", "agg") and not item.pay_range and not item.per_unit
    if owed and (not steady or bill.person.paused(after(bill.due, bill.gap))):
        bill.person.lines += kept(bill.county, bill.person, do.plain(bill))
        return 0
    if owed == 2 or (owed and rng.random() < 0.8):
        bill.person.lines += kept(bill.county, bill.person, do.several(bill, owed))
        return 0
    if free and steady and (owed or rng.random() < 0.032):
        return owed + 1
    bill.person.lines += kept(bill.county, bill.person, single(bill))
    return 0


def past_the_end(rng: Random, county: County, person: Person, item: Item) -> None:
    """One or two payments after an item has ended."""
    if (
        not item.end
        or item.way == "gc"
        or item.kind == "mileage"
        or item.kind in RUNS_ON
        or rng.random() > 0.42
    ):
        return
    for turn in range(rng.choice([1, 1, 2])):
        due = item.end + timedelta(days=max(12, GAPS[item.schedule]) * (turn + 1))
        if due <= county.last_day and not person.paused(due):
            bill = Bill(
                rng,
                county,
                person,
                [item],
                usual(county, rng, person, item),
                due,
                GAPS[item.schedule],
            )
            person.lines += kept(county, person, stopped(bill, "end"))


def one_off(rng: Random, county: County, person: Person, item: Item) -> None:
    """Bought once: in one sum, or a deposit and the balance."""
    payee, total, day = (
        supplier(rng, county, item),
        item.price * item.units,
        item.start + timedelta(days=rng.randrange(2, 12)),
    )
    if item.kind == "insurance" or rng.random() < 0.2:
        pen = write(rng, person, item, payee, day)
        person.lines += kept(
            county, person, [payment(person, pen, payee, [(item, total)], "the whole sum at once")]
        )
        return
    deposit = (
        rng.choice(
            [total // 5, total // 4, total // 10, total // 2, max(5000, total // 5000 * 1000)]
        )
        // 100
        * 100
    )
    words = rng.choice(
        [
            ("DEPOSIT", "BALANCE"),
            ("dep", "bal due"),
            (None, None),
            ("ORDER DEP", "FINAL"),
            (None, "BALANCE"),
        ]
    )
    group, made = f"{person.id}-{item.id}-deposit", []
    for turn, pence in enumerate((deposit, total - deposit)):
        when = after(day, turn * rng.choice([7, 10, 14, 21, 28, 35]))
        pen = write(rng, person, item, payee, when, words[turn])
        made.append(
            payment(
                person,
                pen,
                payee,
                [(item, pence)],
                f"{'balance' if turn else 'deposit'} of {total} pence",
                "deposit and balance",
                told=bool(words[turn]) and item.way == "fp",
                group=group,
            )
        )
    person.lines += kept(county, person, made)


def live(rng: Random, county: County, person: Person) -> None:
    """Everything paid to suppliers in the year; nothing is left that falls in a pause by accident."""
    for items in bills(person):
        run(rng, county, person, items)
    for item in person.items:
        if item.schedule == "one-off":
            one_off(rng, county, person, item)
        else:
            past_the_end(rng, county, person, item)


def kept(county: County, person: Person, lines: list[Line]) -> list[Line]:
    """The lines of one act, or none if part of it falls in a pause by accident or after the last day."""
    for line in lines:
        if line.date > county.last_day or line.date < FIRST_DAY:
            return []
        kind = person.paused(line.date) or person.paused(line.bought or line.date)
        if (
            kind in ("", "away")
            or line.type == "payment outside the plan or in a pause"
            or line.pence > 0
        ):
            continue
        if line.type != "late payment" or "W/E" not in line.text.upper():
            return []
        line.also_ok.append("R21")
    return lines
