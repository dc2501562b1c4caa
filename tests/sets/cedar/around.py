"""What is on the page besides suppliers: loads, contributions, fees, interest, transfers, cash, shopping."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from . import banks, names
from .days import FIRST_DAY, add_months, next_working, prev_working
from .model import Account, Line, Person


def put(
    account: Account,
    day: date,
    pence: int,
    text: str,
    channel: str,
    kind: str,
    label: str,
    why: str,
    stop: date,
    **more: object,
) -> Line | None:
    """Add a line that is no supplier's."""
    if not FIRST_DAY <= day <= stop - timedelta(days=2):
        return None
    line = Line(
        account,
        day,
        pence,
        text,
        banks.CODES[channel],
        kind,
        label=label,
        why=why,
        bought=day,
        card=channel == "CARD",
    )
    for name, value in more.items():
        setattr(line, name, value)
    account.lines.append(line)
    return line


def around(person: Person, stop: date) -> None:
    """All such lines of one person."""
    rng, main = (
        person.rng,
        person.accounts[-1]
        if person.accounts[-1].kind == "card" and person.rng.random() < 0.5
        else person.accounts[0],
    )
    gone = next((b for k, b, e in person.events if e is None), stop)
    loads(rng, person, main, min(stop, gone + timedelta(days=20)))
    if person.contribution:
        contributions(rng, person, person.accounts[0], min(stop, gone))
    for account in person.accounts:
        fees(rng, account, stop)
        shopping(rng, account, min(stop, gone))
    transfers(rng, person, min(stop, gone))


def loads(rng: Random, person: Person, account: Account, stop: date) -> None:
    """The council's money every four weeks: in full, short, late, in two sums."""
    if not person.load:
        return
    pence, day = person.load
    code = f"{rng.choice(['DP', 'DPAY', 'ASC', 'DP '])}{rng.randint(10000, 99999)}"
    shown = rng.choice(
        [
            names.COUNCIL,
            "WEXMERE COUNCIL",
            "WEXMERE COUNCIL ASC",
            "WEXMERE CNCL",
            "Wexmere Council Direct Payments",
        ]
    )
    while day <= stop:
        luck, on = rng.random(), prev_working(day)
        text, _ = banks.write_text(
            rng, account, "LOAD", shown, code if rng.random() < 0.9 else "", on
        )
        why, kind = "the council's four weeks", "council's load"
        if luck < 0.03:
            put(
                account,
                on,
                pence - rng.choice([500, 1250, 2000, pence // 4]),
                text,
                "LOAD",
                kind,
                "load",
                "the council's four weeks, but short",
                stop,
                rule="R29",
                also=[""],
                difficulty="hard",
            )
        elif luck < 0.055:
            put(
                account,
                next_working(on + timedelta(days=rng.randint(4, 9))),
                pence,
                text,
                "LOAD",
                kind,
                "load",
                "the council's four weeks, some days late",
                stop,
                rule="",
                also=["R29"],
                difficulty="hard",
            )
        elif luck < 0.075:
            half = pence // 2
            put(
                account,
                on,
                half,
                text,
                "LOAD",
                kind,
                "load",
                "half of the council's four weeks; the rest comes within days",
                stop,
                also=["R29"],
                difficulty="hard",
            )
            put(
                account,
                next_working(on + timedelta(days=rng.randint(2, 5))),
                pence - half,
                text,
                "LOAD",
                kind,
                "load",
                "the rest of the council's four weeks",
                stop,
                also=["R29"],
                difficulty="hard",
            )
        else:
            put(account, on, pence, text, "LOAD", kind, "load", why, stop)
        if rng.random() < 0.012:
            extra, _ = banks.write_text(rng, account, "LOAD", shown, "BACKDATED", on)
            put(
                account,
                next_working(on + timedelta(days=6)),
                rng.randint(30, 200) * 100,
                extra,
                "LOAD",
                kind,
                "load",
                "a backdated sum from the council",
                stop,
                also=["R29"],
                difficulty="hard",
            )
        day += timedelta(days=28)


def contributions(rng: Random, person: Person, account: Account, stop: date) -> None:
    """The person's own share: in time, late, short, over, several at once, from a relative."""
    assert person.contribution
    pence, schedule, reference = person.contribution
    day = FIRST_DAY + timedelta(days=rng.randint(0, 12))
    step = {"weekly": 7, "fortnightly": 14, "4-weekly": 28}.get(schedule, 0)
    relative = f"{person.rep[0][0]} {person.rep[1]}" if person.rep and rng.random() < 0.4 else ""
    payer = relative or rng.choice(
        [
            f"{person.first[0]} {person.last}",
            f"{person.first} {person.last}",
            f"{person.last} {person.first[0]}",
        ]
    )
    while day <= stop:
        after = (
            day + timedelta(days=step) if step else add_months(day.replace(day=min(day.day, 28)), 1)
        )
        luck, on, sum_, rule, also, why, hard = (
            rng.random(),
            day,
            pence,
            "",
            [],
            "the person's agreed share",
            "plain",
        )
        if luck < 0.03:
            sum_, rule, also, why, hard = (
                max(pence - rng.choice([200, 500, 1000]), 100),
                "R8",
                [""],
                "the person's share, but short",
                "hard",
            )
        elif luck < 0.05:
            sum_, rule, also, why, hard = (
                pence + rng.choice([200, 500, 1000]),
                "R9",
                [""],
                "the person's share, and more than agreed",
                "hard",
            )
        elif luck < 0.08 and step != 7:
            on, rule, also, why, hard = (
                day + timedelta(days=rng.randint(8, 13)),
                "R8",
                [""],
                "the person's share, late",
                "hard",
            )
        elif luck < 0.12:
            day, sum_, also, why, hard = (
                after,
                pence * 2,
                ["R8", "R9"],
                "two shares in one sum",
                "hard",
            )
            on = day
            after = (
                day + timedelta(days=step)
                if step
                else add_months(day.replace(day=min(day.day, 28)), 1)
            )
        ref = (
            reference
            if rng.random() < 0.7
            else rng.choice(["", "MY SHARE", "CONTRIBUTION", "CARE CONTRIB", person.last.upper()])
        )
        if not ref and relative:
            hard = "ambiguous" if hard == "hard" else "hard"
        text, _ = banks.write_text(rng, account, "FPI", payer, ref, on)
        put(
            account,
            next_working(on) if rng.random() < 0.5 else on,
            sum_,
            text,
            "FPI",
            "person's contribution",
            "contribution",
            why,
            stop,
            rule=rule,
            also=also,
            difficulty=hard,
        )
        day = after


def fees(rng: Random, account: Account, stop: date) -> None:
    """Monthly fees of some cards, interest of some banks."""
    fee = (
        rng.choice([0, 0, 0, 0, 150, 250])
        if account.kind == "card"
        else rng.choice([0, 0, 0, 0, 0, 0, 0, 650])
    )
    interest = account.kind == "bank" and rng.random() < 0.18
    first = FIRST_DAY + timedelta(days=rng.randint(1, 26))
    for month in range(30):
        day = add_months(first, month)
        if day > stop:
            break
        text, _ = banks.write_text(rng, account, "FEE", "", "", day)
        if fee:
            put(
                account,
                next_working(day),
                -fee,
                text,
                "FEE",
                "bank fee",
                "fee",
                "the bank's own charge",
                stop,
            )
        text, _ = banks.write_text(rng, account, "INTEREST", "", "", day)
        if interest and (month % 3 == 0 or rng.random() < 0.6):
            put(
                account,
                day,
                rng.randint(3, 420),
                text,
                "INTEREST",
                "interest",
                "interest",
                "interest from the bank",
                stop,
            )


def shopping(rng: Random, account: Account, stop: date) -> None:
    """Cash from a machine and things that the plan does not hold."""
    person, span = account.person, max((stop - FIRST_DAY).days - 3, 1)
    for _ in range(rng.choice([0, 0, 0, 1, 2, 5])):
        day = FIRST_DAY + timedelta(days=rng.randint(0, span))
        pence = rng.choice([1000, 2000, 2000, 3000, 4000, 5000, 6000, 8000, 10000])
        text, _ = banks.write_text(rng, account, "CASH", "", "", day, person.town)
        over = pence > 5000
        put(
            account,
            next_working(day),
            -pence,
            text,
            "CASH",
            "cash",
            "cash",
            "cash above the council's single limit"
            if over
            else "cash within the council's single limit",
            stop,
            rule="R10" if over else "",
            also=[] if over else ["R10"],
            mcc="6011",
            difficulty="plain" if rng.random() < 0.8 else "hard",
        )
    for _ in range(rng.choice([0, 0, 1, 2, 3, 5])):
        day = FIRST_DAY + timedelta(days=rng.randint(0, span))
        banned = rng.random() < 0.12
        shop, mcc = rng.choice(names.BANNED if banned else names.SHOPS)
        if rng.random() < 0.12 and not banned:
            shop = rng.choice(["SUMUP  *", "SQ *", "ZETTLE_*", "PAYPAL *"]) + shop
        text, _ = banks.write_text(
            rng, account, "CARD", shop, "", day, rng.choice([person.town, names.BIG_TOWN])
        )
        has_code = account.layout == "iso_signed"
        put(
            account,
            next_working(day + timedelta(days=rng.choice([0, 1, 2]))),
            -rng.randint(180, 5400 if not banned else 4000),
            text,
            "CARD",
            "off-plan spending",
            "off_plan",
            "a kind of shop the council does not allow"
            if banned
            else "no need of the plan is met by this shop",
            stop,
            rule="R11" if banned and has_code else "R1",
            also=["R1", "R12"] if banned and has_code else ["R11", "R12"] if banned else ["R12"],
            mcc=mcc,
            bought=day,
            difficulty="plain" if "*" not in shop else "hard",
        )


def transfers(rng: Random, person: Person, stop: date) -> None:
    """Between the person's two accounts, or out to the representative."""
    if len(person.accounts) == 2:
        day = FIRST_DAY + timedelta(days=rng.randint(3, 25))
        out, into = person.accounts
        while day <= stop:
            pence = rng.choice([2000, 5000, 7500, 10000, 12500])
            on = next_working(day)
            put(
                out,
                on,
                -pence,
                banks.transfer_text(rng, out, "TO", f"{into.sort_code} {into.account_number}", on),
                "TRANSFER",
                "own transfer",
                "transfer",
                "to the person's other account of the plan",
                stop,
                anchor=True,
            )
            put(
                into,
                on,
                pence,
                banks.transfer_text(rng, into, "FROM", f"{out.sort_code} {out.account_number}", on),
                "TRANSFER",
                "own transfer",
                "transfer",
                "from the person's other account of the plan",
                stop,
                anchor=True,
            )
            day += timedelta(days=rng.randint(35, 90))
    elif person.rep and rng.random() < 0.3:
        day = next_working(
            FIRST_DAY + timedelta(days=rng.randint(5, max((stop - FIRST_DAY).days, 6)))
        )
        account = person.accounts[0]
        text = banks.transfer_text(rng, account, "TO", f"{person.rep[2]} {person.rep[3]}", day)
        put(
            account,
            day,
            -rng.choice([2000, 4000, 6000, 15000]),
            text,
            "TRANSFER",
            "own transfer",
            "transfer",
            "to the representative's own account, without a line of the plan",
            stop,
            rule="R16",
            also=["R1"],
            difficulty="hard",
        )


def budget(person: Person, stop: date) -> None:
    """The load and the share that pay for the plan."""
    rng = person.rng
    yearly = 0
    for item in person.items:
        per = {
            "weekly": 52,
            "term-time": 38,
            "fortnightly": 26,
            "4-weekly": 13,
            "monthly": 12,
            "one-off": 1,
        }[item.schedule]
        yearly += per * item.units * item.price
    four_weeks = round(yearly / 13 / 10) * 10
    if rng.random() < 0.42:
        schedule = rng.choice(
            ["weekly", "4-weekly", "4-weekly", "monthly", "monthly", "fortnightly"]
        )
        part = (
            round(
                four_weeks
                * rng.uniform(0.05, 0.2)
                / {"weekly": 4, "fortnightly": 2}.get(schedule, 1)
                / 5
            )
            * 5
        )
        person.contribution = (
            max(part, 300),
            schedule,
            f"{person.last[:3].upper()}-{rng.choice(['CON', 'SHARE', 'CC'])}{rng.choice(['', rng.randint(10, 99)])}",
        )
    own = (
        person.contribution[0] * {"weekly": 4, "fortnightly": 2}.get(person.contribution[1], 1)
        if person.contribution
        else 0
    )
    person.load = (max(four_weeks - own, 4000), FIRST_DAY + timedelta(days=rng.randint(0, 20)))
