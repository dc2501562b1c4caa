"""The payees of the borough: firms with near-namesakes, personal assistants, HMRC."""

from dataclasses import dataclass, field
from random import Random

from . import names as n


@dataclass
class Payee:
    """Someone who is paid, with what the council holds of them."""

    id: str
    kind: str
    legal: str
    trading: list[str] = field(default_factory=list)
    descriptor: str | None = None
    sort_code: str = ""
    number: str = ""
    known_bank: bool = True
    cqc: str | None = None
    ended: str | None = None
    owner: str = ""
    town: str = ""
    mcc: str = ""
    terminal: str = ""
    collector: bool = False

    def json(self) -> dict:
        """As plans.json holds it."""
        bank = (
            {"sort_code": self.sort_code, "account_number": self.number}
            if self.known_bank
            else None
        )
        reg = {"cqc": self.cqc, "ended": self.ended} if self.cqc else None
        state = (
            [{"state": "accredited", "from": "2024-04-01", "until": self.ended or "2028-03-31"}]
            if self.kind == "agency"
            else []
        )
        return {
            "id": self.id,
            "kind": self.kind,
            "legal_name": self.legal,
            "trading_names": self.trading,
            "card_descriptor": self.descriptor,
            "bank": bank,
            "registration": reg,
            "accreditation": state,
        }

    @property
    def initials(self) -> str:
        """First letter and surname of a person."""
        first, last = self.legal.split(" ", 1)
        return f"{first[0]} {last}"


def bank_of(rng: Random) -> tuple[str, str]:
    """A sort code and account that no bank has."""
    return f"00-{rng.randint(11, 98)}-{rng.randint(10, 99)}", f"{rng.randint(10**7, 10**8 - 1)}"


def firm_name(rng: Random, kind: str, taken: set[str]) -> str:
    """A name not yet taken; few stems, so that many differ in one word."""
    _, words, ends, _ = n.KINDS[kind]
    while True:
        name = f"{rng.choice(n.STEMS[:18] if kind in ('agency', 'transport') else n.STEMS)} {rng.choice(words)}"
        name = f"{name} {rng.choice(ends)}".strip()
        if name not in taken:
            taken.add(name)
            return name


def descriptor(rng: Random, name: str, town: str) -> str:
    """What the terminal writes: the name cut at 22, or name and place in 25."""
    bare = (
        name.upper()
        .replace("'", "")
        .replace(" LTD", "")
        .replace(" LIMITED", "")
        .replace(" CIC", "")
    )
    style = rng.randrange(4)
    if style == 0:
        return bare[:22].strip()
    if style == 1:
        return f"{bare.replace(' ', '')[:12]}*{town.upper()[:10]}"
    if style == 2:
        return f"{bare[:14].strip()} {rng.randint(10, 99)} {town.upper()}"[:25].strip()
    return f"{bare[:18].strip()} {town.upper()}"[:25].strip()


def firms(rng: Random) -> list[Payee]:
    """All organisations."""
    out: list[Payee] = []
    taken: set[str] = set()
    brands = [f"{b}|{k}" for k in n.KINDS for b in n.BRANDS]
    for kind, (count, _, _, mcc) in n.KINDS.items():
        pool = [b.split("|")[0] for b in brands if b.endswith("|" + kind)]
        rng.shuffle(pool)
        for _ in range(count):
            out.append(firm(rng, kind, mcc, firm_name(rng, kind, taken), pool.pop(), len(out)))
    sc, num = bank_of(rng)
    out.append(
        Payee(
            f"Y{len(out) + 1:03d}",
            "hmrc",
            "HM Revenue & Customs",
            ["HMRC", "HMRC PAYE", "HMRC NDDS", "HMRC GOV.UK", "HMRC CUMBERNAULD"],
            "HMRC GOV.UK PAYE",
            sc,
            num,
            mcc="9311",
        )
    )
    return out


def firm(rng: Random, kind: str, mcc: str, legal: str, brand: str, at: int) -> Payee:
    """One organisation with its names, account and terminal."""
    town = rng.choice(n.TOWNS)
    owner = f"{rng.choice(n.FIRST)} {rng.choice(n.LAST)}"
    trading = [f"{brand} {n.BRAND_WORD[kind]}"] if rng.random() < 0.65 else []
    if kind in ("transport", "cleaning", "gardening", "activity", "therapy") and rng.random() < 0.5:
        trading.append(owner)
    sc, num = bank_of(rng)
    p = Payee(
        f"Y{at + 1:03d}",
        kind,
        legal,
        trading,
        None,
        sc,
        num,
        rng.random() < 0.75,
        owner=owner,
        town=town,
        mcc=mcc,
    )
    if kind not in ("payroll", "pension") and rng.random() < 0.9:
        p.descriptor = descriptor(rng, rng.choice([legal, *trading[:1]]), town)
    if kind in ("transport", "activity", "cleaning", "gardening", "therapy", "meals", "training"):
        p.terminal = rng.choice(
            [
                "SUMUP  *",
                "SQ *",
                "ZETTLE_*",
                "PAYPAL *",
                "SUMUP *",
                "SumUp  *",
                "WORLDPAY*",
                "STRIPE*",
            ]
        )
    p.collector = (
        kind in ("agency", "day_centre", "activity", "cleaning", "gardening", "payroll", "meals")
        and rng.random() < 0.7
    )
    if kind in ("agency", "respite"):
        p.cqc = f"1-{rng.randint(10**8, 10**9 - 1)}"
    return p


def assistant(rng: Random, at: int, last: str = "", initial: str = "") -> Payee:
    """One personal assistant; a surname and initial can be asked for."""
    firsts = [f for f in n.FIRST if not initial or f[0] == initial]
    name = f"{rng.choice(firsts)} {last or rng.choice(n.LAST)}"
    sc, num = bank_of(rng)
    return Payee(
        f"Y{at + 1:03d}",
        "pa",
        name,
        [],
        None,
        sc,
        num,
        rng.random() < 0.7,
        town=rng.choice(n.TOWNS),
    )


def twin(rng: Random, first: Payee, at: int) -> Payee:
    """A namesake: same surname and initial, another person."""
    head, last = first.legal.split(" ", 1)
    while True:
        other = assistant(rng, at, last, head[0])
        if other.legal != first.legal:
            return other
        if sum(f[0] == head[0] for f in n.FIRST) < 2:
            return assistant(rng, at, last)
