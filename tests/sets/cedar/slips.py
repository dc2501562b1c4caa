"""The odd ways of paying one bill, each with what an officer can know."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from .bills import Bill
from .days import quiet_days_ahead
from .fair import rank
from .model import Item, Line

if TYPE_CHECKING:
    from .people_do import Payer


def choose(
    rng: Random, chances: dict[str, float], stream: list[Item], bill: Bill, gap: int, left: int
) -> str:
    """An odd way that this stream and bill allow."""
    head = bill.parts[0][0]
    fixed = head.channel in ("SO", "DD")
    ok = {
        "late": not fixed and 6 < gap < 20 and left > 2 and not bill.repeat and not head.per_visit,
        "several": not fixed and gap < 20 and left > 3 and not head.per_visit,
        "part": not fixed and bill.pence > 4000 and gap > 5 and not head.per_visit,
        "fewer": not fixed and units(head) and head.units > 1,
        "credit": bool(head.invoice) and units(head) and head.units > 2,
        "refund": gives_back(head),
        "two refunds": gives_back(head) and bill.pence > 3000,
        "twice": not alike(head, bill)
        and not any(quiet_days_ahead(bill.due + timedelta(days=n)) for n in range(0, 9))
        and gap > 5
        and not head.per_visit
        and head.payee is not None
        and not head.pay_range,
        "mistyped": head.channel == "FPO"
        and bill.pence > 2000
        and not head.times
        and not head.pay_range,
        "round": not fixed and bool(bill.pence % 100 or bill.pence % 500) and not head.pay_range,
        "dearer": not fixed and units(head) and bool(head.payee) and not bill.repeat,
        "more": not fixed and units(head) and head.units > 1 and not head.per_visit,
        "earlier": not fixed and 6 < gap < 30 and not head.per_visit and not head.pay_range,
    }
    names = [n for n in chances if ok[n] and (not bill.changed or n in ("late", "refund"))]
    return rng.choices(names, [chances[n] for n in names])[0] if names else ""


def alike(item: Item, bill: Bill) -> bool:
    """Whether another item of the same payee would explain the same sum."""
    return any(
        i is not item and i.payee is item.payee and rank(i, bill.pence, bill.due) >= 2
        for i in item.person.items
    )


def gives_back(item: Item) -> bool:
    """Whether the supplier is one who sends money back."""
    return item.kind not in ("tax", "pension") and not (item.payee and item.payee.human)


def units(item: Item) -> bool:
    """Whether the item is paid by whole units at one price."""
    return not item.pay_range and not item.times and item.kind not in ("tax", "pension", "alarm")


def late(payer: Payer, stream: list[Item], due: list[Bill], number: int, gap: int) -> int:
    """One bill is forgotten; the next is paid in time, the forgotten one some days after."""
    bill, after = due[number], due[number + 1]
    payer.plain(stream, after)
    day = after.due + timedelta(days=payer.rng.randint(2, max(gap - 2, 3)))
    payer.emit(
        bill,
        day,
        type="late payment",
        points=payer.rng.choice([1, 1, 2]),
        why="an earlier period was still open; this is its agreed sum, paid late",
    )
    return 2


def several(payer: Payer, stream: list[Item], due: list[Bill], number: int, gap: int) -> int:
    """Two to four bills in one sum."""
    count = min(payer.rng.choice([2, 2, 2, 3, 4]), len(due) - number - 1)
    taken = due[number : number + count]
    head = taken[0].parts[0][0]
    if (
        any(len(b.parts) > 1 or b.over or b.changed for b in taken)
        or (taken[-1].last - taken[0].first).days > 50
    ):
        payer.plain(stream, taken[0])
        return 1
    total = sum(b.pence for b in taken)
    ref = payer.rng.choice(
        [
            None,
            None,
            f"{count} WEEKS" if gap == 7 else None,
            "CATCH UP",
            "INC LAST WEEK" if count == 2 and gap == 7 else None,
        ]
    )
    if payer.rng.random() < 0.25 and gap == 7:
        ref = f"{count} WKS"
    payer.emit(
        taken[-1],
        parts=[(head, total)],
        type="several periods at once",
        points=payer.rng.choice([0, 1, 1, 2]),
        ref=ref,
        why=f"{count} periods still open, in one sum at the agreed price",
    )
    return count


def part(payer: Payer, stream: list[Item], due: list[Bill], number: int, gap: int) -> int:
    """Half now and the rest some days later."""
    bill, rng = due[number], payer.rng
    head, whole = bill.parts[0]
    first = rng.choice(
        [
            whole // 2,
            round(whole * 0.5 / 500) * 500,
            round(whole * rng.uniform(0.4, 0.7) / 1000) * 1000,
        ]
    )
    if not 0 < first < whole:
        first = whole // 2
    group, days = payer.group(), rng.randint(2, min(max(gap - 2, 2), 8))
    told = rng.random() < 0.5
    one = payer.emit(
        bill,
        bill.due,
        parts=[(head, first)],
        type="part payment",
        points=1 if told else 2,
        group=group,
        ref=rng.choice(["PART", "HALF", "1 OF 2", "PART PAYMENT"]) if told else None,
        why="part of the period's sum; the rest follows",
    )
    if one:
        payer.emit(
            bill,
            bill.due + timedelta(days=days),
            parts=[(head, whole - first)],
            type="part payment",
            points=1,
            group=group,
            ref=rng.choice(["REST", "OTHER HALF", "2 OF 2", "BALANCE"]) if told else None,
            why="the rest of the period's sum, to the penny",
        )
    return 1


def fewer(payer: Payer, stream: list[Item], due: list[Bill], number: int, gap: int) -> int:
    """Some units did not happen and are not paid."""
    bill = due[number]
    head, whole = bill.parts[0]
    price = head.price_on(bill.last)
    gone = payer.rng.randint(1, max(min(head.units - 1, head.units // 2), 1))
    if whole % price or whole <= gone * price:
        payer.plain(stream, bill)
        return 1
    payer.slack += gone
    payer.calm = 3
    payer.emit(
        bill,
        parts=[(head, whole - gone * price)],
        type="fewer units than planned",
        points=payer.rng.choice([0, 1, 1]),
        why=f"{whole // price - gone} unit(s) at the agreed price; fewer than planned",
    )
    return 1


def credit(payer: Payer, stream: list[Item], due: list[Bill], number: int, gap: int) -> int:
    """An invoice less a credit note for units that did not happen."""
    bill, rng = due[number], payer.rng
    head, whole = bill.parts[0]
    note = rng.randint(1, max(head.units // 3, 1)) * head.price_on(bill.last)
    if note >= whole:
        payer.plain(stream, bill)
        return 1
    ref = rng.choice(
        ["INV {i} LESS CN{n}", "{i} LESS CN{n}", "INV{i}-CN{n}", "{i} MINUS CREDIT", "NET OF CN{n}"]
    ).format(i=head.invoice, n=rng.randint(2, 99))
    payer.emit(
        bill,
        parts=[(head, whole - note)],
        type="net of credit note",
        points=rng.choice([0, 1, 1, 2]),
        ref=ref,
        channel="FPO",
        why="the period's sum less a credit of whole units, as the reference says",
    )
    return 1


def give_back(
    payer: Payer, bill: Bill, of: Line, pence: int, day: date, kind: str, points: int
) -> Line | None:
    """A refund from the supplier of a line."""
    head = bill.parts[0][0]
    rng = payer.rng
    two = len(payer.person.accounts) == 2
    channel = "REFUND_CARD" if of.card and rng.random() < (0.5 if two else 0.85) else "FPI"
    elsewhere = payer.writer.account_for(channel) is not of.account
    refs = [
        "REFUND",
        "OVERPAYMENT",
        "CREDIT",
        "RFND",
        "REFUND CANCELLED",
        f"CN{rng.randint(2, 99)}",
        head.reference or "REFUND",
    ]
    return payer.emit(
        bill,
        day,
        parts=[(head, -pence)],
        type=kind,
        points=points,
        label="refund",
        refund_of=of,
        channel=channel,
        ref="" if channel == "REFUND_CARD" else rng.choice(refs),
        rule="R15" if elsewhere else "",
        matchable=not elsewhere,
        may_claim=elsewhere,
        also=[""] if elsewhere else [],
        why="money back for what was paid before, but into another account than it was paid from"
        if elsewhere
        else "money back from this supplier for what was paid before",
    )


def refund(payer: Payer, stream: list[Item], due: list[Bill], number: int, gap: int) -> int:
    """Paid in full; part or all comes back."""
    bill, rng = due[number], payer.rng
    head, whole = bill.parts[0]
    line = payer.emit(bill, points=0)
    if not line or not line.matchable or head.payee is None:
        return 1
    price = head.price_on(bill.last)
    back = (
        price * rng.randint(1, max(whole // price - 1, 1))
        if units(head) and whole % price == 0 and rng.random() < 0.65
        else whole
    )
    line.anchor = True
    give_back(
        payer,
        bill,
        line,
        min(back, whole),
        line.date + timedelta(days=rng.randint(3, 40)),
        "refund",
        rng.choice([0, 1, 1]),
    )
    return 1


def two_refunds(payer: Payer, stream: list[Item], due: list[Bill], number: int, gap: int) -> int:
    """Paid in full; it comes back in two sums."""
    bill, rng = due[number], payer.rng
    head, whole = bill.parts[0]
    line = payer.emit(bill, points=0)
    if not line or not line.matchable or head.payee is None:
        return 1
    line.anchor = True
    first = rng.choice([whole // 2, round(whole * rng.uniform(0.3, 0.6) / 100) * 100])
    days = rng.randint(3, 20)
    group = payer.group()
    for sum_, later in ((first, days), (whole - first, days + rng.randint(3, 21))):
        back = give_back(
            payer,
            bill,
            line,
            sum_,
            line.date + timedelta(days=later),
            "refund in two parts",
            rng.choice([1, 1, 2]),
        )
        if back:
            back.group, back.anchor = group, True
    return 1


def twice(payer: Payer, stream: list[Item], due: list[Bill], number: int, gap: int) -> int:
    """The same bill paid again some days later, with nothing open."""
    bill, rng = due[number], payer.rng
    line = payer.emit(bill, points=0)
    if not line or not line.matchable or line.date > bill.due + timedelta(days=4):
        return 1
    again = line.date + timedelta(days=rng.randint(1, 2 if gap < 9 else 6))
    second = payer.emit(
        bill,
        again,
        type="duplicate payment",
        matchable=False,
        keep_items=False,
        label="exception",
        rule="R13",
        pence=bill.pence,
        also=["R4"],
        channel="FPO" if line.code in ("SO", "DD") else {"DEB": "CARD"}.get(line.code, line.code),
        candidates=[],
        why="this period is already paid in full and the next is not due; the same payee and sum again",
    )
    line.anchor = True
    if second:
        second.after_all_paid = second.anchor = True
        payer.calm = 4
        if second.date <= line.date:
            second.date = line.date + timedelta(days=1)
    return 1


def slip(rng: Random, pence: int) -> list[int]:
    """What keys make of a sum: digits swapped, one wrong, one lost, one doubled."""
    text = str(pence)
    found = []
    for n in range(len(text) - 1):
        if text[n] != text[n + 1]:
            found.append(int(text[:n] + text[n + 1] + text[n] + text[n + 2 :]))
    found.append(int(text[:1] + str((int(text[1]) + rng.choice([1, 2, 8])) % 10) + text[2:]))
    found.append(int(text[:-1] + str((int(text[-1]) + rng.choice([1, 9, 5])) % 10)))
    rng.shuffle(found)
    return [f for f in found if pence // 3 < f < pence * 3 and f != pence]


def mistyped(payer: Payer, stream: list[Item], due: list[Bill], number: int, gap: int) -> int:
    """A sum with a slipped key that no reading of the plan explains."""
    bill, person = due[number], payer.person
    head, whole = bill.parts[0]
    near = [i for i in person.items if i.payee is head.payee]
    for wrong in slip(payer.rng, whole):
        if (
            any(rank(i, wrong, bill.due) >= 2 for i in near)
            or abs(wrong - whole) * 100 <= whole * head.tolerance
            or wrong % 500 == 0
        ):
            continue
        price = head.price_on(bill.last)
        if units(head) and any(wrong * 4 % price == 0 for _ in (1,)):
            continue
        above = wrong > whole
        payer.emit(
            bill,
            parts=[(head, wrong)],
            type="mistyped amount",
            matchable=False,
            may_claim=True,
            label="exception",
            rule="R3",
            also=["R4"] if above else [""],
            points=1,
            why="right payee and period, but the digits of the sum slipped: "
            + ("more" if above else "less")
            + " than agreed and no whole number of units",
        )
        return 1
    payer.plain(stream, bill)
    return 1


def round_up(payer: Payer, stream: list[Item], due: list[Bill], number: int, gap: int) -> int:
    """Rounded up to a whole sum: within the item's tolerance it is known, above it is not."""
    bill = due[number]
    head, whole = bill.parts[0]
    step = payer.rng.choice([100, 500, 500, 1000])
    paid = -(-whole // step) * step
    if paid == whole or paid > whole * 1.15 or rank(head, paid, bill.due) >= 2:
        payer.plain(stream, bill)
        return 1
    if (paid - whole) * 100 <= whole * head.tolerance:
        payer.emit(
            bill,
            parts=[(head, paid)],
            points=2,
            why=f"rounded up by {paid - whole}p, within the item's tolerance",
        )
    else:
        payer.emit(
            bill,
            parts=[(head, paid)],
            points=1,
            matchable=False,
            may_claim=True,
            label="exception",
            rule="R3",
            also=["R4"],
            why=f"rounded up by {paid - whole}p, over the item's tolerance",
        )
    return 1


def dearer(payer: Payer, stream: list[Item], due: list[Bill], number: int, gap: int) -> int:
    """The supplier takes more for the unit than agreed."""
    bill = due[number]
    head, whole = bill.parts[0]
    price = head.price_on(bill.last)
    more = round(price * payer.rng.uniform(0.12, 0.25) / 10) * 10
    paid = whole // price * (price + more)
    if whole % price or rank(head, paid, bill.due) >= 2:
        payer.plain(stream, bill)
        return 1
    payer.emit(
        bill,
        parts=[(head, paid)],
        matchable=False,
        may_claim=True,
        label="exception",
        rule="R3",
        also=["R4"],
        points=1,
        why="a price above the agreed one for the planned units",
    )
    return 1


def more(payer: Payer, stream: list[Item], due: list[Bill], number: int, gap: int) -> int:
    """More units than the period's budget holds, with nothing left over from before."""
    bill = due[number]
    head, whole = bill.parts[0]
    price = head.price_on(bill.last)
    extra = payer.rng.randint(max(head.units // 3, 1), max(head.units // 2, 1))
    if payer.slack or whole % price or whole // price < head.units:
        payer.plain(stream, bill)
        return 1
    paid = whole + extra * price
    payer.emit(
        bill,
        parts=[(head, paid)],
        matchable=False,
        may_claim=True,
        label="exception",
        rule="R4",
        also=["R3"],
        points=1,
        why=f"{extra} unit(s) more than the period's budget holds, at the agreed price",
    )
    return 1


def earlier(payer: Payer, stream: list[Item], due: list[Bill], number: int, gap: int) -> int:
    """An ordinary payment with an odd day; the sum is the agreed one."""
    payer.emit(due[number], due[number].due + timedelta(days=payer.rng.randint(2, 4)), points=0)
    return 1


DO: dict[str, Callable[..., int]] = {
    "late": late,
    "several": several,
    "part": part,
    "fewer": fewer,
    "credit": credit,
    "refund": refund,
    "two refunds": two_refunds,
    "twice": twice,
    "mistyped": mistyped,
    "round": round_up,
    "dearer": dearer,
    "more": more,
    "earlier": earlier,
}
