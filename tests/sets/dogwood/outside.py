"""Payments beyond the plan: more units, in a pause, after the end."""

from __future__ import annotations

from .ledger import Ledger, cost, days, price
from .people import Stream
from .world import Day


def more(ledger: Ledger, stream: Stream, pay_day: Day, total: int, owed: tuple[Day, Day]) -> None:
    """More units than the plan holds, at the agreed price."""
    item, rng = stream.items[0], ledger.rng
    units, each = item["units_per_period"], price(item, owed[0])
    if item["unit"] not in ("hour", "trip", "day", "meal") or units < 2:
        ledger.pay(stream, stream.payee, pay_day, [[item["id"], total]])
        return
    given = units + max(1, int(units * rng.uniform(0.15, 0.6)))
    ledger.pay(
        stream,
        stream.payee,
        pay_day,
        [[item["id"], given * each]],
        "payment outside the plan or in a pause",
        label="exception",
        matchable=False,
        may_claim=True,
        rule="R4",
        also_ok=["R3", "R3;R4"],
        difficulty="ambiguous",
        why=f"{given} {item['unit']}s where the plan holds {units} a period",
    )


def outside(ledger: Ledger, stream: Stream, first: Day, last: Day, pay_day: Day) -> None:
    """Now and then the payment goes on while no care is due."""
    event, item = ledger.event(first), stream.items[0]
    if (
        not event
        or event["kind"] == "away"
        or ledger.rng.random() > 0.5
        or not ledger.event(pay_day)
        or ledger.event(pay_day) is not event
    ):
        return
    if (
        (first - Day.fromisoformat(event["from"])).days < 7
        or not ledger.event(last)
        or pay_day.isoformat() > event["to"]
    ):
        return
    ledger.pay(
        stream,
        stream.payee,
        pay_day,
        [[item["id"], cost(item, first, last)]],
        "payment outside the plan or in a pause",
        lag=0,
        label="exception",
        matchable=False,
        may_claim=True,
        rule="R21",
        difficulty="hard",
        why=f"paid during {event['kind']} from {event['from']} to {event['to']} for days without care",
    )


def after_end(ledger: Ledger, stream: Stream) -> None:
    """A payment weeks after the last period was paid and the item ended."""
    item, rng = stream.items[0], ledger.rng
    if rng.random() < 0.85:
        first = Day.fromisoformat(item["end"]) + days(rng.randrange(45, 70))
        full = item["units_per_period"] * price(item, first)
        for again in range(rng.choice([1, 1, 2])):
            ledger.pay(
                stream,
                stream.payee,
                first + days(28 * again),
                [[item["id"], full]],
                "payment outside the plan or in a pause",
                label="exception",
                matchable=False,
                may_claim=True,
                rule="R21",
                also_ok=["R1", "R1;R21"],
                difficulty="hard",
                why=f"the item ended on {item['end']} and all its periods are paid",
            )
