"""Everything beside suppliers: loads, contributions, fees, interest, transfers, cash, shops."""

from datetime import date

from . import days as d
from . import names as n
from . import words
from .life import Life
from .truth import Draft


def put(
    life: Life,
    day: date,
    pence: int,
    text: str,
    label: str,
    kind: str,
    why: str,
    rule: str = "",
    also: list[str] | None = None,
    difficulty: str = "plain",
    code: str = "",
    mcc: str = "",
    account=None,
) -> Draft:
    """Keep a line that no item is paid by."""
    line = Draft(
        life.who,
        account or life.account,
        day,
        pence,
        text,
        label,
        kind,
        difficulty,
        why,
        bought=day,
        code=code,
        mcc=mcc,
    )
    line.rule, line.also_ok, line.pending_text, line.means = (
        rule,
        also or [],
        text[:22].strip(),
        "card" if mcc else "",
    )
    return life.put(line)


def council_words(life: Life) -> str:
    """The council as its payment run writes it."""
    r, w = life.r, n.COUNCIL_WRITTEN
    name = w[(life.account.style * 2 + r.choice([0, 0, 0, 1])) % len(w)]
    ref = r.choice(
        [
            f"DP {int(life.who.id[1:]):05d}",
            f"{r.randint(10**6, 10**7 - 1)}",
            "DIRECT PAYMENT",
            f"DP{life.who.id[1:]}",
            f"HMBC{r.randint(10000, 99999)}",
            "PERSONAL BUDGET",
        ]
    )
    if life.account.layout == "iso_signed" and r.random() < 0.7:
        return r.choice(
            [
                f"LOAD {name} {ref}",
                f"Funds loaded {name}",
                f"CARD LOAD {ref} {name}",
                f"{name} {ref}",
            ]
        )
    return r.choice(
        [
            f"BANK GIRO CREDIT REF {name} {ref}",
            f"{name} {ref} BGC",
            f"{name} {ref}",
            f"BGC {name} {ref}",
            f"AUTOMATED CREDIT {name}",
        ]
    )


def loads(life: Life) -> None:
    """Every four weeks, mostly in full and on the day."""
    r, owed = life.r, 0
    gone = [e for e in life.who.events if e["kind"] in ("died", "suspended", "moved")]
    offset = int(life.who.id[1:]) % 2 * 14
    for first, _ in d.periods("4-weekly", d.plus(d.FIRST_DAY, offset), life.end):
        if gone and first > gone[0]["from"]:
            break
        day, pence, roll = (
            d.work_back(d.plus(first, -3 if first > d.FIRST_DAY else 1)),
            life.who.load,
            r.random(),
        )
        full = ("load", "council's load")
        if owed:
            put(
                life,
                day,
                pence + owed,
                council_words(life),
                *full,
                "the load with what was owed from before",
                also=["R29"],
                difficulty="hard",
                code="BGC",
            )
            owed = 0
        elif roll < 0.025:
            owed = r.choice([pence, round(pence * r.uniform(0.1, 0.5))])
            if owed < pence:
                put(
                    life,
                    day,
                    pence - owed,
                    council_words(life),
                    *full,
                    "the load is short",
                    "R29",
                    [""],
                    "hard",
                    "BGC",
                )
        elif roll < 0.05:
            put(
                life,
                d.work_on(d.plus(day, r.randint(6, 16))),
                pence,
                council_words(life),
                *full,
                "the load came late",
                "R29",
                [""],
                "hard",
                "BGC",
            )
        elif roll < 0.07:
            a = round(pence * r.uniform(0.3, 0.7) / 100) * 100
            put(
                life,
                day,
                a,
                council_words(life),
                *full,
                "first part of the load",
                "",
                ["R29"],
                "hard",
                "BGC",
            )
            put(
                life,
                d.work_on(d.plus(day, r.randint(1, 4))),
                pence - a,
                council_words(life),
                *full,
                "second part of the load",
                "",
                ["R29"],
                "hard",
                "BGC",
            )
        else:
            put(
                life, day, pence, council_words(life), *full, "the council's four weeks", code="BGC"
            )


def giver(life: Life) -> str:
    """Who pays the contribution, as the bank writes it."""
    r, who = life.r, life.who
    if who.relative and r.random() < 0.75:
        first, last = who.relative.split(" ", 1)
        return r.choice([f"{first[0]} {last}", f"{last} {first[0]}", who.relative]).upper()
    return r.choice(
        [f"{who.first[0]} {who.last}", f"{who.last} {who.first[0]}", f"{who.first} {who.last}"]
    ).upper()


def contribution_words(life: Life, day: date) -> str:
    """With the agreed reference, mostly."""
    r, ref = life.r, life.who.contribution["reference"]
    ref = (
        ref
        if r.random() < 0.78
        else r.choice(
            [
                "contribution",
                "MY SHARE",
                "care contrib",
                ref.replace("-", "").replace("/", ""),
                "top up",
                "",
            ]
        )
    )
    return words.fill(r, life.account, "in", giver(life), ref, day)


def contributions(life: Life) -> None:
    """The person's own share, on time, late, short, or in one sum."""
    c, r, owed = life.who.contribution, life.r, 0
    gone = [e for e in life.who.events if e["kind"] in ("died", "moved")]
    for first, _ in d.periods(c["schedule"], d.FIRST_DAY, life.end) if c else ():
        if gone and first > gone[0]["from"]:
            break
        day, pence, roll = d.plus(first, r.choice([0, 1, 1, 2])), c["pence"], r.random()
        kind = ("contribution", "person's contribution")
        if owed:
            put(
                life,
                day,
                pence + owed,
                contribution_words(life, day),
                *kind,
                "this share and what was owed",
                "R8",
                ["", "R9"],
                "hard",
                "FPI",
            )
            owed = 0
        elif roll < 0.03:
            owed = pence
        elif roll < 0.06:
            put(
                life,
                d.plus(day, r.randint(9, 16)),
                pence,
                contribution_words(life, day),
                *kind,
                "the share came late",
                "R8",
                [""],
                "hard",
                "FPI",
            )
        elif roll < 0.09:
            put(
                life,
                day,
                pence - r.randrange(100, max(150, pence // 3), 50),
                contribution_words(life, day),
                *kind,
                "the share is short",
                "R8",
                [],
                "hard",
                "FPI",
            )
        elif roll < 0.11:
            put(
                life,
                day,
                pence + r.choice([500, 1000, 2000]),
                contribution_words(life, day),
                *kind,
                "more than the share",
                "R9",
                [],
                "hard",
                "FPI",
            )
        else:
            text = contribution_words(life, day)
            told = c["reference"] in text
            put(
                life,
                day,
                pence,
                text,
                *kind,
                "the person's own share" + ("" if told else ", by its sum and day"),
                code="FPI",
                difficulty="plain" if told else "ambiguous" if life.who.relative else "hard",
            )


def fees(life: Life) -> None:
    """What the bank takes and gives."""
    r, card = life.r, life.account.kind == "card"
    if r.random() < 0.45:
        sum_ = r.choice([100, 150, 250, 500, 600])
        for _, last in d.periods("monthly", d.FIRST_DAY, life.end):
            text = (
                r.choice(
                    [
                        "MONTHLY CARD FEE",
                        "ACCOUNT MANAGEMENT FEE",
                        "CARD SERVICE CHARGE",
                        "Monthly fee",
                    ]
                )
                if card
                else r.choice(
                    [
                        "ACCOUNT FEE",
                        "SERVICE CHARGE",
                        f"CHARGES TO {last.day:02d} {words.MONTHS[last.month - 1]}",
                        "COMMISSION AND CHARGES",
                        "ACCOUNT MAINTENANCE FEE",
                    ]
                )
            )
            put(
                life,
                d.work_on(last),
                -sum_,
                text,
                "fee",
                "bank fee",
                "the bank's own charge",
                code="CHG",
            )
    if not card and r.random() < 0.55:
        for _, last in d.periods(r.choice(["monthly", "quarterly"]), d.FIRST_DAY, life.end):
            text = r.choice(
                [
                    "GROSS INTEREST",
                    "INTEREST PAID",
                    "CREDIT INTEREST",
                    "INT TO " + last.strftime("%d%b").upper(),
                    "Interest (net)",
                ]
            )
            put(
                life,
                d.work_on(last),
                r.randint(3, 240),
                text,
                "interest",
                "interest",
                "the bank's interest",
                code="INT",
            )


def transfers(life: Life) -> None:
    """Between the person's own accounts; now and then to a private one."""
    r, who = life.r, life.who
    if len(who.accounts) > 1:
        spare, here = who.accounts[1], life.account
        day = d.plus(d.FIRST_DAY, r.randint(10, 40))
        while day <= life.end:
            sum_, out = r.randrange(2000, 20000, 500), r.random() < 0.6
            a, b = (here, spare) if out else (spare, here)
            to = r.choice(
                [
                    f"TRANSFER TO {b.sort_code} {b.number}",
                    f"TFR TO A/C {b.number}",
                    f"{who.first[0]} {who.last} {b.number[-4:]}".upper(),
                    f"TO A/C {b.number} CONTINGENCY",
                ]
            )
            frm = r.choice(
                [
                    f"TRANSFER FROM {a.sort_code} {a.number}",
                    f"TFR FROM A/C {a.number}",
                    f"FROM A/C {a.number}",
                ]
            )
            for text, acc, sign in ((to, a, -1), (frm, b, 1)):
                put(
                    life,
                    day,
                    sign * sum_,
                    text,
                    "transfer",
                    "own transfer",
                    "between the person's own accounts",
                    code="TFR",
                    account=acc,
                )
            day = d.plus(day, r.randint(18, 70))
    elif r.random() < 0.15:
        day = d.plus(d.FIRST_DAY, r.randint(20, 330))
        put(
            life,
            day,
            -r.randrange(1000, 9000, 500),
            f"TRANSFER TO {who.last} {who.first[0]} SAVINGS".upper(),
            "transfer",
            "own transfer",
            "to a private account of the person",
            "R16",
            ["", "R1"],
            "hard",
            "TFR",
        )


def cash(life: Life) -> None:
    """Cash within what was agreed, and beyond."""
    r = life.r
    agreed = next((x for x in life.who.items if x.kind == "cash"), None)
    spots = [
        "LNK HIGH ST",
        "TENTER LANE CO",
        "NOTEMACHINE ROYD",
        "CASHZONE 4417",
        "MILLGATE PO",
        "HARROWDALE MKT",
    ]
    words_of = [
        "CASH WITHDRAWAL AT {s} ATM {d}",
        "ATM {s} {d}",
        "CPT {s} CD {c}",
        "CASH {s} {d}",
        "{s} ATM GB",
        "LINK CASH {s}",
    ]

    def take(day: date, sum_: int, why: str, rule: str, also: list[str], hard: str) -> None:
        """One withdrawal."""
        text = words_of[(life.account.style + r.choice([0, 0, 1])) % 6].format(
            s=r.choice(spots),
            d=day.strftime("%d%b").upper(),
            c=4000 + int(life.account.number[-3:]),
        )
        put(
            life,
            day,
            -sum_,
            text,
            "cash",
            "cash",
            why,
            rule,
            also,
            hard,
            "CPT",
            "6011" if life.account.kind == "card" else "",
        )

    weeks = d.periods("weekly", d.FIRST_DAY, life.end) if agreed else ()
    for first, last in weeks:
        if not life.who.away(first) and not life.who.away(last) and r.random() < 0.4:
            take(
                d.plus(first, r.randint(1, 5)),
                agreed.price,
                "the cash agreed for a week",
                "",
                [],
                "plain",
            )
    for _ in range(r.choice([0, 0, 0, 1, 1, 2])):
        day = d.plus(d.FIRST_DAY, r.randint(0, 364))
        if not life.who.away(day):
            take(
                day,
                r.choice([6000, 8000, 10000, 15000, 20000]),
                "more cash at once than the council allows",
                "R10",
                [],
                "hard",
            )


def shops(life: Life) -> None:
    """Spending that no line of the plan speaks of."""
    r, a = life.r, life.account
    unplanned(life)
    for _ in range(r.choice([0, 1, 2, 3, 4, 6])):
        day = d.plus(d.FIRST_DAY, r.randint(0, 364))
        bad = r.random() < 0.16 and a.layout == "iso_signed"
        name, mcc = r.choice(n.RESTRICTED if bad else n.SHOPS)
        text = words.fill(r, a, "card", name.upper()[:22], "", day, r.choice(n.TOWNS))
        rule = "R11" if bad else "R1"
        line = put(
            life,
            d.work_on(d.plus(day, 1)),
            -r.randrange(150, 6400),
            text,
            "off_plan",
            "off-plan spending",
            "no need of the plan",
            rule,
            ["R1", "R1;R11"] if bad else ["R12"] if "AMAZON" in text.upper() else [],
            "plain",
            "DEB",
            mcc,
        )
        line.bought, line.means, line.pending_text = day, "card", name.upper()[:22]


def unplanned(life: Life) -> None:
    """Care-like spending for a need that the plan does not name."""
    r = life.r
    have = {x.kind for x in life.who.items}
    for _ in range(r.choice([0, 0, 1, 1, 2, 3])):
        kind = r.choice(
            [
                k
                for k in (
                    "transport",
                    "cleaning",
                    "gardening",
                    "activity",
                    "therapy",
                    "meals",
                    "equipment",
                )
                if k not in have
            ]
            or ["training"]
        )
        y, day = life.maker.pick(kind), d.plus(d.FIRST_DAY, r.randint(5, 360))
        means = "card" if life.account.kind == "card" or r.random() < 0.5 else "fp"
        name, _, _ = words.write_name(
            r,
            y,
            r.choice(["legal", "trading", "descriptor", "aggregator"])
            if means == "card"
            else "legal",
            means,
            life.account.layout,
        )
        if any(x.payee is y for x in life.who.items) or life.who.away(day):
            continue
        text = words.fill(
            r,
            life.account,
            means,
            name,
            f"INV {r.randint(100, 9999)}" if means == "fp" else "",
            day,
            "" if name == y.descriptor else y.town,
        )
        line = put(
            life,
            d.work_on(d.plus(day, 1)),
            -r.randrange(600, 9000, 10),
            text,
            "off_plan",
            "off-plan spending",
            "a supplier of a need that this plan does not have",
            "R1",
            ["R2", "R1;R2"],
            "ambiguous",
            "DEB" if means == "card" else "FPO",
            y.mcc if means == "card" else "",
        )
        line.bought, line.means, line.pending_text = day, means, name
