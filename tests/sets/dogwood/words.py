"""Bank words: how a bank, a terminal or a hurried person writes a payee."""

from __future__ import annotations

import random

from .world import Day

CARD: list[str] = [
    "CARD PAYMENT TO {n} ON {d1}",
    "{n} {t} CD {c} {d2}",
    "POS{d3} {n} {t}",
    "VIS {n} {t} GB",
    "{c} {d2} {n} {t} GB",
    "CLP {n} {t}",
    "{n} {t} GBR",
    "CONTACTLESS {n}",
    "CARD PURCHASE {n} {d1}",
    "{n} {p}",
    "DEBIT CARD {n} ON {d1} BCC",
    "{n} {t}",
    "POS {n} {k}",
    "PURCHASE {n} {t} CARD ENDING {c}",
    "{n}  {t}  GB",
    "CARD {c} {n} {d3}",
    "VISA PURCHASE {n} {t} {d1}",
    "{n} {s} {t}",
]
FP: list[str] = [
    "FASTER PAYMENT TO {n} REF {r}",
    "BILL PAYMENT TO {n} REF {r}",
    "FPO {n} {r}",
    "TO {n} {r} {d2}",
    "BP {n} {r}",
    "{n} {r} VIA MOBILE - PYMT",
    "ONLINE PAYMENT {n} {r}",
    "PAYMENT TO {n}",
    "{r} {n}",
    "{n} {r}",
    "INTERNET BANKING TRANSFER {n} {r}",
    "FP {d2} {n} {r} {k}",
    "MOBILE PAYMENT TO {n} {r}",
    "PAY {n}",
    "SENT TO {n} REFERENCE {r}",
    "BILL PAYMENT VIA FASTER PAYMENT TO {n} REFERENCE {r} , MANDATE NO {m}",
]
SO: list[str] = [
    "STANDING ORDER TO {n} REF {r}",
    "SO {n} {r}",
    "STO {n} {r}",
    "STANDING ORDER {n}",
    "{n} {r} S/O",
    "STANDING ORDER VIA FASTER PAYMENT TO {n} REFERENCE {r} , MANDATE NO {m}",
]
DD: list[str] = [
    "DIRECT DEBIT PAYMENT TO {n} REF {r}, MANDATE NO {m}",
    "DD {n} {r}",
    "{n} {r} DD",
    "D/D {n} {r}",
    "DIRECT DEBIT {n}",
    "{n} DDR {r}",
]
IN: list[str] = [
    "BANK GIRO CREDIT REF {n} {r}",
    "BGC {n} {r}",
    "FPI {n} {r}",
    "FASTER PAYMENT RECEIPT REF {r} FROM {n}",
    "{n} {r}",
    "CREDIT FROM {n} {r}",
    "TRANSFER FROM {n} {r}",
    "FROM {n} {r} {d2}",
]
BACK: list[str] = [
    "REFUND {n} {t}",
    "CARD REFUND {n} {d2}",
    "{n} {t} REFUND",
    "CR {n} {t} CD {c}",
    "PURCHASE RETURN {n}",
    "REFUND FROM {n} ON {d1}",
    "VIS CREDIT {n} {t} GB",
]
FORMS: dict[str, list[str]] = {"card": CARD, "fp": FP, "so": SO, "dd": DD, "in": IN, "back": BACK}
COLLECTORS: list[str] = [
    "SUMUP  *{n}",
    "SQ *{n}",
    "ZETTLE_*{n}",
    "PAYPAL *{n}",
    "SUMUP *{n}",
    "STRIPE* {n}",
    "WORLDPAY {n}",
    "WP-{n}",
]
PA_REFERENCES: list[str] = [
    "WAGES",
    "WEEK {w}",
    "wages thanks x",
    "mum care",
    "PA HRS",
    "care",
    "PAY {m}",
    "thank you",
    "HOURS WK {w}",
    "SUPPORT",
    "{o} CARE",
    "PA {o}",
]
FIRM_REFERENCES: list[str] = [
    "INV {i}",
    "INV{i}",
    "INVOICE {i}",
    "{o}",
    "{m} INV",
    "ACC {i}",
    "WEEK {w}",
    "{o} CARE",
    "BILL {i}",
    "DP {o}",
]
MONTHS: list[str] = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split()


def plain(text: str) -> str:
    """Upper case without apostrophes and accents, as a bank's machine writes."""
    return text.upper().replace("'", "").replace("(", "").replace(")", "")


def legal(rng: random.Random, name: str) -> str:
    """The legal name with the company's form kept, cut or dropped, and AND against &."""
    words = plain(name)
    if words.endswith((" LTD", " LIMITED", " CIC", " LLP")) and rng.random() < 0.5:
        words = words.rsplit(" ", 1)[0] + rng.choice(["", "", " LIMI", " L"])
    return words.replace(" & ", rng.choice([" & ", " AND ", "&"])).strip()


def personal(rng: random.Random, name: str, full: bool | None = None) -> str:
    """A private payee: whole name or initial and surname, in one order or the other."""
    first, last = plain(name).split(" ", 1)
    whole = [f"{first} {last}", f"{last} {first}", f"{first}  {last}"]
    short = [
        f"{first[0]} {last}",
        f"{last} {first[0]}",
        f"MISS {first[0]} {last}",
        f"{first[0]}.{last}",
        f"MS {first[0]} {last}",
    ]
    chosen = whole if full or (full is None and rng.random() < 0.4) else short
    return rng.choice(chosen)


def mistyped(rng: random.Random, name: str) -> str:
    """Two letters swapped, one lost or one doubled by hand."""
    places = [
        i
        for i in range(1, len(name) - 1)
        if name[i].isalpha() and name[i + 1].isalpha() and name[i] != name[i + 1]
    ]
    at = rng.choice(places)
    return rng.choice(
        [
            name[:at] + name[at + 1] + name[at] + name[at + 2 :],
            name[:at] + name[at + 1 :],
            name[:at] + name[at] + name[at:],
        ]
    )


def reference(rng: random.Random, day: Day, owner: str, private: bool) -> str:
    """What the payer typed this time."""
    form = rng.choice(PA_REFERENCES if private else FIRM_REFERENCES)
    return form.format(
        w=rng.randrange(1, 52) if rng.random() < 0.3 else day.isocalendar()[1],
        m=MONTHS[day.month - 1],
        i=rng.randrange(900, 9999),
        o=plain(owner),
    )


def write(
    rng: random.Random,
    channel: str,
    name: str,
    ref: str,
    bought: Day,
    town: str,
    card: str,
    cut: int = 99,
    dated: bool | None = None,
    house: str = "",
) -> str:
    """The line as the statement shows it; `dated` asks for the purchase day or forbids it; a `house` keeps to few forms."""
    forms = FORMS[channel]
    own = random.Random(f"{house}:{channel}").sample(forms, min(4, len(forms))) if house else forms
    if dated is not None:
        forms = [f for f in forms if any(d in f for d in ("{d1}", "{d2}", "{d3}")) == dated]
    form, place = rng.choice([f for f in own if f in forms] or forms), town.upper()
    day, month = f"{bought.day:02d}", MONTHS[bought.month - 1]
    width = cut
    if channel in ("card", "back"):
        if place and place in name:
            place = ""
        name = name[:22]
        place = place[: max(0, 25 - len(name))] if rng.random() < 0.6 else place
    elif rng.random() < 0.6:
        width, ref = min(18, width), ref[:18]
    text = form.format(
        n=name[:width].strip(),
        t=place,
        r=ref,
        c=card,
        d1=f"{day} {month}",
        d2=f"{day}{month}{bought.year % 100}",
        d3=f"{day}{month}",
        p=f"0{rng.randrange(1200, 1999)} {rng.randrange(100000, 999999)}",
        k=rng.randrange(10**5, 10**8),
        m=f"{rng.randrange(1, 99):04d}",
        s=rng.randrange(100, 999),
    )
    text = text.replace(" REF ,", ",").strip().removesuffix(" REF").removesuffix(" REFERENCE")
    return text if rng.random() < 0.5 else " ".join(text.split())
