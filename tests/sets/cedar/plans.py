"""The plans: people, households, items and how each is paid."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from . import names
from .days import FIRST_DAY, FIRST_MONDAY, last_day
from .model import Account, Item, Payee, Person
from .payees import County, account_number, sort_code

APRIL_MONDAY, APRIL_FIRST = date(2026, 4, 6), date(2026, 4, 1)
KIND_PRICES = {
    "homecare": (2060, 2700, 20),
    "day": (4200, 6800, 50),
    "transport": (450, 1400, 50),
    "club": (400, 1500, 50),
    "meals": (620, 980, 10),
    "alarm": (1450, 2600, 5),
    "bureau": (1200, 2400, 50),
    "cleaning": (1500, 2200, 50),
    "garden": (1800, 2600, 50),
    "support": (1700, 2400, 50),
    "therapy": (3000, 5500, 50),
    "respite": (8500, 14500, 50),
    "pa": (1270, 1780, 10),
}
UNITS = {
    "homecare": "hour",
    "day": "day",
    "transport": "trip",
    "club": "session",
    "meals": "meal",
    "alarm": "month",
    "bureau": "month",
    "cleaning": "hour",
    "garden": "hour",
    "support": "hour",
    "therapy": "session",
    "respite": "night",
    "pa": "hour",
    "tax": "month",
    "pension": "month",
    "equipment": "piece",
    "mileage": "mile",
    "activity": "session",
}


class Planner:
    """Makes people and their plans."""

    def __init__(self, rng: Random, county: County, months: int) -> None:
        self.rng, self.county = rng, county
        self.stop = last_day(months)
        self.people: list[Person] = []
        self.count = 0

    def make(self, count: int) -> list[Person]:
        """So many people, some of whom live together."""
        house = 0
        while len(self.people) < count:
            house += 1
            size = self.rng.choices([1, 2, 3], [70, 23, 7])[0]
            last, town = (
                self.rng.choice(names.LAST),
                self.rng.choice([names.BIG_TOWN] * 3 + names.VILLAGES),
            )
            for _ in range(min(size, count - len(self.people))):
                self.person(house, last, town)
        return self.people

    def person(self, house: int, last: str, town: str) -> None:
        """One person with accounts, events and items."""
        number = len(self.people) + 1
        rng = Random(self.rng.getrandbits(64))
        person = Person(f"P{number}", rng.choice(names.FIRST), last, house, town, rng)
        self.people.append(person)
        self.accounts(person)
        self.happenings(person)
        if rng.random() < 0.45:
            person.rep = (
                rng.choice(names.FIRST),
                last if rng.random() < 0.6 else rng.choice(names.LAST),
                sort_code(rng),
                account_number(rng),
            )
        core = rng.choices(["pa", "agency", "micro"], [52, 33, 15])[0]
        {"pa": self.employer, "agency": self.agency, "micro": self.micro}[core](person)
        self.extras(person)
        for item in person.items:
            if item.payee:
                item.payee.clients.append(item)

    def accounts(self, person: Person) -> None:
        """A card account, a bank account, or both."""
        rng = person.rng
        kinds = rng.choices([["bank"], ["card"], ["bank", "card"]], [47, 43, 10])[0]
        for kind in kinds:
            layout = (
                rng.choices(["iso_signed", "crdr_balance"], [75, 25])[0]
                if kind == "card"
                else rng.choice(["paid_in_out", "paid_in_out", "crdr_balance"])
            )
            person.accounts.append(
                Account(
                    f"A{person.id[1:]}{'' if kind == kinds[0] else 'b'}",
                    person,
                    kind,
                    layout,
                    sort_code(rng),
                    account_number(rng),
                    rng.randrange(1_000_000),
                    str(rng.randint(1000, 9999)),
                )
            )

    def happenings(self, person: Person) -> None:
        """Hospital, holidays, suspension, death, moving away."""
        rng, span = person.rng, (self.stop - FIRST_DAY).days
        luck = rng.random()
        person.messy = rng.choice([0.15, 0.2, 0.25, 0.3, 0.35, 0.7])
        begin = FIRST_DAY + timedelta(days=rng.randint(int(span * 0.2), max(int(span * 0.75), 1)))
        if luck < 0.36:
            person.events.append(("hospital", begin, begin + timedelta(days=rng.randint(16, 45))))
        elif luck < 0.42:
            person.events.append(("away", begin, begin + timedelta(days=rng.randint(7, 20))))
        elif luck < 0.48:
            person.events.append(("suspended", begin, begin + timedelta(days=rng.randint(20, 50))))
        elif luck < 0.54:
            person.events.append(
                ("died", FIRST_DAY + timedelta(days=int(span * rng.uniform(0.5, 0.85))), None)
            )
        elif luck < 0.565:
            person.events.append(
                ("moved", FIRST_DAY + timedelta(days=int(span * rng.uniform(0.6, 0.85))), None)
            )

    def item(
        self,
        person: Person,
        payee: Payee | None,
        kind: str,
        units: int,
        schedule: str,
        **more: object,
    ) -> Item:
        """One plan item with a price of its kind and perhaps a rise in April."""
        rng = person.rng
        self.count += 1
        low, high, step = KIND_PRICES.get(kind, (1000, 2000, 50))
        start = FIRST_MONDAY + timedelta(
            days=7 * rng.choice([0, 0, 0, 0, 1, 2, 3, rng.randint(4, 20)])
        )
        if schedule == "monthly":
            start = start.replace(day=1) if start > FIRST_DAY else FIRST_DAY
        item = Item(
            f"I{self.count}",
            person,
            payee,
            kind,
            UNITS[kind],
            rng.randrange(low, high + 1, step),
            units,
            schedule,
            start,
        )
        item.tolerance = rng.choice([0, 0, 0, 2, 5, 10])
        for name, value in more.items():
            setattr(item, name, value)
        if (
            rng.random() < 0.55
            and item.kind not in ("mileage", "respite", "tax", "pension", "equipment")
            and not item.pay_range
        ):
            since = APRIL_FIRST if schedule == "monthly" else APRIL_MONDAY
            if rng.random() < 0.2:
                since += timedelta(days=91 if schedule != "monthly" else 0)
            rise = (
                max(round(item.price * rng.uniform(0.025, 0.08) / 10) * 10, 10)
                if item.price % 50
                else max(round(item.price * 0.05 / 50) * 50, 50)
            )
            if since > item.start:
                item.changes.append((since, item.price + rise))
        if item.reference is None and rng.random() < 0.4 and kind not in ("pa", "mileage"):
            item.reference = self.reference(rng, person)
        person.items.append(item)
        return item

    def reference(self, rng: Random, person: Person) -> str:
        """A customer number or the like."""
        return rng.choice(
            [
                f"{rng.choice('CWHKT')}{rng.randint(10000, 99999)}",
                f"{person.last[:3].upper()}-{rng.randint(100, 999)}",
                f"WX{rng.randint(1000, 9999)}",
                f"{rng.randint(100000, 999999)}",
                f"{person.first[0]}{person.last[:4].upper()}{rng.randint(10, 99)}",
            ]
        )

    def shared(self, person: Person, kind: str, chance: float) -> Payee | None:
        """A payee whom someone else of the household pays already, now and then."""
        theirs = [
            i.payee
            for p in self.people
            if p.house == person.house and p is not person
            for i in p.items
            if i.kind == kind and i.payee
        ]
        loose = [p for p in theirs if p not in self.known(person)]
        return person.rng.choice(loose) if loose and person.rng.random() < chance else None

    def known(self, person: Person) -> list[Payee]:
        """Whom the person pays already."""
        return [i.payee for i in person.items if i.payee]

    def employer(self, person: Person) -> None:
        """Employs personal assistants, paid alone, by range, with miles or through a bureau."""
        rng, county = person.rng, self.county
        schedule = rng.choices(["weekly", "fortnightly", "4-weekly", "monthly"], [62, 12, 14, 12])[
            0
        ]
        weeks = {"weekly": 1, "fortnightly": 2, "4-weekly": 4, "monthly": 4}[schedule]
        way = rng.choices(["own", "range", "miles", "bureau", "twin"], [44, 19, 12, 14, 11])[0]
        helpers = 1 if way == "miles" else rng.choice([1, 1, 2, 2, 3])
        wages = []
        for _ in range(max(helpers, 2) if way == "twin" else helpers):
            payee = self.shared(person, "pa", 0.3) or county.helper(rng, self.known(person))
            units = rng.randint(3, 14) * weeks
            wage = self.item(
                person,
                payee,
                "pa",
                units,
                schedule,
                channel=rng.choice(["FPO", "FPO", "FPO", "SO"]),
                lag=rng.randint(0, 5),
            )
            if (
                wages
                and payee.legal[0] == wages[-1].payee.legal[0]
                and payee.legal.split()[-1] == wages[-1].payee.legal.split()[-1]
                and rng.random() < 0.7
            ):
                wage.price, wage.units, wage.changes, wage.start = (
                    wages[-1].price,
                    wages[-1].units,
                    list(wages[-1].changes),
                    wages[-1].start,
                )
            wages.append(wage)
            if way == "range":
                mid = wage.price * units
                wage.pay_range, wage.changes, wage.channel = (
                    (round(mid * 0.8 / 100) * 100, round(mid * 1.15 / 100) * 100),
                    [],
                    "FPO",
                )
        if way == "bureau":
            self.bureau(person, wages, schedule)
        elif way == "miles":
            miles = self.item(
                person,
                wages[0].payee,
                "mileage",
                rng.randint(10, 45) * weeks,
                schedule,
                price=45,
                start=wages[0].start,
            )
            person.streams.append([wages[0], miles])
            wages[0].channel = "FPO"
        elif way == "twin" and schedule == "weekly":
            second = self.item(
                person,
                wages[0].payee,
                "pa",
                wages[0].units if rng.random() < 0.5 else rng.randint(1, 2),
                "weekly",
                price=wages[0].price,
                changes=list(wages[0].changes),
                start=wages[0].start,
                channel="FPO",
                lag=wages[0].lag,
            )
            if rng.random() < 0.5:
                wages[0].reference, second.reference = (
                    f"HOME{rng.randint(10, 99)}",
                    f"OUT{rng.randint(10, 99)}",
                )
            person.streams += [[w] for w in wages] + [[second]]
        else:
            person.streams += [[w] for w in wages]
        if way in ("own", "range") and rng.random() < 0.35:
            tax = self.item(
                person,
                county.by_kind["tax"][0],
                "tax",
                1,
                "monthly",
                price=12000,
                pay_range=(6000, 19000),
                channel="FPO",
                lag=20,
                reference=f"{rng.randint(100, 999)}P{rng.choice('ABKT')}00{rng.randint(100000, 999999)}",
            )
            person.streams.append([tax])
        if way in ("own", "range") and rng.random() < 0.2:
            person.streams.append(
                [
                    self.item(
                        person,
                        county.by_kind["pension"][0],
                        "pension",
                        1,
                        "monthly",
                        price=3000,
                        pay_range=(1500, 5200),
                        channel="DD",
                        lag=14,
                        reference=f"NEST{rng.randint(100000, 999999)}",
                    )
                ]
            )

    def bureau(self, person: Person, wages: list[Item], schedule: str) -> None:
        """A bureau takes the wages and its fee in one sum."""
        rng = person.rng
        via = self.county.pick(rng, "bureau", [])
        fee = self.item(person, via, "bureau", 1, schedule, start=wages[0].start, changes=[])
        for item in [*wages, fee]:
            item.via, item.bundle, item.start, item.channel = (
                via,
                f"B{person.id[1:]}",
                wages[0].start,
                wages[0].channel,
            )
            item.lag, item.unit = wages[0].lag, item.unit if item is not fee else "run"
        person.streams.append([*wages, fee])

    def agency(self, person: Person) -> None:
        """Home care by an agency, billed after visits or by the agreed week."""
        rng = person.rng
        payee = self.shared(person, "homecare", 0.5) or self.county.pick(rng, "homecare", [])
        schedule = rng.choices(["weekly", "fortnightly", "4-weekly"], [60, 12, 28])[0]
        weeks = {"weekly": 1, "fortnightly": 2, "4-weekly": 4}[schedule]
        item = self.item(
            person,
            payee,
            "homecare",
            rng.randint(4, 13) * weeks,
            schedule,
            lag=rng.randint(3, 9),
            invoice=rng.randint(200, 9000),
            channel=rng.choice(["FPO", "FPO", "FPO", "BP", "SO", "DD"]),
        )
        if rng.random() < 0.25 and schedule == "weekly":
            self.visits(item)
        stream = [item]
        if rng.random() < 0.38:
            other = self.item(
                person,
                payee,
                "homecare" if rng.random() < 0.5 else "transport",
                rng.randint(1, 4) * weeks,
                schedule,
                start=item.start,
                lag=item.lag,
                channel="FPO",
                changes=[],
                invoice=item.invoice,
            )
            if rng.random() < 0.24 and not payee.ended and not item.times:
                other.kind, other.unit, other.price, other.units, other.changes = (
                    "homecare",
                    "hour",
                    item.price,
                    item.units,
                    list(item.changes),
                )
                person.streams.append([other])
            else:
                stream.append(other)
        if (
            payee.ended
            and payee.ended > item.start + timedelta(days=30)
            and payee.ended < self.stop - timedelta(days=60)
        ):
            for part in stream:
                part.end = payee.ended + timedelta(days=rng.randint(18, 30))
                part.changes = [c for c in part.changes if c[0] < part.end]
            follow = self.county.pick(rng, "homecare", [payee])
            begin = stream[0].end + timedelta(days=7 - stream[0].end.weekday())
            nxt = self.item(
                person,
                follow,
                "homecare",
                item.units,
                schedule,
                start=begin,
                changes=[],
                lag=rng.randint(3, 9),
                channel="FPO",
                invoice=rng.randint(200, 9000),
            )
            nxt.changes = []
            person.streams.append([nxt])
        elif rng.random() < 0.12:
            payee_rise = APRIL_MONDAY - timedelta(days=0)
            item.tolerance = rng.choice([0, 2])
            item.secret_rise, item.changes = (
                payee_rise,
                [(payee_rise + timedelta(days=35), item.price + 120)],
            )
        person.streams.append(stream)

    def visits(self, item: Item) -> None:
        """Agreed times of visits, with another price at weekends and on bank holidays."""
        rng = item.person.rng
        minutes = rng.choice([30, 45, 60, 60])
        days = sorted(rng.sample(range(7), rng.randint(3, 6)))
        item.price = round(item.price / 20) * 20
        item.changes = []
        item.times = [
            {
                "weekday": d,
                "start": rng.choice(["08:00", "08:30", "12:30", "17:30"]),
                "minutes": minutes,
                "workers": 1,
                "every_weeks": 1,
            }
            for d in days
        ]
        item.units = max(round(len(days) * minutes / 60), 1)
        if len(days) * minutes % 60:
            for slot in item.times:
                slot["minutes"] = 60
            item.units = len(days)
        item.weekend, item.holiday = (
            round(item.price * 1.15 / 20) * 20,
            round(item.price * 1.5 / 20) * 20,
        )

    def micro(self, person: Person) -> None:
        """Micro-providers: sole traders who come by the hour."""
        rng = person.rng
        for kind in rng.sample(["support", "support2", "therapy"], rng.choice([1, 2, 2])):
            payee = self.county.pick(rng, kind.strip("2"), self.known(person))
            item = self.item(
                person,
                payee,
                kind.strip("2"),
                rng.randint(2, 6) if kind[0] == "s" else 1,
                "weekly",
                channel=rng.choice(["CARD", "CARD", "FPO"]),
                lag=rng.randint(0, 3),
            )
            person.streams.append([item])

    def extras(self, person: Person) -> None:
        """Clubs, cars, cleaners, respite and the rest, from extras.py."""
        from .extras import add_extras

        add_extras(self, person)
