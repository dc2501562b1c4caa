"""Lines that pay no supplier of the plan: loads, contributions, fees, interest, transfers, cash, the rest of life."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from .banks import House, credit_code, cut, dates, fill, legal_form
from .model import FIRST_DAY, Item, Line, Person, working_day
from .names import LAST, TOWNS
from .orgs import namesakes
from .plans import County
from .refunds import stray_refund
from .truth import name_fits

LOADS = [
    "{s} DP {k}",
    "{n} DP {k}",
    "{n}",
    "{s} ADULT SOC CARE",
    "{s} DIRECT PAYMENT",
    "{s} {k}",
    "{n} ASC {k}",
    "{s}DIRECT PYMTS",
    "{s} PERSONAL BUDGET",
    "{n} PB{k}",
]
FEES = [
    ("MONTHLY ACCOUNT FEE", 250),
    ("CARD FEE", 200),
    ("ATM FEE", 150),
    ("CHARGES TO {dm}", 500),
    ("NEW CARD FEE", 500),
    ("FASTER PAYMENT FEE", 30),
    ("SERVICE CHARGE", 300),
    ("TRANSACTION FEE", 50),
    ("UNPAID ITEM CHARGE", 800),
]
INTEREST = [
    "INTEREST",
    "GROSS INTEREST TO {dm}",
    "CREDIT INTEREST",
    "INT PAID TO {ds}",
    "INTEREST (GROSS)",
    "NET INT {d6}",
]
CASH = [
    "CASH WITHDRAWAL AT {b} ATM {t} {dm}",
    "ATM {t} {c} {dg}",
    "CASH {b} {ds}",
    "LNK {b} {t} CD {c} {dg}",
    "CPT {b} {t}",
    "ATM WITHDRAWAL {t} {ds}",
    "CASH {t} ON {dm}",
    "{b} {t} CASH {c}",
]
BOXES = ["CORNERSHOP", "HIGH ST", "POST OFFICE", "SUPERSTORE", "NOTEMACHINE", "COOP STORES"]
SHOPS = [
    ("{x} BAKERY", "5462", 150, 900),
    ("{x} STORES", "5411", 300, 6500),
    ("FRESHWAY SUPERMKT {h}", "5411", 500, 9500),
    ("PETROL {x}", "5541", 1500, 6000),
    ("{x} FISH BAR", "5814", 600, 1900),
    ("THE {x} ARMS", "5813", 700, 3500),
    ("{x} WINES", "5921", 600, 3800),
    ("{x} BOOKMAKERS", "7995", 500, 5000),
    ("WWW.LUCKYSPINZ.COM", "7995", 1000, 6000),
    ("{x} FASHIONS", "5651", 1200, 8000),
    ("AMAZON MKTPLACE PMTS", "5942", 500, 7500),
    ("PAYPAL *{x}GAMES", "5816", 400, 4500),
    ("{x} TYRES", "5533", 4000, 16000),
    ("STREAMPLUS.COM", "4899", 599, 1799),
    ("{x} HAIR", "7230", 1200, 5500),
    ("KLARNA*{x}", "5732", 1500, 7000),
    ("{x} TOYS", "5945", 500, 4000),
    ("{x} FURNISHINGS", "5712", 4000, 40000),
    ("{x} PHARMACY", "5912", 250, 3200),
]
CODE = {"card": "DEB", "fp": "FPO"}


def text_of(rng: Random, person: Person, form: str, day: date, **more: str) -> str:
    """A form filled in with the account's case."""
    home: House = person.house  # type: ignore[assignment]
    text = form.format(
        t=rng.choice([person.town, person.town, rng.choice(TOWNS)]),
        c=person.card,
        b=rng.choice(BOXES),
        x=rng.choice(LAST),
        h=f"{rng.randrange(10, 9000):04d}",
        **more,
        **dates(day),
    )
    return text.upper() if home.upper else text


def simple(
    person: Person,
    day: date,
    pence: int,
    text: str,
    label: str,
    kind: str,
    why: str,
    code: str,
    mcc: str = "",
    **more: object,
) -> Line:
    """A line that touches no item."""
    return Line(day, pence, text, label, kind, why, code, mcc, day, **more)  # type: ignore[arg-type]


def loads(rng: Random, county: County, person: Person) -> None:
    """The council's money every four weeks; short, late or in two now and then."""
    forms, number, day = (
        rng.sample(LOADS, 2),
        f"{rng.randrange(1, 99999):05d}",
        FIRST_DAY + timedelta(days=rng.choice([3, 4, 11, 18, 24])),
    )
    while day <= county.last_day:
        if person.paused(day) == "died":
            return
        parts, rule, also, why, hard = [person.load], "", [], "the council's four weeks", "plain"
        draw = rng.random()
        if draw < 0.05:
            parts, rule, why, hard = (
                [round(person.load * rng.uniform(0.4, 0.97))],
                "R29",
                "less than the agreed load",
                "hard",
            )
            also = [""] if parts[0] > person.load * 0.95 else []
        elif draw < 0.08:
            half = person.load * rng.choice([50, 60, 75]) // 100
            parts, also, why, hard = (
                [half, person.load - half],
                ["R29"],
                "part of the council's load, the rest follows",
                "hard",
            )
        elif draw < 0.11:
            parts, also, why, hard = (
                [person.load + rng.randrange(1500, 30000)],
                ["R29"],
                "the load with backdated money",
                "hard",
            )
        late = rng.randrange(5, 10) if rng.random() < 0.03 else 0
        for turn, pence in enumerate(parts):
            name, _ = cut(county.name, 18)
            ref = rng.choice(forms).format(s=county.short, n=name, k=number)
            text = rng.choice(
                ["BGC {f}", "{f}", "BANK GIRO CREDIT REF {f}", "{f} BGC"]
                if person.layout != "paid_in_out"
                else ["{f}"]
            )
            booked = working_day(day + timedelta(days=late + turn * 5))
            person.lines.append(
                simple(
                    person,
                    booked,
                    pence,
                    text_of(rng, person, text, booked, f=ref),
                    "load",
                    "council's load",
                    why + (", days late" if late else ""),
                    "BGC",
                    rule=rule or ("R29" if late else ""),
                    also_ok=[*also, ""] if late else also,
                    difficulty="hard" if late else hard,
                )
            )
        day += timedelta(days=28)


def contributions(rng: Random, county: County, person: Person) -> None:
    """The person's own share: weekly or monthly, by themselves or a relative, short or in one sum at times."""
    own = person.contribution
    if not own:
        return
    due, step = (
        int(str(own["pence"])),
        {"weekly": 7, "4-weekly": 28, "monthly": 30}[str(own["schedule"])],
    )
    payer = rng.choice(
        [
            f"{person.first[0]} {person.last}",
            f"{person.title} {person.first[0]} {person.last}",
            f"{person.first} {person.last}",
            f"{person.relative} {person.last}",
            f"{person.relative[0]} {person.last}",
        ]
    )
    day, missed = FIRST_DAY + timedelta(days=rng.randrange(0, min(step, 12))), 0
    for _ in range(400):
        if day > county.last_day or person.paused(day) == "died":
            return
        draw, pence, rule, also, why, hard = (
            rng.random(),
            due * (missed + 1),
            "",
            [],
            "the person's own share",
            "plain",
        )
        booked = day
        if draw < 0.04 and missed < 3:
            missed, day = missed + 1, day + timedelta(days=step)
            continue
        if missed:
            why, hard, also = f"{missed + 1} shares in one sum, {missed} late", "hard", ["R8"]
        elif draw < 0.08:
            pence, rule, why, hard = (
                round(due * rng.uniform(0.3, 0.9)),
                "R8",
                "less than the agreed share",
                "hard",
            )
        elif draw < 0.10:
            pence, rule, why, hard = (
                due + rng.randrange(300, 3000),
                "R9",
                "more than the agreed share",
                "hard",
            )
        elif draw < 0.13:
            booked, why, hard, also = (
                day + timedelta(days=max(3, step // 4)),
                "the share, some days late",
                "hard",
                ["R8"],
            )
        missed, day = 0, day + timedelta(days=step)
        ref = (
            str(own["reference"])
            if rng.random() < 0.8
            else rng.choice(["", "contribution", "my share", "CARE", "DP TOP UP"])
        )
        shown = cut(payer, 18)[0]
        if booked <= county.last_day:
            text = fill(rng, person, "in", booked, shown, ref, "", "")
            person.lines.append(
                simple(
                    person,
                    booked,
                    pence,
                    text,
                    "contribution",
                    "person's contribution",
                    why,
                    credit_code(text),
                    rule=rule,
                    also_ok=also,
                    difficulty=hard if ref == own["reference"] else "hard",
                )
            )


def bank_lines(rng: Random, county: County, person: Person, months: int) -> None:
    """Fees, interest, cash and transfers of the account."""
    fee = rng.choice(FEES[:2]) if rng.random() < 0.12 else None
    pays_interest = person.account_kind == "bank" and rng.random() < 0.5
    for month in range(months):
        day = working_day(FIRST_DAY + timedelta(days=30 * month + rng.randrange(0, 28)))
        if day > county.last_day:
            break
        if fee or rng.random() < 0.05:
            form, pence = fee or rng.choice(FEES)
            person.lines.append(
                simple(
                    person,
                    day,
                    -pence,
                    text_of(rng, person, form, day),
                    "fee",
                    "bank fee",
                    "the bank's own charge",
                    "CHG",
                )
            )
        if pays_interest:
            end = working_day(FIRST_DAY + timedelta(days=30 * month + 28))
            text = text_of(rng, person, INTEREST[int(person.number) % len(INTEREST)], end)
            person.lines.append(
                simple(
                    person,
                    end,
                    rng.randrange(2, 420),
                    text,
                    "interest",
                    "interest",
                    "the bank's interest",
                    "INT",
                )
            )
        if rng.random() < 0.12:
            cash(rng, person, day)
        if rng.random() < 0.07:
            own_transfer(rng, person, day)


def cash(rng: Random, person: Person, day: date) -> None:
    """Cash from a machine, now and then over the council's limit."""
    pence = rng.choice([1000, 2000, 2000, 3000, 4000, 5000, 5000, 8000, 10000, 20000])
    person.lines.append(
        simple(
            person,
            day,
            -pence,
            text_of(rng, person, rng.choice(CASH), day),
            "cash",
            "cash",
            "cash above the single limit" if pence > 5000 else "cash within the limit",
            "CPT",
            "6011",
            rule="R10" if pence > 5000 else "",
            also_ok=[] if pence > 5000 else ["R10"],
            difficulty="plain",
        )
    )


def own_transfer(rng: Random, person: Person, day: date) -> None:
    """Money moved between the person's own accounts, or to the representative."""
    name = f"{person.first[0]} {person.last}"
    if person.representative and rng.random() < 0.4:
        first, last, sort, number = person.representative
        text = rng.choice(
            [f"TFR {first[0]} {last}", f"TRANSFER TO {first} {last}", f"TO {sort} {number} {last}"]
        )
        person.lines.append(
            simple(
                person,
                day,
                -rng.randrange(2000, 30000, 500),
                text.upper(),
                "transfer",
                "own transfer",
                "to the representative's own account",
                "TFR",
                rule="R16",
                difficulty="hard",
            )
        )
    elif rng.random() < 0.5:
        text = rng.choice(
            [
                f"TFR TO {name} SAVER",
                f"TRANSFER TO OWN ACCOUNT {name}",
                f"{name} CURRENT ACC",
                f"TFR {name}",
            ]
        )
        person.lines.append(
            simple(
                person,
                day,
                -rng.randrange(2000, 40000, 500),
                text.upper(),
                "transfer",
                "own transfer",
                "to the person's own other account",
                "TFR",
                rule="R16",
                also_ok=[""],
                difficulty="hard",
            )
        )
    else:
        text = rng.choice(
            [
                f"TRANSFER FROM {name} SAVER",
                f"TFR FROM {name}",
                f"FROM OWN ACCOUNT {name}",
                f"TFR {name} PUT BACK",
            ]
        )
        person.lines.append(
            simple(
                person,
                day,
                rng.randrange(1000, 30000, 500),
                text.upper(),
                "transfer",
                "own transfer",
                "from the person's own other account",
                "TFR",
                also_ok=["R9", "R16"],
                difficulty="hard",
            )
        )


def shopping(rng: Random, county: County, person: Person) -> None:
    """Spending no need of the plan asks for."""
    home: House = person.house  # type: ignore[assignment]
    for _ in range(rng.choice([0, 1, 2, 2, 3, 4, 6])):
        day = FIRST_DAY + timedelta(days=rng.randrange(0, county.days - 6))
        if person.paused(day):
            continue
        if rng.random() < 0.12:
            name = f"{rng.choice('ABCDEGHJKLMNPRSTW')} {rng.choice(LAST)}"
            if (
                any(one.payee and one.payee.last == name[2:] for one in person.items)
                or name[2:] == person.last
            ):
                continue
            text = fill(
                rng,
                person,
                "fp",
                day,
                name,
                rng.choice(["thanks", "gift", "decorating", "loan"]),
                "",
                "",
            )
            person.lines.append(
                simple(
                    person,
                    day,
                    -rng.randrange(1000, 20000, 500),
                    text,
                    "off_plan",
                    "off-plan spending",
                    "a person no item of the plan names",
                    "FPO",
                    rule="R1",
                    also_ok=["R16", "R2"],
                    difficulty="hard",
                )
            )
            continue
        form, mcc, least, most = rng.choice(SHOPS)
        barred = mcc in ("7995", "5921", "5813")
        name = form.format(x=rng.choice(LAST), h=rng.randrange(100, 999)).upper()
        text = fill(
            rng,
            person,
            "card",
            day,
            cut(name, home.card_width)[0],
            "",
            "",
            rng.choice([person.town, ""]),
        )
        booked = working_day(day + timedelta(days=rng.choice([0, 1, 1, 2, 3])))
        line = simple(
            person,
            booked,
            -rng.randrange(least, most),
            text,
            "off_plan",
            "off-plan spending",
            "a trade the council does not allow" if barred else "no need of the plan",
            "DEB",
            mcc,
            rule="R11" if barred else "R1",
            also_ok=["R1"]
            if barred
            else ["R12"]
            if "WWW" in text or ".COM" in text.upper()
            else [],
        )
        line.bought = day
        person.lines.append(line)


def same_need(rng: Random, county: County, person: Person, item: Item) -> None:
    """Another firm of the same need, sometimes a namesake of the plan's own."""
    payee = item.payee
    if (
        not payee
        or payee.kind
        not in ("agency", "transport", "activity", "equipment", "day_centre", "cleaning", "therapy")
        or rng.random() > 0.33
    ):
        return
    known = {one.payee.id for one in person.items if one.payee}
    if any(one.payee is None and one.kind == payee.kind for one in person.items):
        return
    near = [one for one in namesakes(payee, county.orgs) if one.id not in known]
    pool = (
        near
        if near and rng.random() < 0.5
        else [one for one in county.by_kind[payee.kind] if one.id not in known]
    )
    other, day = rng.choice(pool), FIRST_DAY + timedelta(days=rng.randrange(10, county.days - 8))
    if person.paused(day) or not item.open_on(day):
        return
    name = legal_form(rng, other.legal)
    channel = "card" if item.way in ("card", "agg") else "fp"
    home: House = person.house  # type: ignore[assignment]
    name = cut(name, home.card_width if channel == "card" else home.width)[0]
    if any(one.payee and name_fits(name, "plain", one.payee) for one in person.items):
        return
    text = fill(
        rng,
        person,
        channel,
        day,
        name.upper(),
        rng.choice(["", "INV 0" + str(rng.randrange(100, 999)), "cover"]),
        "",
        other.town,
    )
    plan_words = payee.legal.upper().replace("&", "AND").split()[:3]
    line = simple(
        person,
        day,
        -item.due(day) if rng.random() < 0.6 else -round(item.due(day) * rng.uniform(0.6, 1.3)),
        text,
        "exception",
        "off-plan spending",
        f"{other.legal} is not the plan's {' '.join(plan_words).title()}, but the same need",
        CODE[channel],
        other.mcc if channel == "card" else "",
        rule="R2",
        also_ok=["R1"],
        difficulty="hard",
        candidates=[item.id],
    )
    person.lines.append(line)


def strangers(rng: Random, county: County, person: Person) -> None:
    """Other firms of a need in the plan, and credits for what was never paid here."""
    for item in person.items:
        if item.schedule != "one-off":
            same_need(rng, county, person, item)
    org_items = [
        item for item in person.items if item.payee and item.payee.kind not in ("pa", "hmrc")
    ]
    if org_items and rng.random() < 0.16:
        item, day = (
            rng.choice(org_items),
            FIRST_DAY + timedelta(days=rng.randrange(20, max(21, county.days - 10))),
        )
        if not person.paused(day):
            person.lines.append(stray_refund(rng, person, item, item.payee, day))  # type: ignore[arg-type]
