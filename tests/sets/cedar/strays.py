"""Lines where evidence stands against them: another's bill, a pause, the same need met elsewhere."""

from __future__ import annotations

from datetime import date, timedelta

from .days import FIRST_DAY
from .fair import rank
from .model import Item, Payee, Person
from .pay import Pay, Writer
from .say import could_be

PAUSE = "payment outside the plan or in a pause"


def full(item: Item, day: date) -> int:
    """The planned sum of a period of an item on a day."""
    if item.times and not item.per_visit and item.recent:
        return item.recent[-1]
    return item.price_on(day) * (1 if item.per_visit else item.units)


def simple(person: Person, day: date) -> list[Item]:
    """Items of short periods with one payee that are paid alone and were due before a day."""
    return [
        s[0]
        for s in person.streams
        if len(s) == 1
        and s[0].payee
        and s[0].schedule in ("weekly", "fortnightly")
        and not s[0].pay_range
        and s[0].start + timedelta(days=21) < day
    ]


def pauses(writer: Writer, stop: date) -> None:
    """Money that goes out in a hospital stay, a suspension, after an end or a death."""
    person, rng = writer.person, writer.rng
    for kind, begin, end in person.events:
        if kind in ("hospital", "suspended"):
            for item in rng.sample(
                simple(person, begin), min(len(simple(person, begin)), rng.choice([3, 3, 4]))
            ):
                step = 14 if item.schedule == "weekly" else 24
                last = min(end or stop, stop - timedelta(days=6))
                if begin + timedelta(days=step) <= last and (item.end is None or item.end > last):
                    outside(
                        writer,
                        item,
                        begin + timedelta(days=rng.randint(step, max((last - begin).days, step))),
                        f"paid in a time of '{kind}', when nothing was due and all before was paid",
                        True,
                    )
        if kind in ("died", "moved"):
            for stream in person.streams:
                item = stream[0]
                if (
                    len(stream) == 1
                    and item.payee
                    and item.channel in ("DD", "SO")
                    and item.schedule != "one-off"
                    and not item.pay_range
                    and not item.end
                ):
                    for n in range(rng.choice([1, 2, 3])):
                        step = 31 if item.schedule in ("monthly", "4-weekly") else 14
                        outside(
                            writer,
                            item,
                            begin + timedelta(days=24 + step * n),
                            "the person "
                            + ("had died" if kind == "died" else "had moved away")
                            + "; the payment ran on",
                            False,
                        )
    for item in simple(person, stop):
        if item.end and not person.away_on(item.end + timedelta(days=20)):
            for n in range(rng.choice([1, 2, 2])):
                outside(
                    writer,
                    item,
                    item.end + timedelta(days=rng.randint(18, 24) + 14 * n),
                    "the plan's line had ended and its periods were paid",
                    True,
                )


def open_before(writer: Writer, item: Item, day: date) -> bool:
    """Whether something of the item was still open around a day, so that a payment then could be for it."""
    odd = (
        "late payment",
        "several periods at once",
        "part payment",
        "fewer units than planned",
        "mistyped amount",
        "net of credit note",
    )
    return any(
        ln.type in odd
        and any(i is item for i, _ in ln.items)
        and day - timedelta(days=60) <= ln.date <= day + timedelta(days=75)
        for a in writer.person.accounts
        for ln in a.lines
    )


def outside(writer: Writer, item: Item, day: date, why: str, known: bool) -> None:
    """One payment for which nothing was due."""
    if (
        not FIRST_DAY < day < date.max
        or day > writer.stop - timedelta(days=5)
        or (known and open_before(writer, item, day))
    ):
        return
    if (
        known
        and item.end
        and any(
            i is not item and i.payee is item.payee and rank(i, full(item, item.end), day) >= 2
            for i in writer.person.items
        )
    ):
        return
    line = writer.pay(
        Pay(
            day,
            [(item, full(item, min(day, item.end or day)))],
            type=PAUSE,
            rule="R21",
            also=["R1"] if item.end else [],
            matchable=False,
            may_claim=known,
            label="exception",
            why=why,
            keep_items=known,
            points=0,
        )
    )
    line.anchor = line.after_all_paid = True
    line.pence = -full(item, min(day, item.end or day))


def wrong_bill(writer: Writer, people: list[Person], stop: date) -> None:
    """A bill of someone else, of the household or of the same supplier, paid from this account."""
    person, rng = writer.person, writer.rng
    mates = [p for p in people if p.house == person.house and p is not person]
    mine = list(dict.fromkeys(i.payee for i in person.items))
    theirs = [
        i for m in mates for i in m.items if usable(i) and (i.payee not in mine or i.reference)
    ]
    shared = [
        i
        for p in mine
        if p and not p.human
        for i in p.clients
        if i.person is not person and i.reference and usable(i)
    ]
    for _ in range(rng.choice([0, 1, 1, 1])):
        pool = theirs if theirs and rng.random() < 0.6 else shared
        if not pool:
            continue
        item = rng.choice(pool)
        day = max(item.start, FIRST_DAY) + timedelta(days=rng.randint(20, 300))
        if day > stop - timedelta(days=5) or person.away_on(day) or (item.end and day > item.end):
            continue
        pence = full(item, day)
        known = item.payee in mine
        ref = (
            item.reference
            if item.reference and (known or rng.random() < 0.6)
            else rng.choice(
                [
                    item.person.first.upper(),
                    f"FOR {item.person.first.upper()}",
                    "CARE",
                    item.person.first.upper() + " CARE",
                ]
            )
        )
        if not known and any(
            could_be(item.payee.legal[:n], p)
            or (
                item.payee.human and p.human and item.payee.legal.split()[-1] == p.legal.split()[-1]
            )
            for p in mine
            if p
            for n in (12, 14, 18)
        ):
            continue
        same_need = not known and any(i.kind == item.kind for i in person.items)
        if any(i.payee is None and i.kind == item.kind for i in person.items):
            continue
        line = writer.pay(
            Pay(
                day,
                [(item, pence)],
                type="wrong person's bill",
                rule="R1",
                also=["R2", "R13", "R4", "R3"] if known else (["R2"] if same_need else []),
                matchable=False,
                label="exception",
                keep_items=False,
                pence=pence,
                ref=ref,
                channel="FPO",
                payee=item.payee,
                points=1,
                why="the reference is another person's at this supplier"
                if known
                else "this supplier is in the plan of someone else of the household, not in this one",
            )
        )
        line.anchor = True


def usable(item: Item) -> bool:
    """Whether another person could plausibly pay this item's bill by hand."""
    return (
        bool(item.payee)
        and not item.via
        and item.kind not in ("tax", "pension", "mileage", "equipment", "respite")
        and item.channel != "DD"
        and not item.pay_range
    )


def elsewhere(writer: Writer, by_kind: dict[str, list[Payee]], stop: date) -> None:
    """The same need bought from a supplier who is not in the plan, if can be a near-namesake."""
    person, rng = writer.person, writer.rng
    mine = [i.payee for i in person.items if i.payee]
    pool = [
        i
        for i in person.items
        if i.payee
        and not i.payee.human
        and not i.bundle
        and i.kind in by_kind
        and i.kind not in ("tax", "pension", "alarm", "bureau", "equipment")
        and i.payee.kind == i.kind
    ]
    for _ in range(rng.choice([0, 0, 1, 1])):
        if not pool:
            return
        item = rng.choice(pool)
        if any(i.payee is None and i.kind == item.kind for i in person.items):
            continue
        others = [p for p in by_kind[item.kind] if p not in mine]
        near = [p for p in others if p.legal.split()[0] == item.payee.legal.split()[0]]  # type: ignore[union-attr]
        other = rng.choice(near) if near and rng.random() < 0.7 else rng.choice(others)
        day = max(item.start, FIRST_DAY) + timedelta(days=rng.randint(15, 300))
        if day > min(item.end or stop, stop) - timedelta(days=5) or person.away_on(day):
            continue
        if any(could_be(other.legal[:n], p) for p in mine for n in (12, 14, 18)) or any(
            could_be(t, p) for p in mine for t in other.trading
        ):
            continue
        pence = full(item, day)
        writer.pay(
            Pay(
                day,
                [(item, pence)],
                type="off-plan spending",
                rule="R2",
                also=["R1"],
                matchable=False,
                label="exception",
                keep_items=False,
                pence=pence,
                payee=other,
                channel="CARD" if other.descriptor and rng.random() < 0.5 else "FPO",
                ref=rng.choice(["", "COVER", "HOLIDAY COVER", f"INV {rng.randint(20, 900)}"]),
                points=1,
                why="a supplier who is not in the plan, for a need that is",
            )
        ).anchor = True
