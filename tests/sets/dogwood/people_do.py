"""What people do with one regular item: on time, late, early, in parts, twice, with slips."""

from __future__ import annotations

from . import words
from .ledger import Ledger, cost, days, periods, price
from .outside import after_end, more, outside
from .people import Stream
from .truth import Line, Shares
from .world import HOLIDAYS, Day

EVENTS: list[tuple[str, float]] = [
    ("", 0.713),
    ("late", 0.028),
    ("fewer", 0.046),
    ("part", 0.012),
    ("skip", 0.024),
    ("credit", 0.026),
    ("twice", 0.0135),
    ("slip", 0.0175),
    ("wrong", 0.0125),
    ("refund", 0.022),
    ("refund2", 0.012),
    ("dearer", 0.005),
    ("more", 0.006),
]


def near_holiday(day: Day) -> bool:
    """Whether a bank holiday lies in the days around a pay day."""
    return any(day + days(k) in HOLIDAYS for k in range(-3, 4))


def paused(ledger: Ledger, pay_day: Day, first: Day, last: Day) -> bool:
    """Whether no care was given in the period, so that none is due."""
    event = ledger.event(first) or ledger.event(last)
    return bool(event) and (last - first).days < 20


def regular(ledger: Ledger, stream: Stream) -> None:
    """Pay one item period after period."""
    rng, item, owed, wait = ledger.rng, stream.items[0], [], stream.every
    lag = rng.randrange(0, 5)
    for first, last in periods(item, ledger.end):
        pay_day = last + days(lag)
        if paused(ledger, pay_day, first, last):
            outside(ledger, stream, first, last, pay_day)
            continue
        owed.append((first, last))
        if len(owed) < wait:
            continue
        event = (
            "early"
            if near_holiday(pay_day)
            and (last - first).days < 20
            and rng.random() < 0.16
            and len(owed) == 1
            else rng.choices([e[0] for e in EVENTS], [e[1] for e in EVENTS])[0]
        )
        if (
            event == "skip"
            and len(owed) == 1
            and (last - first).days < 20
            and stream.channel != "so"
        ):
            wait = rng.choice([2, 2, 3])
            continue
        settle(ledger, stream, owed, pay_day, event)
        owed, wait = [], stream.every
    if item["end"] and owed:
        settle(ledger, stream, owed, owed[-1][1] + days(lag), "")
    if item["end"]:
        after_end(ledger, stream)


def settle(
    ledger: Ledger, stream: Stream, owed: list[tuple[Day, Day]], pay_day: Day, event: str
) -> None:
    """Pay what is owed in the way the event says."""
    item = stream.items[0]
    total = sum(cost(item, a, b) for a, b in owed)
    shares: Shares = [[item["id"], total]]
    if len(owed) > 1:
        ledger.pay(
            stream,
            stream.payee,
            pay_day,
            shares,
            "several periods at once",
            why=f"{len(owed)} periods of {item['kind']} at the agreed price in one sum",
        )
        return
    ended = (stream.payee["registration"] or {}).get("ended")
    doing = {
        "late": late,
        "early": early,
        "fewer": fewer,
        "part": part,
        "credit": credit,
        "twice": twice,
        "slip": slip,
        "wrong": wrong,
        "refund": refund,
        "refund2": refund2,
        "dearer": dearer,
        "more": more,
    }.get(event)
    if ended and pay_day.isoformat() > ended:
        doing = None
    if item.get("day_prices") and event not in ("late", "early", "twice", "part", "wrong"):
        doing = None
    if stream.channel == "so" and event not in ("refund", "refund2", "twice", "wrong"):
        doing = None
    if doing and not (stream.payee["kind"] == "pa" and event in ("credit",)):
        doing(ledger, stream, pay_day, total, owed[0])
        return
    changed(ledger, stream, pay_day, total, owed[0])


def changed(
    ledger: Ledger, stream: Stream, pay_day: Day, total: int, owed: tuple[Day, Day]
) -> Line:
    """The ordinary payment, around a price change told as such."""
    item = stream.items[0]
    kind, more = "", {}
    if item.get("day_prices") and total != item["units_per_period"] * price(item, owed[0]):
        more = {
            "difficulty": "hard",
            "why": "the shifts of the week, weekend and bank holiday at their own prices",
        }
    for change in item["price_changes"]:
        gone = (owed[1] - Day.fromisoformat(change["from"])).days
        if 0 <= gone < 36:
            kind, more = (
                "price change in the period",
                {"why": f"{item['kind']} at the price agreed from {change['from']}"},
            )
            if stream.channel == "so" and gone < 22 and owed[0].isoformat() >= change["from"]:
                total = item["units_per_period"] * price(item, owed[0] - days(40))
                more["why"] = f"standing order still at the price before {change['from']}"
    if (
        kind
        and len(item["price_changes"])
        and (pay_day - Day.fromisoformat(item["price_changes"][0]["from"])).days > 60
    ):
        kind, more = "", {}
    return ledger.pay(stream, stream.payee, pay_day, [[item["id"], total]], kind, **more)


def late(ledger: Ledger, stream: Stream, pay_day: Day, total: int, owed: tuple[Day, Day]) -> None:
    """Weeks after it fell due, the next ones on time."""
    gap = ledger.rng.randrange(9, 26)
    ledger.pay(
        stream,
        stream.payee,
        pay_day + days(gap),
        [[stream.items[0]["id"], total]],
        "late payment",
        why=f"the period to {owed[1]} paid {gap} days late, nothing else paid for it",
    )


def early(ledger: Ledger, stream: Stream, pay_day: Day, total: int, owed: tuple[Day, Day]) -> None:
    """Before the bank holiday instead of after it."""
    ledger.pay(
        stream,
        stream.payee,
        pay_day - days(ledger.rng.randrange(5, 10)),
        [[stream.items[0]["id"], total]],
        "early payment before a holiday",
        why=f"the period to {owed[1]} paid before the bank holiday",
    )


def fewer(ledger: Ledger, stream: Stream, pay_day: Day, total: int, owed: tuple[Day, Day]) -> None:
    """Some units were not given and not paid."""
    item = stream.items[0]
    units, each = item["units_per_period"], price(item, owed[0])
    if units < 2 or total != units * each:
        changed(ledger, stream, pay_day, total, owed)
        return
    given = ledger.rng.randrange(max(1, units // 2), units)
    ledger.pay(
        stream,
        stream.payee,
        pay_day,
        [[item["id"], given * each]],
        "fewer units than planned",
        why=f"{given} of {units} {item['unit']}s at the agreed {each}",
    )


def part(ledger: Ledger, stream: Stream, pay_day: Day, total: int, owed: tuple[Day, Day]) -> None:
    """One sum now and the rest some days on."""
    item, rng, mark = stream.items[0], ledger.rng, ledger.group()
    first = (
        rng.choice(
            [total // 2, total // 200 * 100, int(total * rng.uniform(0.3, 0.7)) // 500 * 500]
        )
        or total // 2
    )
    for pence, gap in ((first, 0), (total - first, rng.randrange(2, 6))):
        ledger.pay(
            stream,
            stream.payee,
            pay_day + days(gap),
            [[item["id"], pence]],
            "part payment",
            group=mark,
            lag=0,
            why=f"part of {total / 100:.2f} for the period to {owed[1]}; the two parts make the whole",
        )


def credit(ledger: Ledger, stream: Stream, pay_day: Day, total: int, owed: tuple[Day, Day]) -> None:
    """The bill less a credit note for units missed before."""
    item, rng = stream.items[0], ledger.rng
    units, each = item["units_per_period"], price(item, owed[0])
    if units < 2 or total != units * each:
        changed(ledger, stream, pay_day, total, owed)
        return
    off = rng.randrange(1, max(2, units // 3 + 1)) * each
    note = rng.randrange(3, 60)
    ref = rng.choice(
        [
            f"INV {rng.randrange(900, 2999)} LESS CN{note}",
            f"INV{rng.randrange(900, 2999)}-CN{note}",
            f"LESS CREDIT {note}",
            f"NET CN {note}",
        ]
    )
    ledger.pay(
        stream,
        stream.payee,
        pay_day,
        [[item["id"], total - off]],
        "net of credit note",
        ref=ref,
        why=f"the bill {total / 100:.2f} less whole units {off / 100:.2f} credited",
    )


def twice(ledger: Ledger, stream: Stream, pay_day: Day, total: int, owed: tuple[Day, Day]) -> None:
    """The same bill again a day or some days on."""
    if ledger.rng.random() < 0.1 and stream.channel != "fp":
        changed(ledger, stream, pay_day, total, owed)
        return
    first = changed(ledger, stream, pay_day, total, owed)
    second = first.date + days(ledger.rng.choice([1, 1, 2, 3, 4]))
    if owed[1] + days(11) <= second:
        second = first.date + days(1)
    item = stream.items[0]
    ledger.pay(
        stream,
        stream.payee,
        second,
        [],
        "duplicate payment",
        pence=-first.pence,
        lag=0,
        label="exception",
        matchable=False,
        rule="R13",
        also_ok=["R3;R13", "R4;R13", "R13;R4"],
        difficulty="ambiguous",
        channel="fp" if stream.channel == "so" else stream.channel,
        candidates=[[[item["id"], -first.pence]]],
        why=f"the same payee and sum as on {first.date}, for which only one bill was due",
    )


def slip(ledger: Ledger, stream: Stream, pay_day: Day, total: int, owed: tuple[Day, Day]) -> None:
    """Two digits of the sum changed places."""
    item, rng = stream.items[0], ledger.rng
    digits, each = str(total), price(item, owed[0])
    made = [
        int(digits[:k] + digits[k + 1] + digits[k] + digits[k + 2 :])
        for k in range(len(digits) - 1)
    ]
    good = [
        m
        for m in made
        if abs(m - total) > total * (item["tolerance_pct"] + 3) / 100
        and m % each
        and m > total // 5
    ]
    if not good or stream.channel == "so":
        changed(ledger, stream, pay_day, total, owed)
        return
    wrong_sum = rng.choice(good)
    over = wrong_sum > total
    ledger.pay(
        stream,
        stream.payee,
        pay_day,
        [[item["id"], wrong_sum]] if over else [],
        "mistyped amount",
        pence=wrong_sum,
        label="exception",
        matchable=False,
        may_claim=over,
        rule="R3" if over else "",
        also_ok=["R4", "R3;R4"] if over else ["R3"],
        difficulty="ambiguous",
        candidates=[[[item["id"], wrong_sum]], [[item["id"], total]]] if not over else [],
        why=f"{wrong_sum / 100:.2f} where {total / 100:.2f} was due: digits changed places, no whole number of units",
    )


def wrong(ledger: Ledger, stream: Stream, pay_day: Day, total: int, owed: tuple[Day, Day]) -> None:
    """The right payment, and a neighbour's bill paid from this account too."""
    changed(ledger, stream, pay_day, total, owed)
    rng = ledger.rng
    mine = {i["payee"] for i in ledger.person.items}
    others = [
        (p, s)
        for p in ledger.others
        for s in p.streams
        if p is not ledger.person
        and s.payee["kind"] in ("homecare", "day_centre")
        and s.reference
        and s.habit in ("regular", "pair")
    ]
    same = [o for o in others if o[1].payee["id"] in mine]
    if not others:
        return
    neighbour, bill = rng.choice(same if same and rng.random() < 0.7 else others)
    ref = (
        bill.reference
        if rng.random() < 0.6
        else f"{words.plain(neighbour.name.split()[1])} {bill.reference}"[:18]
    )
    item = bill.items[0]
    when = pay_day + days(rng.randrange(0, 5))
    known = bill.payee["id"] in mine
    sum_due = item["units_per_period"] * price(item, when)
    _, name = ledger.name(bill.payee, "fp", "plain payment with bank words")
    text = rng.choice(
        [
            "FASTER PAYMENT TO {} REF {}",
            "{} {}",
            "BP {} {}",
            "TO {} {}",
            "BILL PAYMENT TO {} REF {}",
            "ONLINE PAYMENT {} {}",
        ]
    ).format(name[:18].strip(), ref)
    own = [[[i["id"], sum_due]] for i in ledger.person.items if i["payee"] == bill.payee["id"]]
    ledger.pay(
        bill,
        bill.payee,
        when,
        [],
        "wrong person's bill",
        pence=sum_due,
        channel="fp",
        text=text,
        label="exception",
        matchable=False,
        rule="R1",
        also_ok=["", "R2", "R3", "R4"] if known else ["R2", "R1;R2"],
        difficulty="ambiguous" if known else "hard",
        candidates=own,
        why=f"carries the customer reference of another person ({neighbour.id})"
        + ("" if known else "; the firm is in no line of this plan"),
    )


def refund(
    ledger: Ledger,
    stream: Stream,
    pay_day: Day,
    total: int,
    owed: tuple[Day, Day],
    parts: bool = False,
) -> None:
    """Paid in full, then some or all of it comes back."""
    line = changed(ledger, stream, pay_day, total, owed)
    item, rng = stream.items[0], ledger.rng
    units, each = item["units_per_period"], price(item, owed[0])
    back = rng.choice([-line.pence, rng.randrange(1, units + 1) * each])
    back = min(back, -line.pence)
    when = line.date + days(rng.randrange(3, 34))
    if line.date > ledger.end:
        return
    if parts:
        two_parts(ledger, stream, line, when, item["id"], back)
    elif rng.random() < 0.07 and line.channel == "card":
        elsewhere = f"{rng.randrange(1000, 9999)}"
        name = ledger.name(stream.payee, "card", "plain payment with bank words")[1][:22]
        ledger.refund(
            stream,
            line,
            when,
            [],
            "refund",
            pence=back + 135,
            label="exception",
            matchable=False,
            rule="R15",
            also_ok=[""],
            difficulty="ambiguous",
            refund_of=None,
            text=f"REFUND {name} CD {elsewhere}",
            why=f"money back for a card ending {elsewhere}, not this account's; no payment of that sum here",
        )
    else:
        ledger.refund(stream, line, when, [[item["id"], -back]], "refund")


def refund2(
    ledger: Ledger, stream: Stream, pay_day: Day, total: int, owed: tuple[Day, Day]
) -> None:
    """As a refund, in two sums."""
    refund(ledger, stream, pay_day, total, owed, True)


def two_parts(ledger: Ledger, stream: Stream, line: Line, when: Day, item: str, back: int) -> None:
    """Money back in two sums that make a whole number of units."""
    rng, mark = ledger.rng, ledger.group()
    first = max(100, int(back * rng.uniform(0.35, 0.65)) // 100 * 100)
    for pence, gap in ((first, 0), (back - first, rng.randrange(2, 20))):
        ledger.refund(
            stream,
            line,
            when + days(gap),
            [[item, -pence]],
            "refund in two parts",
            group=mark,
            why=f"one of two sums that give back {back / 100:.2f} of the payment of {line.date}",
        )


def dearer(ledger: Ledger, stream: Stream, pay_day: Day, total: int, owed: tuple[Day, Day]) -> None:
    """The firm asks more than was agreed."""
    item, rng = stream.items[0], ledger.rng
    units, each = item["units_per_period"], price(item, owed[0])
    asked = units * int(each * (1 + (item["tolerance_pct"] + rng.randrange(4, 14)) / 100))
    if asked % each == 0:
        asked += 7 * units
    ledger.pay(
        stream,
        stream.payee,
        pay_day,
        [[item["id"], asked]],
        "price change in the period",
        label="exception",
        matchable=False,
        may_claim=True,
        rule="R3",
        also_ok=["R3;R4", "R4"],
        difficulty="ambiguous",
        why=f"{asked // units} a {item['unit']} where {each} is agreed, beyond the tolerance",
    )
