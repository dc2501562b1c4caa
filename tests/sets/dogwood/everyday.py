"""Money that pays no supplier of the plan: loads, contributions, fees, cash, shops, own transfers."""

from __future__ import annotations

from . import names, words
from .ledger import Ledger, days
from .world import COUNCIL, START, Day, add_months

GAP = {"weekly": 7, "fortnightly": 14, "4-weekly": 28}


def dates(schedule: str, first: Day, end: Day) -> list[Day]:
    """The days on which a sum is due."""
    made, day, number = [], first, 0
    while day <= end:
        made.append(day)
        number += 1
        day = (
            add_months(first, number)
            if schedule == "monthly"
            else first + days(GAP[schedule] * number)
        )
    return made


def load(ledger: Ledger) -> None:
    """The council's money, now and then short or late."""
    rng, terms, account = ledger.rng, ledger.person.record["load"], ledger.person.accounts[0]
    number = f"DP {rng.randrange(10000, 99999):06d}"
    payer = rng.choice(
        [
            "WENDLESHIRE COUNTY COUNCIL",
            "WENDLESHIRE CC",
            "WENDLESHIRE COUNCIL ADULTS",
            "WENDLESHIRE COUNTY",
        ]
    )
    for due in dates(terms["schedule"], START + days(rng.randrange(0, 9)), ledger.end):
        pence, rule, ok, why, day, hardness = (
            terms["pence"],
            "",
            [],
            "the council's load in full",
            due,
            "plain",
        )
        roll = rng.random()
        if roll < 0.02:
            pence, rule, ok, why, hardness = (
                pence - rng.choice([150, 1000, 2550, pence // 4 // 10 * 10]),
                "R29",
                [""],
                "the council's load, short",
                "hard",
            )
        elif roll < 0.035:
            day, rule, ok, why, hardness = (
                due + days(rng.randrange(9, 16)),
                "R29",
                [""],
                f"the council's load, due {due} and late",
                "hard",
            )
        elif roll < 0.06 and due.weekday() > 1:
            day, why = due - days(1), "the council's load, a day early"
        while day.weekday() > 4:
            day -= days(1)
        name = payer if rng.random() < 0.75 else COUNCIL.upper()
        text = words.write(
            rng,
            "in",
            name,
            rng.choice([number, number, "DIRECT PAYMENT", f"{number} ADULTS"]),
            day,
            "",
            "",
            house=account["id"],
        )
        if number not in text and rng.random() < 0.5:
            text += f" {number}"
        ledger.add(
            day,
            pence,
            text,
            "council's load",
            "bgc",
            account,
            label="load",
            rule=rule,
            also_ok=ok,
            difficulty=hardness,
            why=why,
        )


def contribution(ledger: Ledger) -> None:
    """The person's share, sometimes short, doubled or late."""
    rng, terms, account = (
        ledger.rng,
        ledger.person.record["contribution"],
        ledger.person.accounts[0],
    )
    if not terms:
        return
    surname = words.plain(ledger.person.name.split()[1])
    giver = rng.choice(
        [ledger.person.name, ledger.person.name, f"{rng.choice(names.FIRST)} {surname.title()}"]
    )
    for due in dates(terms["schedule"], START + days(rng.randrange(0, 12)), ledger.end):
        pence, rule, ok, why, day, hardness = (
            terms["pence"],
            "",
            [],
            "the person's share in full",
            due,
            "plain",
        )
        roll = rng.random()
        if roll < 0.02:
            pence, rule, why, hardness = (
                int(pence * rng.uniform(0.4, 0.9)) // 10 * 10 or pence - 1,
                "R8",
                "the person's share, short",
                "hard",
            )
        elif roll < 0.03:
            pence, rule, why, hardness = (
                pence + rng.choice([500, 1000, 2000]),
                "R9",
                "more than the agreed share",
                "hard",
            )
        elif roll < 0.055:
            gap = rng.randrange(3, 6) if terms["schedule"] == "weekly" else rng.randrange(3, 15)
            day, ok, why, hardness = (
                due + days(gap),
                ["R8"],
                f"the person's share, {gap} days late",
                "hard",
            )
        ref = (
            terms["reference"]
            if terms["reference"] and rng.random() < 0.75
            else rng.choice(["CONTRIBUTION", "MY SHARE", "DP CONTRIB", surname, "CARE TOP UP"])
        )
        text = words.write(
            rng, "in", words.personal(rng, giver), ref, day, "", "", house=account["id"]
        )
        if ref not in text:
            text = f"{text} {ref}"
        ledger.add(
            day,
            pence,
            text,
            "person's contribution",
            "fpi",
            account,
            label="contribution",
            rule=rule,
            also_ok=ok,
            difficulty=hardness,
            why=why,
        )


def fees_and_interest(ledger: Ledger) -> None:
    """What the bank takes and gives."""
    rng = ledger.rng
    for account in ledger.person.accounts:
        if rng.random() < 0.16:
            pence = rng.choice([100, 250, 300, 500, 650])
            form = rng.choice(
                [
                    "MONTHLY FEE",
                    "ACCOUNT FEE",
                    "CARD MAINTENANCE FEE",
                    "SERVICE CHARGE",
                    "MAINTENANCE FEE {m}",
                    "TOTAL CHARGES TO {d}{m}",
                ]
            )
            for day in dates("monthly", START + days(24), ledger.end):
                ledger.add(
                    day,
                    -pence,
                    form.format(m=words.MONTHS[day.month - 1], d=day.day),
                    "bank fee",
                    "chg",
                    account,
                    label="fee",
                    why="the bank's own charge",
                )
        if account["kind"] == "bank" and rng.random() < 0.26:
            form = rng.choice(
                [
                    "INTEREST",
                    "CREDIT INTEREST",
                    "GROSS INTEREST TO {d}{m}",
                    "INTEREST PAID",
                    "INT PAID GROSS",
                ]
            )
            for day in dates("monthly", START + days(21), ledger.end):
                ledger.add(
                    day,
                    rng.randrange(4, 260),
                    form.format(m=words.MONTHS[day.month - 1], d=day.day),
                    "interest",
                    "int",
                    account,
                    label="interest",
                    why="interest on the balance",
                )


def transfers(ledger: Ledger) -> None:
    """Between the person's two accounts; seldom to the representative."""
    rng, accounts = ledger.rng, ledger.person.accounts
    if len(accounts) > 1:
        for day in dates("4-weekly", START + days(rng.randrange(9, 16)), ledger.end):
            pence = (
                int(ledger.person.record["load"]["pence"] * rng.uniform(0.4, 0.6)) // 1000 * 1000
                or 1000
            )
            for sign, here, there in (
                (-1, accounts[0], accounts[1]),
                (1, accounts[1], accounts[0]),
            ):
                number = f"{there['sort_code'].replace('-', '')} {there['account_number']}"
                form = rng.choice(
                    [
                        "TRANSFER {w} {n}",
                        "TFR {w} A/C {a}",
                        "{n} OWN TRANSFER",
                        "INTERNAL TRANSFER {w} {a}",
                        "INTERNET TRANSFER {w} {n} {o}",
                    ]
                )
                text = form.format(
                    w="TO" if sign < 0 else "FROM",
                    n=number,
                    a=there["account_number"],
                    o=words.plain(ledger.person.name),
                )
                ledger.add(
                    day,
                    sign * pence,
                    text,
                    "own transfer",
                    "tfr",
                    here,
                    label="transfer",
                    why="to or from the person's other account, by its number",
                )
    bank = (ledger.person.record["representative"] or {}).get("bank")
    if bank and rng.random() < 0.22:
        day, account = START + days(rng.randrange(20, 330)), ledger.account("fp")
        text = rng.choice(
            ["TO {} {} THANKS", "FASTER PAYMENT TO {} {}", "{} {} SHOPPING", "BP {} {} EXPENSES"]
        ).format(bank["sort_code"], bank["account_number"])
        ledger.add(
            day,
            -rng.randrange(20, 200) * 100,
            text,
            "own transfer",
            "fp",
            account,
            label="exception",
            difficulty="hard",
            rule="R16",
            also_ok=["R1", "R1;R16"],
            why="to the representative's own bank account",
        )


def cash(ledger: Ledger) -> None:
    """Cash within the agreed limit, seldom above it."""
    rng, account = ledger.rng, ledger.person.accounts[0]
    if rng.random() > 0.24:
        return
    for _ in range(rng.randrange(2, 9)):
        over = rng.random() < 0.15
        pence = (
            rng.choice([8000, 10000, 15000, 20000])
            if over
            else rng.choice([1000, 2000, 3000, 4000, 5000])
        )
        town, day = rng.choice(names.TOWN).upper(), START + days(rng.randrange(360))
        text = rng.choice(
            [
                "CASH WITHDRAWAL AT {t} ATM",
                "ATM {t} {d}{m}",
                "CPT {t} HIGH ST {d}{m}",
                "CASH {t} CD {c}",
                "LNK {t} POST OFF {d}{m}",
            ]
        ).format(
            t=town,
            d=f"{day.day:02d}",
            m=words.MONTHS[day.month - 1],
            c=ledger.person.cards[account["id"]],
        )
        ledger.add(
            day,
            -pence,
            text,
            "cash",
            "cash",
            account,
            label="exception" if over else "cash",
            rule="R10" if over else "",
            mcc="6011",
            why="cash above the single limit" if over else "cash within the single limit",
        )


def shops(ledger: Ledger) -> None:
    """Spending for which no plan has a line, betting among it."""
    rng, account = ledger.rng, ledger.person.accounts[0]
    card = ledger.person.cards[account["id"]]
    for _ in range(rng.choice([0, 1, 2, 3, 4, 6])):
        day, town = START + days(rng.randrange(362)), rng.choice(names.TOWN).replace("-", " ")
        shop, mcc = rng.choice(names.SHOPS)
        rule, ok, why = "R1", [], "a shop, no need of the plan"
        if rng.random() < 0.05:
            shop, mcc, why = (
                rng.choice(names.BETTING),
                "7995",
                "betting, which the council does not allow",
            )
            rule, ok = (
                ("R11", ["R1", "R1;R11"])
                if account["layout"] == "iso_signed"
                else ("R1", ["R11", "R1;R11"])
            )
        name = shop if rng.random() < 0.8 else rng.choice(words.COLLECTORS[:5]).format(n=shop[:18])
        text = words.write(rng, "card", name, "", day, town, card, house=account["id"])
        ledger.add(
            day + days(rng.randrange(0, 3)),
            -rng.randrange(180, 6400),
            text,
            "off-plan spending",
            "card",
            account,
            day,
            label="off_plan",
            rule=rule,
            also_ok=ok,
            mcc=mcc,
            why=why,
        )


def other_firm(ledger: Ledger) -> None:
    """A firm outside the plan for a need inside it, by choice one with nearly the same name."""
    rng = ledger.rng
    for stream in ledger.person.streams:
        kind = stream.payee["kind"]
        if (
            kind not in ("homecare", "day_centre", "cleaning", "activity")
            or stream.habit in ("bundle", "any", "collectors")
            or rng.random() > 0.3
        ):
            continue
        near = [
            f
            for f in ledger.world.by_kind[kind]
            if f["id"] != stream.payee["id"]
            and f["legal_name"].split()[0] == stream.payee["legal_name"].split()[0]
        ]
        firm = rng.choice(
            near or [f for f in ledger.world.by_kind[kind] if f["id"] != stream.payee["id"]]
        )
        alike = words.plain(firm["legal_name"])[:16] == words.plain(stream.payee["legal_name"])[:16]
        if (
            alike
            or ledger.person.cut[ledger.account(stream.channel)["id"]] < 18
            or any(i["payee"] == firm["id"] for i in ledger.person.items)
        ):
            continue
        pence = stream.items[0]["unit_price_pence"] * rng.randrange(1, 4) + rng.choice(
            [35, 110, 275, 415]
        )
        line = ledger.pay(
            stream,
            firm,
            START + days(rng.randrange(15, 350)),
            [],
            "off-plan spending",
            pence=pence,
            want="plain payment with bank words",
            label="exception",
            matchable=False,
            rule="R2",
            also_ok=["R1", "R1;R2", "R3"] if near else ["R1", "R1;R2"],
            difficulty="ambiguous" if near else "hard",
            candidates=[[[stream.items[0]["id"], pence]]],
            why=f"{firm['legal_name']} is not the plan's firm, the need is the same",
        )
        if line.rule != "R2":
            line.rule = "R2"
