"""The county's organisations: many near-namesakes, several ways each is written."""

from __future__ import annotations

from datetime import date
from random import Random

from .model import Payee
from .names import LAST, STEMS, TOWNS, bank_details

# kind: how many, merchant code, endings of the legal name, endings of the trading name
KINDS: dict[str, tuple[int, str, list[str], list[str]]] = {
    "agency": (
        30,
        "8099",
        [
            "Home Care Limited",
            "Homecare Services Ltd",
            "Home Support Ltd",
            "Care Services Limited",
            "Care at Home LLP",
            "Domiciliary Care Ltd",
            "Care & Support Limited",
            "Community Care Ltd",
        ],
        ["Home Care", "Homecare", "Care", "Care & Support", "At Home"],
    ),
    "day_centre": (
        22,
        "8398",
        [
            "Day Centre CIC",
            "Day Services Limited",
            "Day Opportunities CIC",
            "Centre Trust",
            "Day Care Ltd",
            "Community Hub CIC",
        ],
        ["Day Centre", "Day Ops", "The Hub", "Centre", "Day Club"],
    ),
    "transport": (
        20,
        "4121",
        [
            "Community Transport Ltd",
            "Cars Limited",
            "Private Hire Ltd",
            "Travel CIC",
            "Minibus Services Ltd",
            "Accessible Travel CIC",
            "Taxis (County) Limited",
        ],
        ["Cars", "Taxis", "Wheels", "Dial-a-Ride", "Travel"],
    ),
    "equipment": (
        18,
        "5047",
        [
            "Mobility Limited",
            "Living Aids Ltd",
            "Mobility Centre Ltd",
            "Healthcare Supplies Ltd",
            "Independent Living Limited",
            "Mobility & Care Ltd",
        ],
        ["Mobility", "Living Aids", "Aids & Mobility", "Supplies"],
    ),
    "activity": (
        20,
        "7997",
        [
            "Swim School Ltd",
            "Arts Project CIC",
            "Riding Group",
            "Leisure Trust",
            "Garden Project CIC",
            "Music Workshop Ltd",
            "Leisure Centre Trust",
            "Craft Studio Ltd",
        ],
        ["Swim", "Arts", "Riding", "Leisure", "Music", "Studio"],
    ),
    "respite": (
        8,
        "7011",
        ["Short Breaks Ltd", "Respite Care Limited", "Holiday Lodges CIC", "Short Stay Trust"],
        ["Breaks", "Short Breaks", "Lodges"],
    ),
    "cleaning": (
        10,
        "7349",
        ["Cleaning Services Ltd", "Domestic Help Limited", "Home Help Ltd", "Garden Care Ltd"],
        ["Cleaners", "Domestics", "Home Help"],
    ),
    "meals": (
        6,
        "5811",
        ["Meals Limited", "Kitchen Services CIC", "Hot Meals Ltd"],
        ["Meals", "Kitchen"],
    ),
    "telecare": (
        5,
        "4814",
        ["Lifeline Limited", "Telecare Services Ltd", "Careline Limited"],
        ["Lifeline", "Careline"],
    ),
    "therapy": (
        8,
        "8099",
        ["Physiotherapy Ltd", "Therapy Practice LLP", "Speech & Language Ltd"],
        ["Physio", "Therapy", "Speech"],
    ),
    "payroll": (
        4,
        "8931",
        ["Payroll Services Ltd", "Payroll Bureau Limited", "Payroll Solutions CIC"],
        ["Payroll", "Wages Bureau"],
    ),
    "pension": (
        2,
        "6300",
        ["Workplace Pensions Limited", "Pension Trust"],
        ["Pensions", "Pension"],
    ),
    "insurance": (
        3,
        "6300",
        ["Insurance Brokers Ltd", "Insurance Services Limited"],
        ["Insure", "Cover"],
    ),
}


def squeezed(name: str, width: int) -> str:
    """A name as a terminal would hold it."""
    return (
        name.upper()
        .replace("&", "AND")
        .replace("(", "")
        .replace(")", "")
        .replace("'", "")[:width]
        .rstrip()
    )


def descriptor(rng: Random, name: str, stem: str, town: str, kind: str) -> str:
    """One of the ways card terminals print a merchant."""
    plain = stem.upper().replace(" ", "")
    short = name.split()[-1].upper() if " " in name else kind.upper()[:5]
    return rng.choice(
        [
            f"{plain}*{town.upper()}"[:22],
            f"WWW.{plain}{short}.CO.UK"[:25],
            squeezed(name, 22),
            f"{squeezed(name, 17)} {rng.randrange(1, 60):04d}"[:22],
            f"{plain[:9]} {short[:7]} LTD"[:22],
            f"{stem[:1].upper()}{plain[1:12]}{short[:4]}",
            f"{squeezed(name, 14)} 01{rng.randrange(200, 999)}"[:22],
            f"{plain} {kind.upper().replace('_', '')[:6]}"[:22],
        ]
    )


def organisation(
    rng: Random, number: int, kind: str, stem: str, taken: set[str], used: set[str]
) -> Payee:
    """One firm with a legal name no other has."""
    _, mcc, legals, tradings = KINDS[kind]
    for _ in range(60):
        legal = f"{stem} {rng.choice(legals)}"
        if legal not in taken:
            break
        stem = rng.choice(STEMS)
    taken.add(legal)
    town = rng.choice(TOWNS)
    trading = [f"{stem} {rng.choice(tradings)}"] if rng.random() < 0.75 else []
    if rng.random() < 0.22:
        trading.append(
            rng.choice(
                [
                    f"The {rng.choice(LAST)} {kind.replace('_', ' ').title()}",
                    f"{rng.choice(LAST)}'s",
                    f"{town} {tradings[0]}",
                ]
            )
        )
    shown = trading[0] if trading else legal
    sort, account = bank_details(rng, used)
    cqc = f"1-{rng.randrange(100_000_000, 999_999_999)}" if kind in ("agency", "respite") else None
    return Payee(
        f"Y{number}",
        kind,
        legal,
        trading,
        descriptor(rng, shown, stem, town, kind),
        rng.random() < 0.85,
        sort,
        account,
        rng.random() < 0.85,
        cqc,
        None,
        town,
        mcc,
    )


def organisations(rng: Random, used: set[str]) -> list[Payee]:
    """All of them, the tax office last; stems come round so that namesakes differ in one word."""
    made: list[Payee] = []
    taken: set[str] = set()
    for kind, (count, *_rest) in KINDS.items():
        stems = rng.sample(STEMS, max(3, count * 2 // 5))
        for turn in range(count):
            made.append(
                organisation(rng, len(made) + 1, kind, stems[turn % len(stems)], taken, used)
            )
    for ended, lapsed in zip(
        (date(2026, 3, 31), date(2026, 1, 16), date(2026, 5, 29)),
        [payee for payee in made if payee.kind == "agency"][4::9],
        strict=False,
    ):
        lapsed.ended = ended
    sort, account = bank_details(rng, used)
    made.append(
        Payee(
            f"Y{len(made) + 1}",
            "hmrc",
            "HM Revenue and Customs",
            ["HMRC", "HMRC PAYE/NIC CUMB", "HMRC NDDS"],
            None,
            True,
            sort,
            account,
            True,
            town="Cumbernauld",
            mcc="9311",
        )
    )
    return made


def namesakes(payee: Payee, others: list[Payee]) -> list[Payee]:
    """Payees of the same need whose names begin with the same word."""
    stem = payee.legal.split()[0]
    return [
        one
        for one in others
        if one.kind == payee.kind and one is not payee and one.legal.split()[0] == stem
    ]
