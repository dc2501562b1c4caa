"""How banks, terminals and people in a hurry write a line."""

from datetime import date
from random import Random

from . import names as n
from .payees import Payee
from .plans import Account, Item, Person

OUT = [
    "FASTER PAYMENT TO {n} REF {r}",
    "FP {d6} {n} {r}",
    "TO {n} {r} VIA MOBILE",
    "BILL PAYMENT TO {n} REF {r}",
    "{n} {r}",
    "{n} {r} FP",
    "MOBILE PAYMENT TO {n} {r}",
    "ONLINE BANKING PAYMENT {n} {r}",
    "BP {n} {r} {d}",
    "PAYMENT TO {n} {r} ON {d}",
    "{n} , {r} , FP {dmy} 10 {k}",
    "TRANSFER TO {n} {r}",
    "{r} {n}",
    "FPO {n} {r}",
    "FASTER PAYMENTS {n}  {r} {k}",
    "Faster payment to {n} reference {r}",
    "INTERNET TFR {n} {r}",
    "CALL REF.NO. {k4} {n} {r} FP {dmy}",
]
STAND = [
    "STANDING ORDER TO {n} REF {r}",
    "STO {n} {r}",
    "S/O {n} {r}",
    "{n} {r} STO",
    "STANDING ORDER VIA FASTER PAYMENT TO {n} REFERENCE {r}",
    "SO {d6} {n}",
    "{n}  {r}",
    "Standing order {n}",
    "REGULAR TRANSFER TO {n} {r}",
]
DEBIT = [
    "DIRECT DEBIT PAYMENT TO {n} REF {r}, MANDATE NO {m}",
    "DD {n} {r}",
    "D/D {n} {r}",
    "{n} {r} DDR",
    "{n} {r} DIRECT DEBIT",
    "DDR {n} REF {r}",
    "{n} {r}",
    "Direct Debit {n} {r}",
    "DIRECT DEBIT {n}",
]
CARD = [
    "CARD PAYMENT TO {n} ON {d}",
    "{n} {t} GB",
    "{n} {t} CD {c} {d6}",
    "POS{d4} {n} {t}",
    "VIS {n} {t} GBR",
    "CLP {n}",
    "{n} ON {ddmy} BCC",
    "{n} {tel}",
    "CONTACTLESS PAYMENT {n} {t}",
    "PURCHASE {n} {t}",
    "{n}",
    "{n}         {t}",
    "CARD {c} {n} {d}",
    "{n} {t} {shop} GBR",
    "DEB {n} CD {c}",
    "{c} {d6} {n} {t} GB",
    "Card purchase {n}, {t}",
]
BARE = [
    "{r}",
    "FP {r}",
    "FASTER PAYMENT {r}",
    "BILL PAYMENT {r}",
    "{r} VIA MOBILE",
    "MOBILE PMT REF {r}",
    "{r} FP {dmy} {k}",
    "FPO {r} {d}",
    "ONLINE PAYMENT {r}",
]
IN = [
    "BANK GIRO CREDIT REF {n} {r}",
    "BGC {n} {r}",
    "FROM {n} {r}",
    "FASTER PAYMENT RECEIVED FROM {n} REF {r}",
    "{n} {r} FPI",
    "CREDIT FROM {n} ON {d}",
    "{n} {r}",
    "{n} {r} BGC",
    "FPI {n} {r} {k}",
    "Received from {n} {r}",
    "AUTOMATED CREDIT {n} {r} FP {dmy} 40 {k}",
    "{r} {n}",
    "CR {n} {r}",
]
BACK = [
    "CARD REFUND {n} {t}",
    "REFUND {n} {t} {d6}",
    "{n} {t} GB REFUND",
    "{n} {t} CR",
    "VIS CR {n}",
    "PURCHASE RETURN {n} {t}",
    "{n} {r} CD {c}",
]
PLANS = {"fp": OUT, "so": STAND, "dd": DEBIT, "gc": DEBIT, "card": CARD, "in": IN, "back": BACK}
CODES = {
    "fp": ["FPO", "FPO", "BP", "TFR"],
    "so": ["SO", "STO"],
    "dd": ["DD"],
    "gc": ["DD"],
    "card": ["DEB", "POS", "VIS", "CLP"],
    "in": ["FPI", "BGC"],
    "back": ["DEB", "VIS"],
}
MONTHS = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split()


def fill(
    r: Random,
    a: Account,
    means: str,
    name: str,
    ref: str,
    day: date,
    town: str = "",
    mandate: str = "",
) -> str:
    """The whole line in one of the few ways this bank has."""
    pool = PLANS[means] if name or means == "card" else BARE
    form = pool[(a.style * 3 + r.choice([0, 0, 0, 1, 2])) % len(pool)]
    mon = MONTHS[day.month - 1]
    text = form.format(
        n=name,
        r=ref,
        d=f"{day.day:02d} {mon}",
        d4=f"{day.day:02d}{mon}",
        d6=f"{day.day:02d}{mon}{day.year % 100}",
        dmy=day.strftime("%d/%m/%y"),
        ddmy=day.strftime("%d-%m-%Y"),
        k=f"{r.randrange(16**8):08X}{r.randrange(10**6):06d}",
        k4=r.randint(1000, 9999),
        m=mandate or f"{r.randint(1, 60):04d}",
        c=4000 + int(a.number[-3:]),
        t=town_words(r, town),
        tel=f"0{r.randint(1100, 1999)} {r.randint(100000, 999999)}",
        shop=r.randint(100, 4999),
    )
    text = (
        text.replace(" REF ,", ",")
        .removesuffix(" REF ")
        .removesuffix(" reference ")
        .removesuffix(" REFERENCE ")
        .strip(" ,")
    )
    if means in ("card", "back") and len(text) > 48:
        text = text[:48].strip()
    text = text if "  " in name or "SUMUP" in text or r.random() < 0.1 else " ".join(text.split())
    return keep(r, text) if form == form.upper() or "{" in form[:1] else text


def keep(r: Random, text: str) -> str:
    """Mostly capitals; a few banks leave the hand's own letters."""
    return text.upper() if r.random() < 0.9 else text


def town_words(r: Random, town: str) -> str:
    """A place as terminals write it."""
    return town.upper()[: r.choice([13, 13, 10])].strip()


def plain(name: str) -> str:
    """Capitals as Bacs allows, common endings still there."""
    return name.upper().replace("'", "").replace("(", "").replace(")", "")


def bare(r: Random, name: str) -> str:
    """Endings dropped or cut as they come."""
    out = plain(name)
    if r.random() < 0.5:
        for end in (" LIMITED", " LTD", " CIC", " LLP", " UK LTD", " TRUST"):
            out = out.removesuffix(end)
    elif r.random() < 0.3:
        out = out.replace(" LIMITED", " LTD") if r.random() < 0.5 else out.replace(" LTD", " LIMI")
    return out.replace(" & ", " AND ") if r.random() < 0.4 else out


def cut(r: Random, name: str, means: str, layout: str) -> tuple[str, bool]:
    """The name at the width of its way; whether more than an ending was lost."""
    roll = r.random()
    wide = {
        "fp": 18 if roll < 0.55 else 14 if roll < 0.62 else 12 if roll < 0.66 else 35,
        "so": 18 if roll < 0.8 else 35,
        "card": 22 if roll < 0.75 else 18,
        "back": 22,
    }.get(means, 18)
    short = name[:wide].strip()
    core = name
    for end in (
        " LIMITED",
        " LTD",
        " CIC",
        " LLP",
        " UK LTD",
        " TRUST",
        " LIMI",
        " NORTHERN LTD",
        " & SONS",
        " AND SONS",
    ):
        core = core.removesuffix(end)
    return short, len(short) < len(core)


def slip(r: Random, name: str) -> str:
    """Letters swapped, lost or doubled by hand."""
    at = r.randrange(1, max(2, len(name) - 2))
    kind = r.randrange(4)
    if kind == 0:
        return name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    if kind == 1:
        return name[:at] + name[at + 1 :]
    if kind == 2:
        return name[:at] + name[at] + name[at:]
    return (
        name.replace(" ", "", 1)
        if " " in name and r.random() < 0.4
        else name[:at] + r.choice("AEIOURNTS") + name[at + 1 :]
    )


def helper_name(r: Random, y: Payee, form: str) -> tuple[str, str]:
    """A person's name: by initials, in full, by nickname."""
    first, last = y.legal.upper().split(" ", 1)
    if form == "trading":
        nick = n.NICK.get(y.legal.split(" ")[0])
        if nick:
            return f"{nick.upper()} {last}", "nickname"
        married = n.LAST[int(y.id[1:]) * 7 % len(n.LAST)].upper()
        return (
            (f"{first[0]} {married}"[:18], "married")
            if int(y.id[1:]) % 3
            else (f"{first} {last}"[:18], "full")
        )
    style = r.choice([0, 0, 1, 2, 3, 3, 4])
    title = "MR" if first.title() in n.MEN else "MRS" if len(last) % 2 else "MISS"
    return [
        (y.initials.upper(), "initials"),
        (f"{last} {first[0]}", "initials"),
        (f"{title} {first[0]} {last}"[:18], "titled"),
        (f"{first} {last}"[:18], "full"),
        (f"{last} {first}"[:18], "full"),
    ][style]


def write_name(r: Random, y: Payee, form: str, means: str, layout: str) -> tuple[str, str, str]:
    """The payee as the line has it, the form an officer sees, and the type."""
    if form == "account":
        sc = y.sort_code if r.random() < 0.6 else y.sort_code.replace("-", "")
        return f"{sc} {y.number}", "account" if y.known_bank else "reference", "account number only"
    if form == "descriptor" and y.descriptor:
        return y.descriptor, "descriptor", "card descriptor"
    if form == "aggregator" and y.terminal:
        base = plain(y.trading[0] if y.trading and r.random() < 0.6 else y.legal)
        return (
            f"{y.terminal}{base if r.random() < 0.7 else base.title()}"[
                : r.choice([22, 22, 25])
            ].strip(),
            "aggregator",
            "payment aggregator",
        )
    if form == "named collector":
        return (
            f"{r.choice(['GC', 'GOCARDLESS', 'GC RE'])} {bare(r, y.legal)}"[
                : r.choice([18, 22, 25])
            ].strip(),
            "named",
            "direct-debit collector",
        )
    if form == "collector":
        return (
            r.choice(["GOCARDLESS", "GC", "GOCARDLESS LTD", "GC RE", "GoCardless Ltd"]),
            "collector",
            "direct-debit collector",
        )
    if y.kind == "pa":
        name, seen = helper_name(r, y, form)
        return (
            name,
            seen,
            "trading name instead of legal name"
            if seen in ("nickname", "married")
            else "plain payment with bank words",
        )
    if form == "trading" or (y.kind == "hmrc" and r.random() < 0.8):
        return trading_name(r, y, means)
    name, short = cut(r, bare(r, y.legal), means, layout)
    return name, "legal", "name cut short" if short else "plain payment with bank words"


def trading_name(r: Random, y: Payee, means: str) -> tuple[str, str, str]:
    """Another name on the plan, or the web address."""
    if y.trading:
        name = r.choice(y.trading)
        if name == y.owner and r.random() < 0.5:
            name = f"{name[0]} {name.split()[-1]}"
        return (
            plain(name)[: 22 if means == "card" else 18].strip(),
            "trading",
            "trading name instead of legal name",
        )
    site = "".join(
        c for c in plain(y.legal).replace(" LTD", "").replace(" LIMITED", "") if c.isalpha()
    )
    return (
        f"WWW.{site}.CO.UK"[: 25 if means == "card" else 24],
        "trading",
        "trading name instead of legal name",
    )


def hand(r: Random, who: Person, it: Item, day: date, form: str) -> tuple[str, bool]:
    """What the payer put as reference; whether it is the plan's own."""
    if it.reference and (form == "reference" or r.random() < 0.6):
        ref = it.reference
        return (ref.replace("-", "").replace(" ", "") if r.random() < 0.4 else ref)[:18], True
    if it.kind in ("pa", "mileage"):
        week = day.isocalendar()[1]
        pool = [
            "WAGES",
            f"WEEK {week}",
            f"WK{week}",
            "wages thanks x",
            f"W/E {day.day:02d} {MONTHS[day.month - 1]}",
            f"{MONTHS[day.month - 1]} WAGES",
            "PA HOURS",
            f"{who.first} care",
            "mum care",
            "SALARY",
            "thanks",
            "CARE",
            f"PAY {day.strftime('%d%m')}",
            "ta love x",
        ]
        return r.choice(pool)[:18], False
    if it.kind == "hmrc":
        return r.choice(["PAYE", f"{MONTHS[day.month - 1]} PAYE", "tax", "PAYE/NIC"]), False
    pool = [
        f"INV {r.randint(1000, 9999)}",
        f"INV{r.randint(10000, 99999)}",
        f"{who.first[0]} {who.last}",
        who.last.lower(),
        f"{r.randint(10**5, 10**6)}",
        f"{MONTHS[day.month - 1]} {day.year % 100}",
        f"A/C {r.randint(1000, 9999)}",
        "" if form not in ("reference", "account") else "care bill",
    ]
    return r.choice(pool)[:18], False
