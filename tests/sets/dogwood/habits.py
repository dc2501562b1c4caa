"""Habits with more than one item, or more than one way to read a line."""

from __future__ import annotations

import datetime as dt
import itertools

from . import words
from .ledger import Ledger, cost, days, periods, price
from .people import Stream
from .people_do import paused, two_parts
from .truth import Shares
from .world import HOLIDAYS, START, Day, add_months


def readings(items: list[dict], pence: int, day: Day, fixed: bool = False) -> list[Shares]:
    """All whole-unit ways to make a sum out of items, none above its plan."""
    ranges = [
        [i["units_per_period"]]
        if fixed and i["unit"] == "period"
        else range(i["units_per_period"] + 1)
        for i in items
    ]
    prices = [price(i, day) for i in items]
    found = []
    for units in itertools.product(*ranges[:-1]):
        rest = pence - sum(u * p for u, p in zip(units, prices, strict=False))
        if rest >= 0 and rest % prices[-1] == 0 and rest // prices[-1] in ranges[-1]:
            found.append(
                [
                    [i["id"], u * p]
                    for i, u, p in zip(items, (*units, rest // prices[-1]), prices, strict=False)
                    if u
                ]
            )
    return found


def _judge(found: list[Shares], shares: Shares) -> dict[str, object]:
    """Known when only one reading stands; else open with all of them named."""
    if len(found) == 1:
        return {}
    return {
        "matchable": False,
        "difficulty": "ambiguous",
        "candidates": found[:6],
        "items": [],
        "why": f"{len(found)} ways to make the sum of whole units; none is surer",
    }


def _pay(
    ledger: Ledger,
    stream: Stream,
    payee: dict,
    day: Day,
    shares: Shares,
    kind: str,
    verdict: dict[str, object],
    **more: object,
) -> None:
    """Pay, then lay the verdict over the line."""
    line = ledger.pay(stream, payee, day, shares, kind, **more)
    for key, value in verdict.items():
        setattr(line, key, value)
    if not line.matchable and line.rule == "R20":
        line.may_claim = False


def twins(ledger: Ledger, stream: Stream) -> None:
    """Two helpers of one surname and initial, each paid every week."""
    rng, (one, two) = ledger.rng, stream.items
    payees = {
        i["id"]: next(p for p in ledger.world.payees if p["id"] == i["payee"]) for i in stream.items
    }
    lag = rng.randrange(0, 4)
    for first, last in periods(one, ledger.end):
        if paused(ledger, last, first, last):
            continue
        way = rng.choices(["initial", "full", "account", "late"], [0.52, 0.28, 0.17, 0.03])[0]
        given = {
            i["id"]: i["units_per_period"]
            if rng.random() > 0.04
            else max(1, i["units_per_period"] - rng.randrange(1, 3))
            for i in stream.items
        }
        swap = (
            given[one["id"]] <= two["units_per_period"]
            and given[two["id"]] <= one["units_per_period"]
        )
        for item in stream.items:
            payee, each, units = payees[item["id"]], price(item, first), given[item["id"]]
            short = units < item["units_per_period"]
            shares, when = (
                [[item["id"], units * each]],
                last + days(lag + (rng.randrange(8, 15) if way == "late" else 0)),
            )
            kind = "fewer units than planned" if short else "late payment" if way == "late" else ""
            ref = words.reference(rng, when, ledger.person.name, True)
            if way == "account":
                ledger.pay(stream, payee, when, shares, kind, want="account number only", ref=ref)
                continue
            name = words.personal(rng, payee["legal_name"], way != "initial")
            text = rng.choice(
                [
                    "FASTER PAYMENT TO {} REF {}",
                    "{} {}",
                    "BP {} {}",
                    "TO {} {}",
                    "PAY {} {}",
                    "SENT TO {} REF {}",
                    "{1} {0}",
                    "FPO {} {}",
                ]
            ).format(name, ref)
            verdict: dict[str, object] = {
                "difficulty": "hard" if way == "late" or short else "plain",
                "why": f"first name tells the two helpers apart ({payee['legal_name']})",
            }
            if way == "initial" and swap:
                verdict = {
                    "matchable": False,
                    "difficulty": "ambiguous",
                    "items": [],
                    "candidates": [[[i["id"], units * each]] for i in stream.items],
                    "why": f"initial and surname stand for {payees[one['id']]['legal_name']} and {payees[two['id']]['legal_name']}; the week's two sums fit either way round",
                }
            elif way == "initial":
                verdict = {
                    "difficulty": "ambiguous",
                    "why": "two helpers share initial and surname; the week's two sums fit one way round only",
                }
            _pay(
                ledger,
                stream,
                payee,
                when,
                shares,
                kind or ("name cut short" if way == "initial" else "plain payment with bank words"),
                verdict,
                text=text,
            )


def mileage(ledger: Ledger, stream: Stream) -> None:
    """Hours and the miles driven, in one payment."""
    rng, (wage, miles) = ledger.rng, stream.items
    lag = rng.randrange(0, 4)
    for first, last in periods(wage, ledger.end):
        if paused(ledger, last, first, last):
            continue
        hours = (
            wage["units_per_period"]
            if rng.random() > 0.08
            else max(1, wage["units_per_period"] - rng.randrange(1, 4))
        )
        paid, driven = (
            hours * price(wage, first),
            rng.randrange(miles["units_per_period"] // 3, miles["units_per_period"] + 1) * 45,
        )
        if rng.random() < 0.3:
            short = hours < wage["units_per_period"]
            ledger.pay(
                stream,
                stream.payee,
                last + days(lag),
                [[wage["id"], paid]],
                "fewer units than planned" if short else "",
            )
            continue
        shares = [[wage["id"], paid], [miles["id"], driven]]
        verdict = _judge(readings(stream.items, paid + driven, first), shares)
        _pay(
            ledger,
            stream,
            stream.payee,
            last + days(lag),
            shares,
            "wages with mileage",
            verdict,
            ref=rng.choice(
                [
                    "WAGES + MILES",
                    "HRS AND PETROL",
                    "wages & mileage",
                    f"WK {first.isocalendar()[1]}",
                    "PAY INC MILES",
                    "care",
                ]
            ),
            why=f"{hours} hours and {driven // 45} miles at the agreed prices, the only whole numbers that make the sum",
        )


def varying(ledger: Ledger, stream: Stream) -> None:
    """Net pay that moves with hours and tax, within the range of the plan."""
    item, rng = stream.items[0], ledger.rng
    low, high = item["pay_range_pence"]
    for _, last in periods(item, ledger.end):
        ledger.pay(
            stream,
            stream.payee,
            last + days(rng.randrange(-3, 3)),
            [[item["id"], rng.randrange(low, high + 1)]],
            "varying pay",
            why=f"the month's pay, within {low / 100:.2f} to {high / 100:.2f}",
        )


def bundle(ledger: Ledger, stream: Stream) -> None:
    """The bureau takes everything of a pay period in one sum."""
    rng, wages = ledger.rng, [i for i in stream.items if i["kind"] == "pa"]
    lag = rng.randrange(0, 6)
    for first, last in periods(stream.items[0], ledger.end):
        shares = [[i["id"], i["units_per_period"] * price(i, first)] for i in stream.items]
        verdict: dict[str, object] = {}
        why = f"the bundle's {len(shares)} items in full"
        if rng.random() < 0.12:
            item = rng.choice(wages)
            shares[stream.items.index(item)][1] -= rng.randrange(
                1, max(2, item["units_per_period"] // 4)
            ) * price(item, first)
            verdict = _judge(
                readings(
                    sorted(stream.items, key=lambda i: i["unit"] == "hour"),
                    sum(s[1] for s in shares),
                    first,
                    True,
                ),
                shares,
            )
            why = "the bundle with fewer hours for one helper; tax and fee as ever"
        line_more: dict[str, object] = {"ref": stream.reference} if rng.random() < 0.5 else {}
        _pay(
            ledger,
            stream,
            stream.payee,
            last + days(lag),
            shares,
            "payroll bundle",
            verdict,
            why=why,
            **line_more,
        )


def pair(ledger: Ledger, stream: Stream) -> None:
    """Two needs of one firm, in one payment or in two."""
    rng, lag = ledger.rng, ledger.rng.randrange(0, 5)
    for first, last in periods(stream.items[0], ledger.end):
        if paused(ledger, last, first, last):
            continue
        shares = [[i["id"], cost(i, first, last)] for i in stream.items]
        together, short = rng.random() < 0.6, rng.random() < 0.09
        if together and short:
            item = rng.choice(stream.items)
            shares[stream.items.index(item)][1] -= rng.randrange(
                1, max(2, item["units_per_period"] // 2)
            ) * price(item, first)
        when = last + days(lag)
        if together:
            verdict = _judge(readings(stream.items, sum(s[1] for s in shares), first), shares)
            _pay(
                ledger,
                stream,
                stream.payee,
                when,
                shares,
                "one payment over several items",
                verdict,
            )
            continue
        for share in shares:
            _pay(
                ledger,
                stream,
                stream.payee,
                when + days(rng.randrange(0, 2)),
                [share],
                "",
                _judge(readings(stream.items, share[1], first), [share]),
            )


def sessions(ledger: Ledger, stream: Stream) -> None:
    """Two sessions at one price; only the day of purchase tells which was paid."""
    rng = ledger.rng
    for first, last in periods(stream.items[0], ledger.end):
        if paused(ledger, last, first, last):
            continue
        way, each = (
            rng.choices(["dated", "undated", "both"], [0.4, 0.38, 0.22])[0],
            price(stream.items[0], first),
        )
        bought = [first + days(d) for d in stream.days]
        if way == "both":
            ledger.pay(
                stream,
                stream.payee,
                bought[-1],
                [[i["id"], each] for i in stream.items],
                "one payment over several items",
            )
            continue
        booked = bought[-1] + days(1)
        for item, day in zip(stream.items, bought, strict=False):
            want = rng.choice(
                [
                    "plain payment with bank words",
                    "trading name instead of legal name",
                    "card descriptor",
                    "name cut short",
                    "payment aggregator",
                ]
            )
            if way == "dated" and day in HOLIDAYS:
                continue
            if way == "dated":
                _pay(
                    ledger,
                    stream,
                    stream.payee,
                    day,
                    [[item["id"], each]],
                    "",
                    {
                        "difficulty": "hard",
                        "why": f"bought on {day.strftime('%A')}, the day of this session",
                    },
                    dated=True,
                    want=want,
                )
            else:
                _pay(
                    ledger,
                    stream,
                    stream.payee,
                    day,
                    [[item["id"], each]],
                    "",
                    {
                        "matchable": False,
                        "difficulty": "ambiguous",
                        "items": [],
                        "candidates": [[[i["id"], each]] for i in stream.items],
                        "why": "two sessions of one price, booked after both, no day of purchase shown",
                    },
                    dated=False,
                    want=want,
                    lag=(booked - day).days,
                )


def collector(ledger: Ledger, stream: Stream) -> None:
    """A monthly debit, often by a collector, some months without the payee."""
    item, rng = stream.items[0], ledger.rng
    through, day = rng.random() < 0.65, rng.randrange(0, 20)
    prefix = rng.choice(["GOCARDLESS", "GC", "GOCARDLESS LTD"])
    for number, (first, last) in enumerate(periods(item, ledger.end)):
        when, shares = last + days(1 + day), [[item["id"], cost(item, first, last)]]
        change = item["price_changes"][0]["from"] if item["price_changes"] else ""
        fresh = bool(change) and 0 <= (first - Day.fromisoformat(change)).days < 32
        if not through:
            ledger.pay(
                stream, stream.payee, when, shares, "price change in the period" if fresh else ""
            )
            continue
        bare = rng.random() < 0.5 and (item["reference"] or number > 2)
        _, name = ledger.name(stream.payee, "dd")
        text = words.write(
            rng,
            "dd",
            f"{prefix} {'' if bare else name[:18]}".strip(),
            stream.reference,
            when,
            "",
            "",
        )
        if stream.reference not in text:
            text += " " + stream.reference
        ledger.pay(
            stream,
            stream.payee,
            when,
            shares,
            "price change in the period" if fresh else "direct-debit collector",
            text=text,
            difficulty="hard" if bare else "plain",
            why=(
                "the mandate's reference is the plan's"
                if item["reference"]
                else "the mandate is the one of earlier months"
            )
            if bare
            else "collector with payee and mandate",
        )


def collectors(ledger: Ledger, stream: Stream) -> None:
    """Two debits of one price on one day by one collector."""
    rng, day = ledger.rng, ledger.rng.randrange(0, 20)
    payees = [next(p for p in ledger.world.payees if p["id"] == i["payee"]) for i in stream.items]
    for _first, last in periods(stream.items[0], ledger.end):
        alike = len({words.plain(p["legal_name"])[:7] for p in payees}) == 1
        named, when = rng.random() < 0.35 and not alike, last + days(1 + day)
        for item, payee in zip(stream.items, payees, strict=False):
            mark = f"{rng.choice('LMNPQRSTVW')}{rng.choice('XYZ')}{rng.randrange(10**7, 10**8)}"
            name = words.legal(rng, payee["legal_name"])[:18] if named else ""
            text = words.write(rng, "dd", f"GOCARDLESS {name}".strip(), mark, when, "", "")
            each = item["unit_price_pence"]
            verdict: dict[str, object] = (
                {}
                if named
                else {
                    "matchable": False,
                    "difficulty": "ambiguous",
                    "items": [],
                    "candidates": [[[i["id"], each]] for i in stream.items],
                    "why": "a collector without payee, a new mark each month; two items of one price",
                }
            )
            _pay(
                ledger,
                stream,
                payee,
                when,
                [[item["id"], each]],
                "direct-debit collector",
                verdict,
                text=text,
            )


def deposit(ledger: Ledger, stream: Stream) -> None:
    """A part at booking, the balance before the stay; sometimes it is called off."""
    item, rng, mark = stream.items[0], ledger.rng, ledger.group()
    total = item["unit_price_pence"] * item["units_per_period"]
    start = START + dt.timedelta(rng.randrange(8, 290))
    first = rng.choice(
        [total // 4, total // 5, total // 10 * 3, 10000 if total > 24000 else total // 4]
    )
    lines = [
        ledger.pay(
            stream,
            stream.payee,
            start + days(gap),
            [[item["id"], pence]],
            "deposit and balance",
            group=mark,
            ref=rng.choice([stream.reference, word, f"{word} {stream.reference}"]),
            why=f"{word.lower()} of {total / 100:.2f} for the {item['kind']}; both make the whole",
        )
        for pence, gap, word in (
            (first, 0, "DEPOSIT"),
            (total - first, rng.randrange(14, 50), "BALANCE"),
        )
    ]
    if lines[-1].date > add_months(ledger.end, -2) or rng.random() > 0.2:
        return
    when = lines[-1].date + days(rng.randrange(5, 30))
    if rng.random() < 0.6:
        two_parts(ledger, stream, lines[-1], when, item["id"], total - first)
    else:
        ledger.refund(stream, lines[-1], when, [[item["id"], first - total]], "refund")
