"""What people do with a bill: pay it, late, early, in halves, twice, wrongly, or have it back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from .banks import Pen, free_reference, write
from .model import BANK_HOLIDAYS, Item, Line, Payee, Person
from .plans import County
from .refunds import give_back
from .truth import Part, payment


@dataclass
class Bill:
    """What is due on one day: the items paid together, to whom."""

    rng: Random
    county: County
    person: Person
    items: list[Item]
    payee: Payee
    due: date
    gap: int

    @property
    def first(self) -> Item:
        """The item that says how it is paid."""
        return self.items[0]

    def parts(self, day: date | None = None) -> list[Part]:
        """Every item in full, at the price of the day."""
        return [(item, self.sum_of(item, day or self.due)) for item in self.items]

    def sum_of(self, item: Item, day: date) -> int:
        """One period of an item: wages vary in their range, bank holidays cost more."""
        if item.pay_range:
            return self.rng.randrange(item.pay_range[0], item.pay_range[1] + 1)
        return item.holiday_due(day) or item.due(day)

    def pen(self, day: date, ref: str | None = None, way: str = "", clear: bool = False) -> Pen:
        """The bill's words on a day."""
        return write(self.rng, self.person, self.first, self.payee, day, ref, way, clear)

    def group(self, word: str) -> str:
        """A name for lines that belong together."""
        return f"{self.person.id}-{self.first.id}-{word}-{self.due:%y%m%d}"


def after(day: date, days: int) -> date:
    """So many days on."""
    return day + timedelta(days=days)


def plain(bill: Bill) -> list[Line]:
    """Paid as agreed, about the day."""
    shift = bill.rng.choice([0, 0, 0, 0, 1, -1]) if bill.first.way != "so" else 0
    parts = bill.parts()
    special = ""
    if len(parts) > 1:
        special = "one payment over several items"
        special = (
            "payroll bundle"
            if bill.first.bundle
            else "wages with mileage"
            if bill.items[1].kind == "mileage"
            else special
        )
    elif bill.first.kind == "pa" and (
        bill.first.pay_range or parts[0][1] != bill.first.due(bill.due)
    ):
        special = "varying pay"
    elif any(
        timedelta(0) <= bill.due - since < timedelta(days=2 * bill.gap)
        for since, _ in bill.first.changes
    ):
        special = "price change in the period"
    return [
        payment(
            bill.person,
            bill.pen(after(bill.due, shift)),
            bill.payee,
            parts,
            "one period as agreed",
            special,
        )
    ]


def old_price(bill: Bill) -> list[Line]:
    """A standing order that still pays the price of before."""
    item = bill.first
    pence = item.due(bill.due - timedelta(days=75))
    return [
        payment(
            bill.person,
            bill.pen(bill.due),
            bill.payee,
            [(item, pence)],
            "the price agreed before the change",
            "price change in the period",
        )
    ]


def rounded(bill: Bill) -> list[Line]:
    """Rounded up to a whole sum, inside the agreed tolerance."""
    item, due = bill.first, bill.first.due(bill.due)
    pence = next(
        (
            top
            for step in (1000, 500, 100)
            if due < (top := -(-due // step) * step) <= due * (100 + item.tolerance) // 100
        ),
        due,
    )
    return [
        payment(
            bill.person,
            bill.pen(bill.due, clear=True),
            bill.payee,
            [(item, pence)],
            "rounded up inside the tolerance",
        )
    ]


def late(bill: Bill) -> list[Line]:
    """Paid some days after the day, before or beside the next."""
    day = after(bill.due, bill.rng.randrange(3, 11 if bill.gap < 28 else 15))
    ref = bill.rng.choice(
        [
            None,
            None,
            f"W/E {bill.due:%d} {bill.due:%b}".upper(),
            "sorry late",
            f"{bill.due:%d/%m} late",
        ]
    )
    return [
        payment(
            bill.person,
            bill.pen(day, ref),
            bill.payee,
            bill.parts(),
            f"due {bill.due:%d %b}, paid late",
            "late payment",
        )
    ]


def early(bill: Bill) -> list[Line]:
    """Paid before a holiday."""
    ref = bill.rng.choice(
        [
            None,
            "EARLY HOLS",
            f"WK OF {bill.due:%d} {bill.due:%b}".upper(),
            "before bank hol",
            "happy hols x",
        ]
    )
    pen = bill.pen(after(bill.due, -bill.rng.randrange(2, 5)), ref)
    silent = ref is None or bill.first.way in ("card", "agg")
    made = payment(
        bill.person,
        pen,
        bill.payee,
        bill.parts(),
        "the period's sum some days before a holiday",
        "early payment before a holiday",
        also=("R13",) if silent else (),
    )
    made.difficulty = "ambiguous" if silent else made.difficulty
    return [made]


def fewer(bill: Bill) -> list[Line]:
    """Fewer units than planned, at the agreed price."""
    item = max(bill.items, key=lambda one: (one.kind == "mileage", one.units))
    if item.units < 2 or item.pay_range:
        return plain(bill)
    units = bill.rng.randrange(max(1, item.units // 2), item.units)
    if item.kind == "mileage":
        units = bill.rng.randrange(3, item.units)
    parts = [
        (one, one.price_at(bill.due) * units if one is item else one.due(bill.due))
        for one in bill.items
    ]
    words = None if bill.rng.random() < 0.6 else f"{units} {item.unit}s"
    if item.kind == "mileage":
        special, words = (
            "wages with mileage",
            bill.rng.choice([None, "wages and miles", f"WAGES + {units}M", "pay + petrol"]),
        )
    else:
        special = "fewer units than planned"
    return [
        payment(
            bill.person,
            bill.pen(bill.due, words),
            bill.payee,
            parts,
            f"{units} of {item.units} {item.unit}s",
            special,
            told=bool(words) and len(bill.items) == 1,
        )
    ]


def several(bill: Bill, owed: int) -> list[Line]:
    """The periods missed before and this one in one sum."""
    item = bill.first
    ref = bill.rng.choice(
        [None, f"{owed + 1} WKS" if bill.gap == 7 else "2 INVS", "catch up", "WITH LAST TIME"]
    )
    return [
        payment(
            bill.person,
            bill.pen(bill.due, ref),
            bill.payee,
            [(item, item.due(bill.due) * (owed + 1))],
            f"{owed + 1} periods, {owed} of them unpaid before",
            "several periods at once",
        )
    ]


def halves(bill: Bill) -> list[Line]:
    """Half now, the rest some days later."""
    item, total = bill.first, bill.first.due(bill.due)
    one = bill.rng.choice(
        [total // 2, total // 2, total * 3 // 5, min(total - 100, max(1000, total // 2000 * 1000))]
    )
    if one <= 0 or one >= total:
        return plain(bill)
    words = bill.rng.choice(
        [
            ("PART PAYMENT", "REST"),
            ("half now", "other half"),
            (None, None),
            ("1 OF 2", "2 OF 2"),
            ("part", "balance"),
        ]
    )
    group, made = bill.group("part"), []
    for turn, pence in enumerate((one, total - one)):
        pen = bill.pen(after(bill.due, turn * bill.rng.randrange(2, 6)), words[turn])
        made.append(
            payment(
                bill.person,
                pen,
                bill.payee,
                [(item, pence)],
                f"part {turn + 1} of {total} pence",
                "part payment",
                told=bool(words[0]),
                group=group,
            )
        )
        if not words[0] or bill.first.way in ("card", "agg"):
            made[-1].difficulty = "ambiguous"
    return made


def net_of_credit(bill: Bill) -> list[Line]:
    """An invoice less the supplier's credit note."""
    item, rng = bill.first, bill.rng
    if item.kind in ("pa", "mileage"):
        return fewer(bill)
    credit = (
        item.price_at(bill.due) * rng.randrange(1, max(2, item.units // 3 + 1))
        if rng.random() < 0.6
        else rng.randrange(500, 3000, 25)
    )
    if credit >= item.due(bill.due) * 2 // 3:
        return plain(bill)
    number, note = rng.randrange(1000, 9999), rng.randrange(1, 99)
    ref = rng.choice(
        [
            f"INV {number} LESS CN{note}",
            f"{number} LESS CN {note}",
            f"INV{number}-CN{note}",
            f"{number} NET OF CREDIT",
        ]
    )
    pen = bill.pen(
        bill.due, ref, "fp" if bill.first.way in ("dd", "gc", "so", "card", "agg") else ""
    )
    return [
        payment(
            bill.person,
            pen,
            bill.payee,
            [(item, item.due(bill.due) - credit)],
            f"the period less a credit of {credit} pence",
            "net of credit note",
            told=True,
        )
    ]


def too_many(bill: Bill) -> list[Line]:
    """More units than the period holds."""
    item = bill.first
    units = item.units + bill.rng.choice([1, 1, 2]) + (item.units // 10 if item.tolerance else 0)
    pen = bill.pen(bill.due, clear=True)
    return [
        payment(
            bill.person,
            pen,
            bill.payee,
            [(item, item.price_at(bill.due) * units)],
            f"{units} {item.unit}s where {item.units} are agreed",
            rule="R4",
            also=("R3",),
            against=True,
        )
    ]


def over_price(bill: Bill) -> list[Line]:
    """A dearer price that nobody agreed."""
    item = bill.first
    price = item.price_at(bill.due)
    dearer = price + max(10, round(price * bill.rng.choice([0.08, 0.1, 0.12, 0.15]) / 5) * 5)
    pen = bill.pen(bill.due, clear=True)
    return [
        payment(
            bill.person,
            pen,
            bill.payee,
            [(item, dearer * item.units)],
            f"{dearer} a {item.unit}, {price} agreed",
            "price change in the period",
            "R3",
            ("R4",),
            against=True,
        )
    ]


def paid_twice(bill: Bill) -> list[Line]:
    """Once as agreed and once more by mistake."""
    ref = free_reference(bill.rng, bill.person, bill.first, bill.due)
    parts = bill.parts()
    pen = bill.pen(bill.due, ref, clear=True)
    special = "one payment over several items" if len(parts) > 1 else ""
    right = payment(bill.person, pen, bill.payee, parts, "one period as agreed", special)
    if not right.matchable:
        return [right]
    again = bill.pen(
        after(
            bill.due,
            bill.rng.choice([0, 0, 1] if bill.first.way in ("card", "agg") else [0, 0, 1, 2, 3]),
        ),
        ref,
        clear=True,
    )
    twice = payment(
        bill.person, again, bill.payee, parts, "", "duplicate payment", "R13", ("R4",), against=True
    )
    twice.items, twice.may_claim, twice.candidates, twice.difficulty = (
        [],
        False,
        [item.id for item in bill.items],
        "hard",
    )
    twice.why = f"this bill was paid on {right.date:%d %b}; the same sum to the same payee again"
    right.linked = twice.linked = True
    return [right, twice]


def slipped(bill: Bill) -> list[Line]:
    """The right payee, two digits changed places or a key slipped."""
    item, due, rng = bill.first, bill.first.due(bill.due), bill.rng
    digits = str(due)
    options = [
        int(digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :])
        for at in range(len(digits) - 1)
        if digits[at + 1] != "0"
    ]
    options += [due * 10] if due < 9000 else []
    price = item.price_at(bill.due)
    good = [
        pence
        for pence in options
        if pence > due * 0.4
        and pence != due
        and pence % price
        and abs(pence - due) * 100 > due * item.tolerance
    ]
    higher = [pence for pence in good if pence > due * (100 + item.tolerance) / 100]
    if not good or (not higher and rng.random() < 0.5):
        return plain(bill)
    pence = rng.choice(higher or good)
    made = payment(
        bill.person,
        bill.pen(bill.due, clear=True),
        bill.payee,
        [(item, pence)],
        "",
        "mistyped amount",
        "R3" if pence > due else "",
        ("R4",) if pence > due else ("R3",),
        against=True,
    )
    if made.label != "exception":
        return plain(bill)
    made.why = f"{pence} where {due} are due: digits slipped, a person must ask"
    made.items, made.may_claim, made.candidates = [], False, [item.id]
    return [made]


def neighbours(bill: Bill) -> list[Line]:
    """Besides the own bill, one with another person's number on it."""
    others = [
        item
        for item in bill.county.with_reference
        if item.person != bill.person.id and item.payee and item.way != "gc" and not item.paid_via
    ]
    same = [
        item
        for item in others
        if item.payee is bill.payee and item.reference != bill.first.reference
    ]
    other = bill.rng.choice(same if same and bill.rng.random() < 0.75 else others)
    day = after(bill.due, bill.rng.randrange(-2, 6))
    name = bill.county.surnames[other.person]
    ref = bill.rng.choice(
        [
            str(other.reference),
            str(other.reference),
            f"{other.reference} {name}",
            f"{name[:8]} {other.reference}",
        ]
    )
    if str(other.reference) not in ref[:18]:
        ref = str(other.reference)
    pen = write(bill.rng, bill.person, other, other.payee, day, ref, "fp", True)  # type: ignore[arg-type]
    made = Line(
        pen.booked,
        -other.due(day),
        pen.text,
        "exception",
        "wrong person's bill",
        f"reference {other.reference} belongs to another person's bill",
        pen.code,
        "",
        day,
        "hard",
        [],
        "R1",
        ["R2", "R3", "R4", "R13"],
        candidates=[],
    )
    return [*plain(bill), made]


def refunded(bill: Bill, times: int) -> list[Line]:
    """Paid, and given back later in one or two sums."""
    paid = plain(bill)[0]
    paid.linked = True
    return [paid, *give_back(bill.rng, bill.person, bill.payee, bill.first, paid, times)]


def holiday_near(day: date) -> bool:
    """Whether a bank holiday falls on the day or the three after it."""
    return any(after(day, ahead) in BANK_HOLIDAYS for ahead in range(-1, 4))


SINGLE: list[tuple[float, Callable[[Bill], list[Line]]]] = [
    (0.045, late),
    (0.06, fewer),
    (0.022, halves),
    (0.022, net_of_credit),
    (0.007, too_many),
    (0.006, over_price),
    (0.013, paid_twice),
    (0.017, slipped),
    (0.011, neighbours),
    (0.025, lambda bill: refunded(bill, 1)),
    (0.007, lambda bill: refunded(bill, 2)),
]
