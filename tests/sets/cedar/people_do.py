"""What people do with their bills: pay, pay late, twice, in parts, round up, slip a key."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from . import slips
from .bills import Bill, bills
from .days import FIRST_DAY, prev_working, quiet_days_ahead
from .fair import splits
from .model import Item, Line, Person
from .pay import Pay, Writer

CHANCES = {
    "late": 2.4,
    "several": 1.7,
    "part": 1.3,
    "fewer": 4.2,
    "credit": 17.0,
    "refund": 1.3,
    "two refunds": 0.9,
    "twice": 1.7,
    "mistyped": 3.6,
    "round": 2.4,
    "dearer": 1.4,
    "more": 1.3,
    "earlier": 0.8,
}


class Payer:
    """One person paying one stream of bills over the year."""

    def __init__(self, person: Person, writer: Writer, stop: date) -> None:
        self.person, self.writer, self.stop, self.rng = person, writer, stop, person.rng
        self.slack = 0
        self.groups = 0
        self.calm = 1

    def run(self, stream: list[Item]) -> None:
        """All payments of a stream."""
        if stream[0].schedule == "one-off":
            from .stays import one_off

            one_off(self, stream[0])
            return
        due = bills(self.rng, stream, self.stop)
        number = 0
        self.slack, self.calm = 0, 1
        while number < len(due):
            if stream[0].invoice:
                for item in stream:
                    item.invoice += self.rng.choice([1, 7, 13, 24])
            number += self.one(stream, due, number)

    def one(self, stream: list[Item], due: list[Bill], number: int) -> int:
        """Pay the next bill, perhaps oddly; how many bills that took."""
        bill, rng = due[number], self.rng
        left = len(due) - number
        gap = (due[number + 1].due - bill.due).days if left > 1 else 14
        if bill.over:
            self.emit(
                bill,
                rule="R3",
                matchable=False,
                may_claim=True,
                points=1,
                type="price change in the period",
                label="exception",
                why="the supplier charges more than agreed; the plan does not yet know the new price",
            )
            return 1
        if self.special(stream, bill):
            return 1
        if (
            bill.due != bill.first
            and quiet_days_ahead(bill.due)
            and stream[0].channel in ("FPO", "CARD")
            and not bill.repeat
            and rng.random() < 0.55
        ):
            return self.early(bill)
        self.calm -= 1
        if self.calm < 0 and rng.random() < self.person.messy:
            event = slips.choose(rng, CHANCES, stream, bill, gap, left)
            if event:
                self.calm = 2
                return slips.DO[event](self, stream, due, number, gap)
        self.plain(stream, bill)
        return 1

    def special(self, stream: list[Item], bill: Bill) -> bool:
        """Streams with their own way: any supplier, miles, bundles, several items."""
        head = stream[0]
        if len(stream) == 2 and stream[1].kind == "mileage":
            self.with_miles(stream, bill)
            return True
        if len(bill.parts) > 1:
            self.together(head, bill)
            return True
        return False

    def plain(self, stream: list[Item], bill: Bill) -> None:
        """The sum as due, perhaps at the old price by a standing order."""
        head = bill.parts[0][0]
        if head.channel == "SO" and bill.changed and len(bill.parts) == 1 and not head.times:
            before = head.price_on(head.changes[0][0] - timedelta(days=1))
            noticed = head.changes[0][0] + timedelta(days=Random(head.id).choice([5, 15, 22, 40]))
            if bill.last < noticed and bill.pence % head.price_on(bill.last) == 0:
                units = bill.pence // head.price_on(bill.last)
                bill.parts = [(head, before * units)]
                self.emit(
                    bill,
                    type="price change in the period",
                    points=1,
                    why="the standing order still pays the agreed units at the price before the change",
                )
                return
        if bill.changed:
            self.emit(bill, type="price change in the period", points=0)
        elif bill.repeat:
            self.emit(bill, type="genuine repeat", points=0)
        elif head.pay_range and head.kind == "pa":
            self.emit(bill, type="varying pay", points=self.rng.choice([0, 1]))
        else:
            self.emit(bill)

    def emit(
        self,
        bill: Bill,
        day: date | None = None,
        parts: list[tuple[Item, int]] | None = None,
        **more: object,
    ) -> Line | None:
        """One payment of a bill; none outside the window."""
        when = day or bill.due + timedelta(
            days=self.rng.choice([0, 0, 0, 0, 1, -1])
            if not bill.repeat and bill.first != bill.last
            else 0
        )
        if not FIRST_DAY <= when <= self.stop - timedelta(days=4):
            return None
        pay = Pay(when, list(parts or bill.parts), period_end=bill.last, **more)  # type: ignore[arg-type]
        head = pay.parts[0][0]
        if head.payee is None:
            pay.payee = self.some_supplier(head)
            pay.points += 1
            if pay.type in ("", "plain payment with bank words"):
                pay.why = (
                    pay.why or "the plan lets any supplier of this need be paid at the agreed price"
                )
        return self.writer.pay(pay)

    def some_supplier(self, item: Item) -> object:
        """One of three suppliers of the need whom the person uses."""
        pool = [
            p for p in self.all_payees[item.kind] if p not in [i.payee for i in self.person.items]
        ]
        own = Random(item.id + item.kind)
        return self.rng.choice(own.sample(pool, min(3, len(pool))))

    all_payees: dict[str, list] = {}

    def early(self, bill: Bill) -> int:
        """Paid some days before because a holiday comes."""
        day = prev_working(bill.due - timedelta(days=self.rng.randint(2, 5)))
        self.emit(
            bill,
            day,
            type="early payment before a holiday",
            points=self.rng.choice([0, 1, 1]),
            ref=self.rng.choice([None, None, "EARLY", "BANK HOL", "PAID EARLY X"]),
            why="this period's bill, paid some days before the bank holiday",
        )
        return 1

    def with_miles(self, stream: list[Item], bill: Bill) -> None:
        """Wages, and in some weeks the miles with them."""
        wage = next((p for i, p in bill.parts if i is stream[0]), 0)
        if not wage:
            return
        if self.rng.random() < 0.45:
            bill.parts = [(stream[0], wage)]
            self.emit(bill)
            return
        miles = self.rng.randint(max(stream[1].units // 3, 4), stream[1].units)
        bill.parts = [(stream[0], wage), (stream[1], miles * 45)]
        ref = self.rng.choice(
            [None, f"WAGES + {miles} MILES", f"PAY AND {miles}M", "WAGES + PETROL", "INC MILEAGE"]
        )
        self.emit(bill, type="wages with mileage", points=self.rng.choice([0, 1, 1, 2]), ref=ref)

    def together(self, head: Item, bill: Bill) -> None:
        """A bundle of wages, or several items of one supplier, in one sum."""
        rng, kind = self.rng, "payroll bundle" if head.bundle else "one payment over several items"
        loose = rng.random() if head.channel not in ("SO", "DD") else 0.5
        if loose < 0.10 and not bill.changed:
            short = rng.choice([i for i, _ in bill.parts])
            units = rng.randint(1, max(short.units // 3, 1))
            parts = [
                (i, p - units * i.price_on(bill.last) if i is short else p) for i, p in bill.parts
            ]
            parts = [(i, p) for i, p in parts if p > 0]
            total = sum(p for _, p in parts)
            ways = list(splits(bill.parts, total, bill.last))
            if loose < 0.03:
                self.emit(
                    bill,
                    type=kind,
                    points=3,
                    matchable=False,
                    keep_items=False,
                    label="exception",
                    pence=bill.pence - rng.randint(3, 39) * 25 - 5,
                    candidates=[],
                    why="less than the joint bill by a sum that no item's price explains",
                )
                return
            if all(p == i.units * i.price_on(bill.last) for i, p in bill.parts) and len(parts) > 1:
                self.short(bill, parts, ways, kind, units)
                return
        if (
            loose > 0.94
            and len(bill.parts) == 2
            and not head.bundle
            and bill.parts[0][1] != bill.parts[1][1]
        ):
            for item, pence in list(bill.parts):
                self.emit(
                    bill,
                    parts=[(item, pence)],
                    why="this item of the supplier alone, at its agreed sum",
                    points=1,
                )
            return
        self.emit(bill, type=kind, points=rng.choice([0, 0, 1]) + (1 if bill.changed else 0))

    def short(
        self,
        bill: Bill,
        parts: list[tuple[Item, int]],
        ways: list[list[tuple[Item, int]]],
        kind: str,
        units: int,
    ) -> None:
        """A joint bill with fewer units of one item: known if only one item explains the gap."""
        if len(ways) == 1:
            self.emit(
                bill,
                parts=parts,
                type=kind,
                points=2,
                why=f"{units} fewer unit(s) of one item; no other item's price explains the gap",
            )
        else:
            self.emit(
                bill,
                parts=parts,
                type=kind,
                points=3,
                matchable=False,
                keep_items=False,
                label="exception",
                candidates=ways,
                rule="",
                pence=sum(p for _, p in parts),
                why="the sum is short, and more than one item could be the one with fewer units",
            )

    def group(self) -> str:
        """A name for the parts of one bill."""
        self.groups += 1
        return f"{self.person.id}-{self.writer.person.items[0].id}-G{len(self.writer.said_before)}{self.groups}{self.rng.randint(100, 999)}"
