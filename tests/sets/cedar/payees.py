"""The payees of the county: organisations, sole traders, personal assistants."""

from __future__ import annotations

from datetime import date
from random import Random

from . import names
from .model import Payee

FIRMS = [
    ("homecare", 30),
    ("day", 15),
    ("respite", 15),
    ("transport", 15),
    ("club", 24),
    ("meals", 6),
    ("alarm", 5),
    ("bureau", 4),
]
TRADERS = [("cleaning", 22), ("garden", 12), ("support", 26), ("therapy", 14)]
COLLECTORS = ["SUMUP", "SUMUP", "SQ", "SQ", "ZETTLE", "PAYPAL"]
MCC = {
    "homecare": "8099",
    "day": "8351",
    "respite": "7011",
    "transport": "4121",
    "club": "7997",
    "meals": "5811",
    "alarm": "7393",
    "cleaning": "7349",
    "garden": "0780",
    "support": "8398",
    "therapy": "8049",
    "equipment": "5047",
}


def sort_code(rng: Random) -> str:
    """An invented sort code."""
    return f"00-{rng.randint(10, 99)}-{rng.randint(10, 99)}"


def account_number(rng: Random) -> str:
    """An invented account number."""
    return str(rng.randint(10_000_000, 99_999_999))


def plain(name: str) -> str:
    """A name without its legal ending."""
    for end in (" Ltd", " Limited", " CIC", " LLP", " Trust"):
        name = name.removesuffix(end)
    return name


class County:
    """All payees, by kind."""

    def __init__(self, rng: Random, helpers: int) -> None:
        self.rng = rng
        self.all: list[Payee] = []
        self.by_kind: dict[str, list[Payee]] = {}
        self.helpers_left: list[Payee] = []
        for kind, count in FIRMS:
            for name in names.firm_names(rng, kind, count):
                self.firm(kind, name)
        for kind, count in TRADERS:
            self.traders(kind, count)
        for name in ("HM Revenue and Customs", "Nest Pensions"):
            self.add(
                Payee(
                    "",
                    "tax" if "HM" in name else "pension",
                    name,
                    ["HMRC", "HMRC PAYE", "HMRC NDDS"] if "HM" in name else ["NEST"],
                )
            )
        for name in (
            "Thorle Mobility",
            "Able Aids of Harlingstoke Ltd",
            "Thorle Mobility Repairs",
            "Easireach Equipment Ltd",
        ):
            self.add(Payee("", "equipment", name, [], name.upper()[:22]))
        for first, last in names.human_names(rng, helpers):
            self.add(Payee("", "pa", f"{first} {last}", human=True))
        self.helpers_left = list(self.by_kind["pa"])
        rng.shuffle(self.helpers_left)

    def add(self, payee: Payee) -> Payee:
        """Number a payee, give it a bank and a town."""
        payee.id = f"Y{len(self.all) + 1}"
        payee.town = self.rng.choice([names.BIG_TOWN] * 5 + names.VILLAGES)
        payee.sort_code, payee.account_number = sort_code(self.rng), account_number(self.rng)
        self.all.append(payee)
        self.by_kind.setdefault(payee.kind, []).append(payee)
        return payee

    def firm(self, kind: str, name: str) -> None:
        """An organisation; some trade under another name."""
        rng, trading, short = self.rng, [], plain(name)
        if rng.random() < 0.45:
            first = short.split()[0]
            trading = [
                rng.choice(
                    [
                        f"{first} Group",
                        f"{first}Care",
                        f"{first} & Co",
                        f"www.{first.lower()}.co.uk",
                        f"{first} Wexmere",
                        f"The {first} Project",
                        f"{first} at Home",
                    ]
                )
            ]
            if rng.random() < 0.3:
                trading.append(
                    f"{rng.choice(names.ROOTS)} {rng.choice(['Living', 'People', 'Support', 'Together'])}"
                )
        card = None
        if kind in ("transport", "club", "respite", "day", "meals"):
            card = rng.choice(
                [
                    short.upper(),
                    f"{short.split()[0].upper()}*{short.split()[-1].upper()}",
                    short.upper().replace(" ", ""),
                    f"{short.upper()} {rng.randint(1, 40):03d}",
                    f"{short.split()[0].upper()} {short.split()[-1].upper()}",
                ]
            )[:22]
        payee = self.add(Payee("", kind, name, trading, card))
        if kind in ("homecare", "respite"):
            payee.cqc = f"1-{rng.randint(100_000_000, 999_999_999)}"
        if kind == "homecare" and rng.random() < 0.15:
            payee.ended = date(2026, rng.randint(1, 6), rng.randint(1, 28))
        payee.collector = (
            rng.choice([None, None, None, "SUMUP", "SQ"]) if kind in ("club", "transport") else None
        )

    def traders(self, kind: str, count: int) -> None:
        """Sole traders: the legal name is the owner's; the shop name is what they trade as."""
        rng = self.rng
        shops = names.TRADES[kind] * 4
        for number, (first, last) in enumerate(names.human_names(rng, count)):
            shop = shops[number]
            if number >= len(names.TRADES[kind]):
                shop = f"{shop} {rng.choice([last, first, 'Wexmere', 'by ' + first])}"
            collector = rng.choice(COLLECTORS)
            mark = {"SUMUP": "SUMUP  *", "SQ": "SQ *", "ZETTLE": "ZETTLE_*", "PAYPAL": "PAYPAL *"}[
                collector
            ]
            shown = shop if rng.random() < 0.7 else f"{first} {last}"
            if collector == "PAYPAL":
                shown = shown.replace(" ", "").replace("&", "")
            legal = rng.choice(
                [f"{first} {last}", f"{first} {last}", f"{first} {last} t/a {shop}", f"{shop} Ltd"]
            )
            trading = (
                [shop] if shop not in legal else ([f"{first} {last}"] if "Ltd" in legal else [shop])
            )
            if legal.endswith("Ltd") and shown == f"{first} {last}":
                trading = [shown]
            self.add(
                Payee("", kind, legal, trading, (mark + shown.upper())[:22], collector=collector)
            )

    def helper(self, rng: Random, known: list[Payee]) -> Payee:
        """A personal assistant: mostly a new one, now and then a sister of one known, or one who works for others too."""
        if known and known[-1].human and rng.random() < 0.25:
            for other in self.helpers_left:
                if (
                    other.legal[0] == known[-1].legal[0]
                    and other.legal.split()[1] == known[-1].legal.split()[1]
                ):
                    self.helpers_left.remove(other)
                    return other
        if self.helpers_left and rng.random() > 0.08:
            return self.helpers_left.pop()
        choice = rng.choice(self.by_kind["pa"])
        return choice if choice not in known else self.helper(rng, known)

    def pick(self, rng: Random, kind: str, known: list[Payee]) -> Payee:
        """A payee of a kind whom the person does not yet pay."""
        pool = [p for p in self.by_kind[kind] if p not in known]
        return pool[min(int(rng.random() ** 1.3 * len(pool)), len(pool) - 1)]
