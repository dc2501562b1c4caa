"""How banks, terminals and people in a hurry write a payee: forms, widths, references, dates."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from .model import Item, Payee, Person, working_day
from .names import LAST

FORMS: dict[str, list[str]] = {
    "fp": [
        "FASTER PAYMENT TO {n} REF {r}",
        "BILL PAYMENT TO {n} REF {r}",
        "{n} {r}",
        "{n} {r} FP {ds}",
        "BP {n} {r}",
        "FPO {n} {r} {d6} {h}",
        "{n}, {r}",
        "TO {n} - {r}",
        "PAYMENT TO {n} {r} VIA MOBILE - PYMT",
        "INTERNET BANKING {n} REF:{r}",
        "TRANSFER TO {n} {r}",
        "{r} {n}",
        "{n} {r} BBP",
        "MOBILE PAYMENT {n} {r}",
        "SENT TO {n} REF. {r}",
        "{n}  {r}  {dm}",
        "FP TO {n} ON {dg} {r}",
        "ONLINE TRANSACTION {n} {r}",
    ],
    "so": [
        "STANDING ORDER TO {n}",
        "STO {n} {r}",
        "SO {n} REF {r}",
        "{n} STANDING ORDER",
        "STANDING ORDER {n} {r}",
        "S/O {n}",
        "{n} {r} SO",
    ],
    "dd": [
        "DIRECT DEBIT PAYMENT TO {n} REF {r}, MANDATE NO {m}",
        "DD {n} {r}",
        "{n} {r}",
        "DIRECT DEBIT {n}",
        "{n} DDR",
        "D/D {n} REF {r}",
        "DIRECT DEBIT TO {n} REF: {r}",
    ],
    "card": [
        "CARD PAYMENT TO {n} ON {ds}",
        "{n} CD {c} {dg}",
        "{n} {t} GB",
        "POS {n} {t} {c}",
        "CARD PURCHASE {n} {t} GBR ON {dm}",
        "{c} {dg} {n} {t}",
        "{n} {t}",
        "VIS {n} {t}",
        "CLP {n} {t} {dm}",
        "PURCHASE {n},{t}",
        "CONTACTLESS {n} {ds}",
        "CARD {c} {n} {t} GB",
        "{n} ON {dm} CLP",
        "{n} POS{dk}",
        "{n}  {t}  GBR",
        "DEBIT CARD {n} {dm} {c}",
        "{n}",
    ],
    "gc": [
        "GOCARDLESS {n} {m}",
        "GC {n} {m}",
        "DIRECT DEBIT GOCARDLESS {n} REF {m}",
        "GOCARDLESS LTD {n}-{m}",
        "DD GC RE {n} {m}",
    ],
    "in": [
        "{n} {r}",
        "BANK GIRO CREDIT REF {n} {r}",
        "FASTER PAYMENT RECEIVED {n} REF {r}",
        "FROM {n} {r}",
        "BGC {n} {r}",
        "FPI {n} {r} {d6}",
        "CREDIT FROM {n} ON {ds} {r}",
        "{n} {r} CR",
    ],
    "back": [
        "REFUND {n} {t}",
        "{n} REFUND",
        "CARD REFUND FROM {n} ON {ds}",
        "{n} {t} CD {c} REFUND {dg}",
        "CR {n} {t} GB",
        "{n} {t} GBR CREDIT",
        "PURCHASE REVERSED {n} {dm}",
    ],
}
NAMELESS = [
    "FASTER PAYMENT {r}",
    "{r} FP {ds}",
    "BP {r}",
    "{r}",
    "TRANSFER {r} {d6}",
    "MOBILE PAYMENT REF {r}",
    "{dm} {r} BBP",
]
VAGUE_TRADES = ["7399", "8999", "5999", "7299"]
COLLECTORS = ["SUMUP  *", "SQ *", "ZETTLE_*", "PAYPAL *", "STRIPE*", "WORLDPAY "]
CODES = {
    "fp": "FPO",
    "so": "SO",
    "dd": "DD",
    "card": "DEB",
    "agg": "DEB",
    "gc": "DD",
    "in": "FPI",
    "back": "DEB",
}
REFS = {
    "pa": [
        "WEEK {w}",
        "WAGES",
        "wages thanks x",
        "mum care",
        "PAY WK {w}",
        "W/E {dm}",
        "{i} CARE",
        "hours",
        "thank you",
        "PA WAGES",
        "WAGE {mon}",
        "care",
        "",
        "{h4}",
        "wk{w}",
        "SUPPORT HRS",
        "pay",
    ],
    "org": [
        "INV {inv}",
        "INV{inv}",
        "INVOICE {inv}",
        "{inv}",
        "{i} CARE",
        "{mon}",
        "DP {i}",
        "INV {inv} {i}",
        "",
        "DIRECT PAYMENT",
        "acct {h4}",
        "SI-{inv}",
        "{mon} INV",
        "care invoice",
        "PERSONAL BUDGET",
    ],
}


@dataclass
class House:
    """How one account's bank writes: a few forms for each channel, widths, case, collectors."""

    forms: dict[str, list[str]]
    width: int
    card_width: int
    upper: bool
    spaced: bool
    memory: dict[str, str] = field(default_factory=dict)
    taught: set[str] = field(default_factory=set)


@dataclass
class Pen:
    """One written line: its text, the name shown, what was done to it, and whether the payee is beyond doubt."""

    text: str
    shown: str
    noise: str
    sure: bool
    code: str
    mcc: str
    bought: date
    booked: date
    teaches: bool = False


def house(rng: Random) -> House:
    """A bank's habits for one account."""
    forms = {
        channel: rng.sample(all_forms, min(len(all_forms), rng.choice([2, 3, 4])))
        for channel, all_forms in FORMS.items()
    }
    return House(
        forms,
        rng.choice([18, 18, 18, 18, 18, 18, 35, 14, 12]),
        rng.choice([22, 22, 22, 25, 18]),
        rng.random() < 0.8,
        rng.random() < 0.15,
    )


def dates(day: date) -> dict[str, str]:
    """A day in the ways found inside texts."""
    month = day.strftime("%b").upper()
    return {
        "ds": day.strftime("%d/%m/%y"),
        "dg": f"{day:%d}{month}{day:%y}",
        "dm": f"{day:%d} {month}",
        "d6": day.strftime("%d%m%y"),
        "dk": f"{day:%d}{month}",
    }


def free_reference(rng: Random, person: Person, item: Item, day: date) -> str:
    """What someone types as a reference; the agreed one of the plan often, when there is one."""
    if item.reference and (item.kind == "hmrc" or rng.random() < 0.62):
        return item.reference
    if item.kind == "hmrc":
        return rng.choice(["PAYE", f"PAYE {day:%b}".upper(), "TAX AND NI"])
    pool = REFS["pa" if item.kind in ("pa", "mileage") else "org"]
    text = rng.choice(pool).format(
        w=day.isocalendar().week,
        i=person.first[0] + person.last[0],
        inv=rng.randrange(1000, 9999),
        h4=rng.randrange(1000, 9999),
        mon=day.strftime("%b").upper(),
        **dates(day),
    )
    return text[:18]


def personal(rng: Random, payee: Payee) -> tuple[str, str]:
    """A personal payee's name as payers keep it."""
    first, last, title = payee.first, payee.last, payee.title
    if payee.married and rng.random() < 0.35:
        return f"{title} {first[0]} {payee.married}", "married"
    return rng.choice(
        [
            (f"{first[0]} {last}", "initials"),
            (f"{first[0]} {last}", "initials"),
            (f"{last} {first[0]}", "initials"),
            (f"{title} {first[0]} {last}", "initials"),
            (f"{first} {last}", "plain"),
            (f"{first} {last}", "plain"),
            (f"{title} {first} {last}", "plain"),
            (f"{last} {first}", "plain"),
        ]
    )


def legal_form(rng: Random, name: str) -> str:
    """The legal name as banks keep it: LTD for LIMITED, AND for &, endings dropped."""
    name = name.replace("&", rng.choice(["&", "AND", "AND"]))
    ending = name.split()[-1]
    if ending in ("Ltd", "Limited", "CIC", "LLP"):
        name = name[: -len(ending)] + rng.choice([ending, "Ltd", "", ending])
    return name.strip()


def slip(rng: Random, name: str) -> str:
    """One slip of the fingers."""
    at = rng.randrange(1, len(name) - 2)
    while not (name[at].isalpha() and name[at + 1].isalpha()):
        at = rng.randrange(1, len(name) - 2)
    return rng.choice(
        [
            name[:at] + name[at + 1] + name[at] + name[at + 2 :],
            name[:at] + name[at + 1 :],
            name[:at] + name[at] + name[at:],
            name[:at] + rng.choice("aeinrst") + name[at + 1 :],
        ]
    )


def by_hand(rng: Random, home: House, payee: Payee, stable: str) -> tuple[str, str]:
    """The name on a transfer: a saved payee (`stable`) keeps its words, others are typed again."""
    if stable and stable in home.memory:
        name, noise = home.memory[stable].split("|")
    else:
        if payee.kind == "pa":
            name, noise = personal(rng, payee)
        elif payee.trading and rng.random() < 0.33:
            name, noise = rng.choice(payee.trading), "trading"
        else:
            name, noise = legal_form(rng, payee.legal), "plain"
        if stable:
            home.memory[stable] = f"{name}|{noise}"
    if not stable and noise != "married" and rng.random() < 0.2:
        name, noise = slip(rng, name), "mistyped"
    return name, noise


def at_terminal(rng: Random, home: House, payee: Payee, clear: bool = False) -> tuple[str, str]:
    """The name a card terminal sends; one payee's terminal keeps its words."""
    if clear and home.memory.get(f"card {payee.id}", "").endswith("owner"):
        return legal_form(rng, payee.legal), "plain"
    mark = f"card {payee.id}"
    if mark not in home.memory:
        choice = rng.random()
        if payee.descriptor and choice < 0.68:
            home.memory[mark] = f"{payee.descriptor}|descriptor"
        elif choice < 0.74:
            home.memory[mark] = rng.choice(
                ["{n} TRADING|owner", "{n} RETAIL LTD|owner", "MR {i} {n}|owner", "{n} & CO|owner"]
            ).format(n=rng.choice(LAST).upper(), i=rng.choice("ABDEGJKMPRST"))
        elif payee.trading and choice < 0.87:
            home.memory[mark] = f"{rng.choice(payee.trading)}|trading"
        else:
            home.memory[mark] = f"{legal_form(rng, payee.legal)}|plain"
    name, noise = home.memory[mark].split("|")
    return name, noise


def cut(name: str, width: int) -> tuple[str, bool]:
    """A name at the width of its field, and whether more of it went than the ending of a company."""
    name = name.replace("'", "").strip()
    short = name[:width].rstrip()
    bare = (
        name.removesuffix(" Limited").removesuffix(" Ltd").removesuffix(" CIC").removesuffix(" LLP")
    )
    return short, len(bare) - len(short) >= 3


def fill(
    rng: Random,
    person: Person,
    channel: str,
    day: date,
    name: str,
    ref: str,
    mandate: str,
    town: str,
) -> str:
    """One of the account's forms of a channel, filled in; nothing doubled that the form left empty."""
    home: House = person.house  # type: ignore[assignment]
    form = rng.choice(home.forms[channel] if name or channel != "fp" else NAMELESS)
    if not ref:
        form = (
            form.replace("REF {r}, ", "")
            .replace(" REF {r}", "")
            .replace(" REF:{r}", "")
            .replace(" REF. {r}", "")
        )
        form = form.replace(" REF: {r}", "").replace(", {r}", "").replace(" - {r}", "")
    form = form if town else form.replace(",{t}", "")
    text = form.format(
        n=name,
        r=ref,
        m=mandate,
        t=town,
        c=person.card,
        h=rng.randrange(10**9, 10**10),
        **dates(day),
    )
    text = text.upper() if home.upper else text
    return text.strip() if "SUMUP" in text or home.spaced else " ".join(text.split())


def credit_code(text: str) -> str:
    """The code column of money in, as its words have it."""
    return "BGC" if text.upper().startswith(("BGC", "BANK GIRO")) else "FPI"


def write(
    rng: Random,
    person: Person,
    item: Item,
    payee: Payee,
    day: date,
    ref: str | None = None,
    way: str = "",
    clear: bool = False,
) -> Pen:
    """A payment of `item` to `payee` on `day`; `clear` keeps name and account readable."""
    home: House = person.house  # type: ignore[assignment]
    way = way or item.way
    words = free_reference(rng, person, item, day) if ref is None else ref[:18]
    if way in ("card", "agg"):
        return by_card(rng, person, item, payee, day, way, clear)
    if way == "gc":
        return collected(rng, person, item, payee, day, words)
    stable = f"{way} {payee.id}" if way in ("so", "dd") or rng.random() < 0.6 else ""
    name, noise = by_hand(rng, home, payee, stable)
    booked = working_day(day) if way in ("so", "dd") else day
    mandate = home.memory.setdefault(
        f"mandate {item.id}", item.mandate or f"{rng.randrange(1, 9999):04d}"
    )
    if way == "dd":
        words = home.memory.setdefault(
            f"dd {item.id}", item.reference or f"{rng.randrange(10**7, 10**8)}"
        )
    elif way == "so":
        words = home.memory.setdefault(
            f"so {item.id}",
            item.reference
            or rng.choice(
                [
                    "",
                    "",
                    "WAGES",
                    "CARE",
                    f"{person.first[0]}{person.last[0]} CARE",
                    "DIRECT PAYMENT",
                    f"{rng.randrange(1000, 9999)}",
                ]
            ),
        )
    bare = rng.random()
    if way == "fp" and not clear and bare < 0.07:
        name, noise = (
            (f"{payee.sort} {payee.number}", "account")
            if rng.random() < 0.8
            else (f"{payee.sort.replace('-', '')} {payee.number}", "account")
        )
        shown = name
    elif way == "fp" and not clear and bare < 0.12 and words:
        name, noise, shown = "", "reference", ""
    else:
        shown, short = cut(name, home.width)
        noise = "cut" if short and noise in ("plain", "trading", "initials") else noise
        name = shown
    text = fill(rng, person, way, day, name, words, mandate, payee.town)
    sure = bool(
        item.reference and item.reference in words and item.reference.upper() in text.upper()
    )
    return Pen(
        text,
        shown,
        noise,
        sure or (noise == "account" and payee.bank_known),
        CODES[way],
        "",
        day,
        booked,
    )


def by_card(
    rng: Random, person: Person, item: Item, payee: Payee, day: date, way: str, clear: bool
) -> Pen:
    """A card payment, through the payee's own terminal or a collector's."""
    home: House = person.house  # type: ignore[assignment]
    clear = clear or item.payee is None  # any supplier will do there, so its trade alone would tell
    name, noise = at_terminal(rng, home, payee, clear)
    town = payee.town if rng.random() < 0.75 else ""
    if way == "agg":
        collector = home.memory.setdefault(f"agg {payee.id}", rng.choice(COLLECTORS))
        base = payee.trading[0] if payee.trading else payee.legal
        shown, _ = cut(base, home.card_width - len(collector) + 1)
        if not clear and rng.random() < 0.15:
            shown = ""
        name, noise = f"{collector}{shown}", "aggregator" if shown else "nameless"
        town = "" if not shown else town
    else:
        shown, short = cut(name, home.card_width)
        noise = "cut" if short else noise
        name = shown
        town = town[: max(0, 25 - len(name))]
    booked = working_day(day + timedelta(days=rng.choice([0, 1, 1, 1, 2, 2, 3, 4])))
    text = fill(rng, person, "card", day, name, "", "", town)
    mcc = rng.choice(VAGUE_TRADES) if noise in ("owner", "nameless") else payee.mcc
    return Pen(text, shown, noise, False, "DEB", mcc, day, booked)


def collected(rng: Random, person: Person, item: Item, payee: Payee, day: date, words: str) -> Pen:
    """A direct debit by a collector: with the payee's name, or the mandate alone."""
    home: House = person.house  # type: ignore[assignment]
    base = (
        payee.trading[0]
        if payee.trading and home.memory.setdefault(f"gc {item.id}", rng.choice("tl")) == "t"
        else payee.legal
    )
    quiet = item.quiet_mandate and (
        item.id in home.taught or item.reference == item.mandate or item.mandate.startswith("?")
    )
    shown = "" if quiet else cut(base, 18)[0]
    mandate = (
        item.mandate.lstrip("?")
        if not item.mandate.startswith("?")
        else f"{rng.randrange(16**7, 16**8):X}"
    )
    known = item.id in home.taught or item.reference == item.mandate
    text = fill(rng, person, "gc", day, shown, "", mandate, "").replace(" -", " ")
    text = text if shown else " ".join(text.replace(" RE ", " ").split())
    teaches = bool(shown) and item.quiet_mandate and item.id not in home.taught
    if shown and not item.mandate.startswith("?"):
        home.taught.add(item.id)
    return Pen(
        text,
        shown,
        "collector" if shown else "collector alone",
        known and mandate in text,
        "DD",
        "",
        day,
        working_day(day),
        teaches,
    )
