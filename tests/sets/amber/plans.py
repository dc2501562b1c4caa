"""Support plans: who is paid for what, at which price, how often, by which way."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from .model import FIRST_DAY, Item, Payee, Person
from .names import personal_assistant
from .orgs import namesakes


@dataclass
class County:
    """Everything shared: firms, assistants, counters, used bank details."""

    name: str
    short: str
    days: int
    orgs: list[Payee]
    assistants: list[Payee] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    item_count: int = 0
    by_kind: dict[str, list[Payee]] = field(default_factory=dict)
    with_reference: list[Item] = field(default_factory=list)
    surnames: dict[str, str] = field(default_factory=dict)

    @property
    def last_day(self) -> date:
        """The last day of the statements."""
        return FIRST_DAY + timedelta(days=self.days - 1)


class Planner:
    """Draws one person's items; each method adds the items of one need."""

    def __init__(self, rng: Random, county: County, person: Person) -> None:
        self.rng, self.county, self.person = rng, county, person

    def chance(self, share: float) -> bool:
        """True in that share of draws."""
        return self.rng.random() < share

    def org(self, kind: str) -> Payee:
        """A firm of a kind; the first ones have many customers."""
        pool = self.county.by_kind[kind]
        return pool[min(len(pool) - 1, int(self.rng.random() ** 1.6 * len(pool)))]

    def add(
        self,
        payee: Payee | None,
        kind: str,
        unit: str,
        price: int,
        units: int,
        schedule: str,
        **more: object,
    ) -> Item:
        """One more item with a number of its own; prices rise in spring for about half of them."""
        county, rng = self.county, self.rng
        county.item_count += 1
        item = Item(
            f"I{county.item_count}",
            self.person.id,
            payee,
            kind,
            unit,
            price,
            units,
            schedule,
            more.pop("start", FIRST_DAY),
            **more,
        )  # type: ignore[arg-type]
        if (
            schedule != "one-off"
            and price >= 200
            and kind not in ("hmrc", "mileage")
            and not item.pay_range
            and self.chance(0.55)
        ):
            since = rng.choice(
                [
                    date(2026, 4, 1),
                    date(2026, 4, 6),
                    date(2026, 4, 1),
                    date(2026, 1, 5),
                    date(2026, 6, 1),
                ]
            )
            step = 5 if price < 3000 else 25
            item.changes.append(
                (since, price + max(step, round(price * rng.uniform(0.02, 0.07) / step) * step))
            )
        if payee and payee.kind != "pa" and not item.reference and self.chance(0.42):
            item.reference = self.customer_number(payee)
        if schedule != "one-off" and not item.bundle and self.chance(0.13):
            item.end = FIRST_DAY + timedelta(
                days=rng.randrange(
                    min(100, county.days // 2), max(county.days // 2 + 1, county.days - 30)
                )
            )
        if item.kind in ("transport", "activity", "meals", "pa") and self.chance(0.1):
            item.tolerance = 5
        self.person.items.append(item)
        return item

    def customer_number(self, payee: Payee) -> str:
        """A customer number as the firm writes it."""
        letters = "".join(word[0] for word in payee.legal.split())[:2].upper()
        number = self.rng.randrange(10000, 99999)
        return self.rng.choice(
            [f"{letters}{number}", f"{letters}-{number}", f"{number}{letters[0]}", f"C{number}"]
        )

    def assistant(self, like: Payee | None = None) -> Payee:
        """A new personal assistant, now and then one who works for someone else too."""
        county = self.county
        if county.assistants and not like and (len(county.assistants) >= 215 or self.chance(0.06)):
            return self.rng.choice(county.assistants)
        if not like and county.assistants and self.chance(0.12):
            like = self.rng.choice(county.assistants)
        number = len(county.orgs) + len(county.assistants) + 1
        made = personal_assistant(self.rng, number, county.used, like)
        county.assistants.append(made)
        return made

    def wages(self) -> None:
        """Employed assistants: by the hour, by the month, or through a payroll bureau."""
        rng, helper = self.rng, self.assistant()
        rate, hours = rng.randrange(1190, 1760, 5), rng.choice([3, 4, 5, 6, 8, 10, 12, 14, 16, 20])
        shape = rng.random()
        if shape < 0.23:
            self.bureau(helper, rate, hours * 4)
            return
        if shape < 0.40:
            typical = rate * hours * 4
            self.add(
                helper,
                "pa",
                "month",
                typical,
                1,
                "monthly",
                pay_day=rng.choice([25, 28, 27, 1]),
                pay_range=(round(typical * 0.78 / 100) * 100, round(typical * 1.18 / 100) * 100),
                way="fp",
            )
        else:
            self.hourly(helper, rate, hours)
        self.employer_costs()

    def hourly(self, helper: Payee, rate: int, hours: int) -> None:
        """Weekly or four-weekly hours, with mileage for some and a second assistant for others."""
        rng = self.rng
        schedule = rng.choice(["weekly", "weekly", "weekly", "weekly", "fortnightly", "4-weekly"])
        times = {"weekly": 1, "fortnightly": 2, "4-weekly": 4}[schedule]
        way = rng.choice(["fp", "fp", "fp", "so"])
        pay_day = rng.choice([4, 4, 3, 0, 2])
        miles = schedule == "weekly" and self.chance(0.3)
        main = self.add(
            helper,
            "pa",
            "hour",
            rate,
            hours * times,
            schedule,
            way="fp" if miles else way,
            pay_day=pay_day,
        )
        if miles:
            ride = self.add(
                helper,
                "mileage",
                "mile",
                45,
                rng.choice([12, 20, 24, 30, 36]),
                schedule,
                way="fp",
                pay_day=pay_day,
            )
            ride.end = main.end
        elif schedule == "weekly" and way == "fp" and self.chance(0.8) and hours >= 4:
            self.timetable(main, hours, rate)
        if self.chance(0.24):
            sister = self.chance(0.6)
            other = self.assistant(helper if sister else None)
            more = rng.choice([3, 4, 5, 6, 9])
            self.add(
                other,
                "pa",
                "hour",
                rate if sister else rng.randrange(1190, 1760, 5),
                hours * times if sister and self.chance(0.7) else more * times,
                schedule,
                way="fp",
                pay_day=pay_day,
            )

    def timetable(self, item: Item, hours: int, rate: int) -> None:
        """Days and hours of the week, with dearer bank holidays."""
        days = self.rng.sample(range(0, 5), 2 if hours < 10 else 4)
        if 0 not in days:
            days[0] = 0
        left = hours * 60
        for place, day in enumerate(sorted(days)):
            minutes = left // (len(days) - place) // 30 * 30 if place < len(days) - 1 else left
            left -= minutes
            item.times.append(
                {
                    "weekday": day,
                    "start": self.rng.choice(["08:00", "09:30", "13:00", "17:30"]),
                    "minutes": minutes,
                    "workers": 1,
                    "every_weeks": 1,
                }
            )
        item.changes, item.pay_day = [], 4
        item.day_prices = {"weekend": rate * 3 // 2 // 5 * 5, "bank_holiday": rate * 2}

    def bureau(self, helper: Payee, rate: int, hours: int) -> None:
        """A payroll bureau that takes wages, tax and its fee in one sum."""
        rng, person = self.rng, self.person
        bureau, bundle, day = self.org("payroll"), f"B{person.id[1:]}", rng.choice([22, 24, 26])
        net = rate * hours * 93 // 100
        common = {
            "paid_via": bureau,
            "bundle": bundle,
            "pay_day": day,
            "way": rng.choice(["dd", "fp", "fp"]),
        }
        reach = (
            (round(net * 0.85 / 100) * 100, round(net * 1.15 / 100) * 100)
            if self.chance(0.45)
            else None
        )
        self.add(
            helper, "pa", "month", net, 1, "monthly", pay_range=reach, **common
        ).changes.clear()
        if self.chance(0.2):
            self.add(
                self.assistant(),
                "pa",
                "month",
                net // 2,
                1,
                "monthly",
                pay_range=(net * 4 // 10, net * 6 // 10) if reach and self.chance(0.5) else None,
                **common,
            ).changes.clear()
        self.add(
            self.county.by_kind["hmrc"][0],
            "hmrc",
            "month",
            rate * hours * 9 // 100,
            1,
            "monthly",
            reference=self.paye(),
            **common,
        )
        if self.chance(0.6):
            self.add(
                self.org("pension"),
                "pension",
                "month",
                rate * hours * 5 // 100,
                1,
                "monthly",
                **common,
            ).changes.clear()
        self.add(
            bureau, "payroll", "month", rng.choice([1250, 1500, 1680, 1800]), 1, "monthly", **common
        ).changes.clear()

    def paye(self) -> str:
        """An employer's tax reference."""
        return f"{self.rng.randrange(100, 990)}P{self.rng.choice('ABEHNTX')}{self.rng.randrange(10**7, 10**8)}"[
            :13
        ]

    def employer_costs(self) -> None:
        """Tax, pension, payroll fee and insurance of those who employ by themselves."""
        rng = self.rng
        if self.chance(0.28):
            base = rng.randrange(3500, 14000)
            self.add(
                self.county.by_kind["hmrc"][0],
                "hmrc",
                "month",
                base,
                1,
                "monthly",
                reference=self.paye(),
                way=rng.choice(["dd", "fp"]),
                pay_day=rng.choice([19, 22]),
                pay_range=(base * 7 // 10, base * 13 // 10),
            )
        if self.chance(0.22):
            self.add(
                self.org("pension"),
                "pension",
                "month",
                rng.randrange(1800, 5200, 10),
                1,
                "monthly",
                way="dd",
                pay_day=rng.choice([3, 15, 28]),
            )
        if self.chance(0.35):
            self.collected(
                self.org("payroll"), "payroll", "month", rng.choice([1250, 1500, 1680, 1800]), 0.5
            )
        if self.chance(0.3):
            self.add(
                self.org("insurance"),
                "insurance",
                "year",
                rng.randrange(6800, 11900, 50),
                1,
                "one-off",
                way=rng.choice(["card", "dd"]),
                start=FIRST_DAY + timedelta(days=rng.randrange(5, max(20, self.county.days - 60))),
            )

    def collected(
        self,
        payee: Payee,
        kind: str,
        unit: str,
        price: int,
        share: float,
        units: int = 1,
        schedule: str = "monthly",
    ) -> Item:
        """An item by direct debit, in `share` of cases through a collector."""
        rng = self.rng
        way = "gc" if self.chance(share) else "dd"
        item = self.add(
            payee,
            kind,
            unit,
            price,
            units,
            schedule,
            way=way,
            pay_day=rng.choice([1, 5, 8, 15, 20, 28]) if schedule == "monthly" else 1,
        )
        if way == "gc":
            item.mandate = (
                rng.choice(["", f"{payee.legal[:3].upper().strip()}-"])
                + f"{rng.randrange(16**6, 16**7):X}"
            )
            fate = rng.random()
            item.quiet_mandate = fate > 0.35
            if fate > 0.78:
                item.mandate = "?"
            elif fate > 0.55:
                item.reference = item.mandate
        return item

    def home_care(self) -> None:
        """An agency by invoice; some with a second rate, some with a namesake in the same plan."""
        rng, payee = self.rng, self.org("agency")
        schedule, hours = rng.choice(
            [("4-weekly", 4), ("4-weekly", 4), ("monthly", 4), ("weekly", 1)]
        )
        price, units = rng.randrange(1950, 2680, 10), rng.choice([2, 3, 4, 5, 7, 10, 14]) * hours
        if self.chance(0.22) and schedule == "monthly":
            self.collected(payee, "agency", "hour", price, 0.6, units)
            return
        pay_day = rng.choice([5, 12, 20, 28]) if schedule == "monthly" else rng.randrange(0, 5)
        way = rng.choice(["fp", "fp", "fp", "so", "card"])
        self.add(payee, "agency", "hour", price, units, schedule, way=way, pay_day=pay_day)
        if self.chance(0.2):
            self.add(
                payee,
                "agency",
                rng.choice(["hour", "night", "sleep-in"]),
                rng.choice([price + 300, price - 200, 6500, 8800]),
                rng.choice([1, 2, 3]) * hours,
                schedule,
                way=way,
                pay_day=pay_day,
            )
        near = namesakes(payee, self.county.by_kind["agency"])
        if near and self.chance(0.4):
            self.add(
                rng.choice(near),
                "agency",
                "hour",
                price,
                units if self.chance(0.7) else units + hours,
                schedule,
                way="fp",
                pay_day=pay_day,
            )

    def days_out(self) -> None:
        """A day centre, with lunch or the ride on the same bill for many."""
        rng, payee = self.rng, self.org("day_centre")
        schedule = rng.choice(["weekly", "weekly", "4-weekly", "4-weekly", "term-time", "monthly"])
        times = 4 if schedule in ("4-weekly", "monthly") else 1
        way = rng.choice(["fp", "fp", "card", "agg"] if times == 1 else ["fp", "fp", "so"])
        pay_day = rng.choice([2, 8, 16, 25]) if schedule == "monthly" else rng.randrange(0, 5)
        days = rng.choice([1, 2, 2, 3]) * times
        first = self.add(
            payee,
            "day_centre",
            "day",
            rng.randrange(3400, 6600, 50),
            days,
            schedule,
            way=way,
            pay_day=pay_day,
        )
        if self.chance(0.55):
            kind, price = rng.choice(
                [("meals", 650), ("meals", 575), ("transport", 900), ("transport", 1150)]
            )
            second = self.add(
                payee,
                kind,
                "meal" if kind == "meals" else "trip",
                price,
                days * (2 if kind == "transport" else 1),
                schedule,
                way=way,
                pay_day=pay_day,
            )
            second.end, second.changes = first.end, []

    def outings(self) -> None:
        """Rides and activities, paid at the time by card."""
        rng = self.rng
        if self.chance(0.26):
            payee = None if self.chance(0.25) else self.org("transport")
            schedule = rng.choice(["weekly", "weekly", "term-time"])
            self.add(
                payee,
                "transport",
                "trip",
                rng.randrange(450, 1500, 25),
                rng.choice([1, 2, 2, 2, 4]),
                schedule,
                way=rng.choice(["card", "card", "agg"]),
                pay_day=rng.randrange(0, 6),
                per_unit=self.chance(0.26),
            )
        if self.chance(0.25):
            payee = None if self.chance(0.15) else self.org("activity")
            self.add(
                payee,
                "activity",
                "session",
                rng.randrange(450, 1900, 50),
                rng.choice([1, 1, 2]),
                rng.choice(["weekly", "weekly", "fortnightly", "term-time"]),
                way=rng.choice(["card", "agg", "card", "fp"]),
                pay_day=rng.randrange(0, 6),
                per_unit=self.chance(0.2),
            )

    def things(self) -> None:
        """Equipment once with a deposit, supplies by the month, breaks, help at home, an alarm, therapy."""
        rng = self.rng

        def late_start() -> date:
            return FIRST_DAY + timedelta(days=rng.randrange(10, max(20, self.county.days - 70)))

        if self.chance(0.5):
            self.add(
                None if self.chance(0.12) else self.org("equipment"),
                "equipment",
                "piece",
                rng.randrange(12000, 98000, 500),
                1,
                "one-off",
                way=rng.choice(["card", "fp"]),
                start=late_start(),
            )
        if self.chance(0.32):
            self.add(
                self.org("respite"),
                "respite",
                "night",
                rng.randrange(8500, 14500, 250),
                rng.choice([2, 3, 5, 7]),
                "one-off",
                way=rng.choice(["card", "fp"]),
                start=late_start(),
            )
        if self.chance(0.12):
            self.add(
                self.org("equipment"),
                "equipment",
                "pack",
                rng.randrange(900, 2600, 25),
                rng.choice([1, 2, 3]),
                "monthly",
                way="card",
                pay_day=rng.choice([4, 11, 18]),
            )
        if self.chance(0.14):
            self.add(
                self.org("cleaning"),
                "cleaning",
                "hour",
                rng.randrange(1300, 1950, 50),
                rng.choice([2, 3, 4]),
                "fortnightly",
                way=rng.choice(["fp", "so"]),
                pay_day=rng.randrange(0, 5),
            )
        if self.chance(0.07):
            self.add(
                self.org("meals"),
                "meals",
                "meal",
                rng.randrange(550, 890, 5),
                rng.choice([3, 5, 7]),
                "weekly",
                way=rng.choice(["card", "agg"]),
                pay_day=rng.randrange(0, 5),
            )
        if self.chance(0.23):
            self.collected(
                self.org("telecare"), "telecare", "month", rng.randrange(1450, 2600, 5), 0.5
            )
        if self.chance(0.13):
            self.add(
                self.org("therapy"),
                "therapy",
                "session",
                rng.randrange(3800, 6900, 100),
                rng.choice([1, 2]),
                "monthly",
                way=rng.choice(["fp", "card", "agg"]),
                pay_day=rng.choice([6, 13, 21]),
            )

    def draw(self) -> None:
        """A whole plan; nobody is left with nothing."""
        if self.chance(0.51):
            self.wages()
        if self.chance(0.40):
            self.home_care()
        if self.chance(0.28):
            self.days_out()
        self.outings()
        self.things()
        if len(self.person.items) < 2:
            self.home_care()
            self.hourly(self.assistant(), 1480, 6)
