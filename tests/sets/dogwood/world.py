"""The county: council, calendar, payees with near-namesakes, owners and personal assistants."""

from __future__ import annotations

import datetime as dt
import random

from . import names

Day = dt.date
COUNCIL = "Wendleshire County Council"
START = Day(2025, 4, 7)
HOLIDAYS: set[Day] = {
    Day(2025, 4, 18),
    Day(2025, 4, 21),
    Day(2025, 5, 5),
    Day(2025, 5, 26),
    Day(2025, 8, 25),
    Day(2025, 12, 25),
    Day(2025, 12, 26),
    Day(2026, 1, 1),
    Day(2026, 4, 3),
    Day(2026, 4, 6),
    Day(2026, 5, 4),
    Day(2026, 5, 25),
    Day(2026, 8, 31),
    Day(2026, 12, 25),
    Day(2026, 12, 28),
}
TERMS: list[tuple[str, str]] = [
    ("2025-04-22", "2025-05-23"),
    ("2025-06-02", "2025-07-22"),
    ("2025-09-02", "2025-10-24"),
    ("2025-11-03", "2025-12-19"),
    ("2026-01-05", "2026-02-13"),
    ("2026-02-23", "2026-03-27"),
]


def add_months(day: Day, count: int) -> Day:
    """The same day of a later month, held to the month's end."""
    month = day.month - 1 + count
    year, month = day.year + month // 12, month % 12 + 1
    last = (Day(year + month // 12, month % 12 + 1, 1) - dt.timedelta(1)).day
    return Day(year, month, min(day.day, last))


def working(day: Day) -> Day:
    """The next day on which a bank books."""
    while day.weekday() > 4 or day in HOLIDAYS:
        day += dt.timedelta(1)
    return day


def in_term(day: Day) -> bool:
    """Whether a day lies within a school term."""
    return any(a <= day.isoformat() <= b for a, b in TERMS)


class World:
    """All payees of the county, shared by its people."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(f"world:{seed}")
        self.payees: list[dict] = []
        self.town: dict[str, str] = {}
        self.owner: dict[str, str] = {}
        self.by_kind: dict[str, list[dict]] = {}
        self._accounts: set[str] = set()
        for kind, count in names.COUNT.items():
            self._organisations(kind, count)
        self._add(
            "hmrc",
            "HM Revenue and Customs",
            ["HMRC PAYE", "HMRC NDDS", "HMRC Cumbernauld"],
            None,
            "Wendleford",
        )

    def account(self) -> dict[str, str]:
        """A sort code and account number that no one else has."""
        while True:
            number = f"{self.rng.randrange(10000000, 99999999)}"
            if number not in self._accounts:
                self._accounts.add(number)
                return {
                    "sort_code": f"00-{self.rng.randrange(10, 99)}-{self.rng.randrange(10, 99)}",
                    "account_number": number,
                }

    def _add(
        self, kind: str, legal: str, trading: list[str], descriptor: str | None, town: str
    ) -> dict:
        payee = {
            "id": f"Y{len(self.payees) + 1}",
            "kind": kind,
            "legal_name": legal,
            "trading_names": trading,
            "card_descriptor": descriptor,
            "bank": self.account(),
            "registration": None,
        }
        if kind in ("homecare", "respite"):
            ended = f"2025-{self.rng.randrange(8, 12):02d}-01" if self.rng.random() < 0.14 else None
            payee["registration"] = {
                "cqc": f"1-{self.rng.randrange(10**9, 10**10)}",
                "ended": ended,
            }
        self.payees.append(payee)
        self.town[payee["id"]] = town
        self.by_kind.setdefault(kind, []).append(payee)
        return payee

    def _organisations(self, kind: str, count: int) -> None:
        """Firms of one kind; several share all words but one."""
        rng, seen = self.rng, set()
        while len(seen) < count:
            stem = rng.choice(
                names.STEM[:14] if kind in ("homecare", "day_centre", "transport") else names.STEM
            )
            core = rng.choice(names.CORE[kind])
            legal = " ".join(
                w for w in (stem.replace("-", " "), core, rng.choice(names.SUFFIX)) if w
            )
            if (stem, core) in seen:
                continue
            seen.add((stem, core))
            self._firm(kind, stem, core, legal)

    def _firm(self, kind: str, stem: str, core: str, legal: str) -> None:
        rng, town, trading = self.rng, self.rng.choice(names.TOWN).replace("-", " "), []
        owner = f"{rng.choice(names.FIRST)} {rng.choice(names.SURNAME)}"
        if kind in ("transport", "cleaning", "activity", "meals") and rng.random() < 0.3:
            trading.append(legal)
            legal = owner
        elif rng.random() < 0.6:
            trading.append(
                rng.choice(
                    [
                        f"{stem}{core.split()[0]}",
                        f"The {stem} {core.split()[-1]}",
                        f"{owner.split()[1]} & {rng.choice(names.SURNAME)}",
                        f"{rng.choice(names.STEM)} {rng.choice(['Friends', 'House', 'Direct', 'Plus', 'Circle'])}",
                    ]
                ).replace("-", " ")
            )
        if rng.random() < 0.25:
            trading.append(f"{stem} {core} {town}".replace("-", " "))
        short = (trading[0] if trading else legal).upper().replace("'", "")
        descriptor = (
            rng.choice(
                [
                    f"{short[:22]} {town.upper()}"[:25],
                    f"{short.replace(' ', '')[:14]}*{town.upper()}"[:25],
                    short[:22],
                ]
            )
            if rng.random() < 0.75
            else None
        )
        payee = self._add(kind, legal, trading, descriptor, town)
        self.owner[payee["id"]] = owner

    def assistant(self, like: dict | None = None) -> dict:
        """A personal assistant; `like` gives a relative who shares surname and initial."""
        rng = self.rng
        surname = rng.choice(names.SURNAME)
        first = rng.choice(names.FIRST)
        if like:
            other, surname = like["legal_name"].split(" ", 1)
            first = rng.choice(
                [n for n in names.FIRST if n[0] == other[0] and n != other] or [other[0] + "nna"]
            )
        return self._add(
            "pa", f"{first} {surname}", [], None, rng.choice(names.TOWN).replace("-", " ")
        )
