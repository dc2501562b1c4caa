"""People, their accounts and the items of their plans."""

from dataclasses import dataclass, field
from datetime import date
from random import Random

from . import days as d
from . import payees as p


@dataclass
class Item:
    """One line of a plan."""

    id: str
    payee: p.Payee | None
    kind: str
    unit: str
    price: int
    units: int
    schedule: str
    start: date = d.FIRST_DAY
    end: date | None = None
    changes: list[tuple[date, int]] = field(default_factory=list)
    tol: int = 0
    via: p.Payee | None = None
    bundle: str | None = None
    reference: str | None = None
    times: list[dict] = field(default_factory=list)
    day_prices: dict | None = None
    pay_range: list[int] | None = None
    means: str = "fp"
    form: str = "legal"
    lag: int = 4
    done: bool = False

    def price_on(self, day: date) -> int:
        """The agreed price of a unit on a day."""
        now = self.price
        for since, price in self.changes:
            if since <= day:
                now = price
        return now

    def planned(self, first: date, last: date | None = None) -> int:
        """What a period costs by the plan, with its dearer days."""
        base = self.units * self.price_on(first)
        hit = d.holiday_in(first, last) if last and self.day_prices and self.times else None
        for t in self.times if hit else []:
            if t["weekday"] == hit.weekday():
                base += (
                    (self.day_prices["bank_holiday"] - self.price_on(first))
                    * t["minutes"]
                    * t["workers"]
                    // 60
                )
        return base

    def json(self, person: str) -> dict:
        """As plans.json holds it."""
        out = {
            "id": self.id,
            "person": person,
            "payee": self.payee.id if self.payee else None,
            "kind": self.kind,
            "unit": self.unit,
            "unit_price_pence": self.price,
            "price_changes": [
                {"from": a.isoformat(), "unit_price_pence": b} for a, b in self.changes
            ],
            "units_per_period": self.units,
            "schedule": self.schedule,
            "start": self.start.isoformat(),
            "end": self.end.isoformat() if self.end else None,
            "tolerance_pct": self.tol,
            "paid_via": self.via.id if self.via else None,
            "bundle": self.bundle,
            "reference": self.reference,
        }
        for key, value in (
            ("times", self.times),
            ("day_prices", self.day_prices),
            ("pay_range_pence", self.pay_range),
        ):
            if value:
                out[key] = value
        return out


@dataclass
class Account:
    """One account with its bank's habits."""

    id: str
    kind: str
    layout: str
    sort_code: str
    number: str
    pages: str
    style: int
    overlap: bool = False
    opening: int = 0


@dataclass
class Person:
    """A person with a plan; names beyond the initials are on no plan."""

    id: str
    first: str
    last: str
    town: str
    ref: str
    items: list[Item] = field(default_factory=list)
    accounts: list[Account] = field(default_factory=list)
    load: int = 0
    load_schedule: str = "4-weekly"
    contribution: dict | None = None
    relative: str | None = None
    relative_bank: tuple[str, str] = ("", "")
    events: list[dict] = field(default_factory=list)

    @property
    def initials(self) -> str:
        """As the plan knows the person."""
        return f"{self.first[0]}.{self.last[0]}."

    def away(self, day: date) -> str | None:
        """The kind of event that covers the day."""
        return next(
            (
                e["kind"]
                for e in self.events
                if e["from"] <= day and (not e["to"] or day <= e["to"])
            ),
            None,
        )


class Maker:
    """Makes people one after another from a shared county of payees."""

    def __init__(self, rng: Random, end: date):
        """No one made yet."""
        self.rng, self.end = rng, end
        self.payees = p.firms(rng)
        self.by_kind: dict[str, list[p.Payee]] = {}
        for y in self.payees:
            self.by_kind.setdefault(y.kind, []).append(y)
        self.count = 0

    def helper(self, like: p.Payee | None = None) -> p.Payee:
        """A personal assistant, mostly new; a namesake of another if asked."""
        pas = self.by_kind.setdefault("pa", [])
        if not like and pas and self.rng.random() < 0.06:
            return self.rng.choice(pas)
        y = (
            p.twin(self.rng, like, len(self.payees))
            if like
            else p.assistant(self.rng, len(self.payees))
        )
        self.payees.append(y)
        pas.append(y)
        return y

    def item(
        self,
        payee: p.Payee | None,
        kind: str,
        unit: str,
        price: int,
        units: int,
        schedule: str,
        **more,
    ) -> Item:
        """One item, with the price of April where prices rise."""
        self.count += 1
        it = Item(f"I{self.count:04d}", payee, kind, unit, price, units, schedule, **more)
        if (
            schedule != "one-off"
            and kind not in ("hmrc", "pension", "cash", "mileage")
            and self.rng.random() < 0.6
        ):
            when = self.rng.choice(
                [
                    date(2026, 4, 6),
                    date(2026, 4, 6),
                    date(2026, 3, 30),
                    date(2026, 1, 5),
                    date(2026, 6, 1),
                ]
            )
            step = 5 if price < 3000 else 25
            it.changes = [
                (when, price + max(step, round(price * self.rng.uniform(0.02, 0.06) / step) * step))
            ]
        if kind in ("agency", "day_centre", "meals", "therapy") and self.rng.random() < 0.45:
            it.reference = f"{self.rng.choice(['HD', 'SU', 'C', 'CUST'])}{self.rng.choice(['-', '', ' '])}{self.rng.randint(10000, 99999)}"
        it.start = d.plus(d.FIRST_DAY, -28 * self.rng.choice([0, 0, 1, 3, 6, 9, 13, 20]))
        it.lag = self.rng.choice([0, 1, 2, 4, 5])
        return it

    def add(
        self,
        who: Person,
        payee: p.Payee | None,
        kind: str,
        unit: str,
        price: int,
        units: int,
        schedule: str,
        **more,
    ) -> Item:
        """One item put on a person's plan."""
        it = self.item(payee, kind, unit, price, units, schedule, **more)
        who.items.append(it)
        return it

    def pick(self, kind: str) -> p.Payee:
        """A payee of that kind; the first few serve many."""
        pool = self.by_kind[kind]
        return pool[min(int(self.rng.expovariate(2.2 / len(pool))), len(pool) - 1)]
