"""Trips: there and back on one day, and any taxi of the county."""

from __future__ import annotations

from . import words
from .ledger import Ledger, days, periods, price
from .people import Stream


def trips(ledger: Ledger, stream: Stream) -> None:
    """There and back on the same day, paid each for itself or together."""
    item, rng = stream.items[0], ledger.rng
    owner = ledger.world.owner.get(stream.payee["id"], "")
    for first, _last in periods(item, ledger.end):
        each = price(item, first)
        for day in (first + days(d) for d in stream.days):
            if ledger.event(day) or rng.random() < 0.05:
                continue
            if rng.random() < 0.3:
                ledger.pay(
                    stream,
                    stream.payee,
                    day,
                    [[item["id"], 2 * each]],
                    "",
                    why="there and back in one payment",
                )
                continue
            line = ledger.pay(stream, stream.payee, day, [[item["id"], each]], lag=1)
            again = ledger.pay(
                stream,
                stream.payee,
                day,
                [[item["id"], each]],
                "genuine repeat",
                lag=1,
                why=f"the way back of the same day; the plan holds {item['units_per_period']} trips a week",
            )
            if rng.random() < 0.75:
                again.text = line.text
                again.difficulty = "hard"
            if rng.random() < 0.06 and owner and owner != stream.payee["legal_name"]:
                name = rng.choice(
                    [words.plain(owner), f"{owner[0]} {words.plain(owner.split()[1])}"]
                )
                for each_line in (line, again):
                    each_line.text = rng.choice(words.COLLECTORS[:5]).format(n=name).upper()
                    each_line.type, each_line.matchable, each_line.difficulty, each_line.items = (
                        "payment aggregator",
                        False,
                        "ambiguous",
                        [],
                    )
                    each_line.candidates, each_line.why = (
                        [[[item["id"], each]]],
                        "a driver's own name behind a collector, nowhere in the plan; only the sum fits",
                    )
                    each_line.also_ok = [*each_line.also_ok, "R1"]


def any_payee(ledger: Ledger, stream: Stream) -> None:
    """Any taxi of the county: the need is in the plan, the firm is not."""
    item, rng = stream.items[0], ledger.rng
    mine = {i["payee"] for i in ledger.person.items}
    named = any(i["kind"] == "transport" and i["payee"] for i in ledger.person.items)
    firms = [f for f in ledger.world.by_kind["transport"] if f["id"] not in mine]
    for first, _last in periods(item, ledger.end):
        if rng.random() < 0.5 or ledger.event(first):
            continue
        payee, sum_paid = (
            rng.choice(firms),
            int(item["unit_price_pence"] * rng.uniform(0.82, 1.2)) // 10 * 10,
        )
        want = rng.choice(
            [
                "plain payment with bank words",
                "trading name instead of legal name",
                "card descriptor",
                "payment aggregator",
            ]
        )
        line = ledger.pay(
            stream,
            payee,
            first + days(rng.randrange(6)),
            [[item["id"], sum_paid]],
            "",
            difficulty="hard",
            also_ok=["R2"],
            want=want,
            why=f"a taxi of the county's list; the plan's trips name no firm{' and the other firm is not this' if named else ''}",
        )
        stem = words.plain(payee["legal_name"])[:12]
        if line.type == "name cut short" and any(
            words.plain(f["legal_name"]).startswith(stem) and f["kind"] != "transport"
            for f in ledger.world.payees
        ):
            line.matchable, line.items, line.difficulty, line.candidates = (
                False,
                [],
                "ambiguous",
                [[[item["id"], sum_paid]]],
            )
            line.also_ok, line.why = (
                ["R1", "R2"],
                "cut so short that it may be a firm of another kind",
            )
