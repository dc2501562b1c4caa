"""Stays and purchases: deposit and balance, cancelled stays, things bought once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from .bills import Bill
from .days import FIRST_DAY
from .model import Item

if TYPE_CHECKING:
    from .people_do import Payer


def one_off(payer: Payer, item: Item) -> None:
    """A stay with deposit and balance, or a purchase in one sum."""
    rng, person = payer.rng, payer.person
    total = item.price * item.units
    bill = Bill(item.start, item.end or item.start, item.start, [(item, total)])
    stopped = person.away_on(item.start)
    if stopped in ("died", "moved", "suspended"):
        return
    if item.kind == "equipment" or rng.random() < 0.08:
        payer.emit(
            bill,
            item.start + timedelta(days=rng.randint(0, 12)),
            points=0,
            why="the one-off item in full",
        )
        return
    share = rng.choice([0.2, 0.25, 0.25, 0.3, 0.5])
    deposit = max(round(total * share / 1000) * 1000, 2000)
    booked = max(item.start - timedelta(days=rng.randint(28, 70)), FIRST_DAY + timedelta(days=1))
    group, told = payer.group(), rng.random() < 0.75
    note = (
        rng.choice(
            [
                "DEPOSIT",
                f"DEP {item.start.day:02d}/{item.start.month:02d}",
                "DEPOSIT " + person.last.upper(),
                "BOOKING DEP",
                f"DEPOSIT {item.units} NTS",
            ]
        )
        if told
        else None
    )
    alone = all(
        i is item or i.payee is not item.payee or i.units != item.units for i in person.items
    )
    first = payer.emit(
        bill,
        booked,
        parts=[(item, deposit)],
        type="deposit and balance",
        group=group,
        points=0 if told else 1,
        ref=note,
        sure=bool(note) and ("/" in note or ("NTS" in note and alone)) and item.channel == "FPO",
        channel=item.channel,
        why="the deposit for the stay; the balance follows",
    )
    if first is None:
        return
    first.anchor = True
    if stopped == "hospital" or rng.random() < 0.10:
        cancelled(payer, bill, first, deposit, booked)
        return
    balances(payer, bill, total - deposit, group, told, alone)


def balances(payer: Payer, bill: Bill, rest: int, group: str, told: bool, alone: bool) -> None:
    """The balance, at once or in two instalments."""
    rng, item = payer.rng, bill.parts[0][0]
    due = item.start - timedelta(days=rng.choice([14, 10, 7, 3, 1, -2, -6]))
    sums = [rest]
    if rng.random() < 0.15 and rest > 20000:
        half = round(rest / 2000) * 1000
        sums = [half, rest - half]
    for number, pence in enumerate(sums):
        ref = rng.choice(
            [
                "BALANCE",
                "BAL",
                f"BAL {item.start.day:02d}/{item.start.month:02d}",
                f"BALANCE {payer.person.last.upper()}",
                "FINAL PAYMENT" if number == len(sums) - 1 else "INSTALMENT",
            ]
        )
        line = payer.emit(
            bill,
            due + timedelta(days=number * rng.randint(3, 9)),
            parts=[(item, pence)],
            type="deposit and balance",
            group=group,
            points=0 if told and len(sums) == 1 else rng.choice([1, 1, 2]),
            ref=ref if told else None,
            sure=alone and len(sums) == 1,
            why="the balance of the stay after its deposit",
        )
        if line:
            line.anchor = True


def cancelled(payer: Payer, bill: Bill, first: object, deposit: int, booked: date) -> None:
    """The stay does not happen; the deposit comes back, sometimes in two sums."""
    from .slips import give_back

    rng, item = payer.rng, bill.parts[0][0]
    if not first.matchable:  # type: ignore[attr-defined]
        return
    day = max(item.start - timedelta(days=rng.randint(0, 12)), booked + timedelta(days=4))
    if rng.random() < 0.5:
        give_back(payer, bill, first, deposit, day, "refund", 1)  # type: ignore[arg-type]
        return
    half = deposit // 2
    for pence, later in ((half, 0), (deposit - half, rng.randint(4, 20))):
        give_back(payer, bill, first, pence, day + timedelta(days=later), "refund in two parts", 1)  # type: ignore[arg-type]
