"""Plans: people, accounts, items, and how each person pays for them (streams)."""

from __future__ import annotations

import datetime as dt
import random

from .names import FIRST, SURNAME
from .people import WEEKS, Person, Stream
from .world import COUNCIL, START, World, add_months


class Planner:
    """Makes the people one after the other."""

    def __init__(self, world: World, seed: int, months: int) -> None:
        self.world, self.seed = world, seed
        self.end = add_months(START, months) - dt.timedelta(1)
        self.count = 0
        self.assistants: list[dict] = []

    def person(self, number: int) -> Person:
        """A person with two to four habits of spending."""
        rng = random.Random(f"{self.seed}:person:{number}")
        name = f"{rng.choice(FIRST)} {rng.choice(SURNAME)}"
        pid = f"P{number}"
        record = {
            "id": pid,
            "initials": f"{name[0]}.{name.split()[1][0]}.",
            "load": None,
            "contribution": None,
            "representative": None,
            "events": [],
        }
        if rng.random() < 0.3:
            record["representative"] = {
                "initials": f"{rng.choice(FIRST)[0]}.{name.split()[1][0]}.",
                "bank": self.world.account(),
            }
        person = Person(pid, name, rng, record, self._accounts(rng, number))
        for account in person.accounts:
            person.cards[account["id"]] = f"{rng.randrange(1000, 9999)}"
            person.cut[account["id"]] = (
                rng.choice([99, 99, 99, 99, 99, 99, 18, 18, 14, 12])
                if account["layout"] != "iso_signed"
                else 99
            )
        self._events(person)
        for habit in self._habits(rng):
            person.streams.append(getattr(self, f"_{habit}")(person))
        self._money(person)
        return person

    def _accounts(self, rng: random.Random, number: int) -> list[dict]:
        kinds = ["card"] if rng.random() < 0.5 else ["bank"]
        if rng.random() < 0.14:
            kinds = ["card", "bank"]
        made = []
        for place, kind in enumerate(kinds):
            layout = rng.choice(
                ["iso_signed", "iso_signed", "crdr_balance"]
                if kind == "card"
                else ["paid_in_out", "paid_in_out", "crdr_balance"]
            )
            made.append(
                {
                    "id": f"A{number}" + ("b" if place else ""),
                    "person": f"P{number}",
                    "kind": kind,
                    "layout": layout,
                    **self.world.account(),
                    "opening_balance_pence": 0,
                }
            )
        return made

    def _events(self, person: Person) -> None:
        """Hospital, suspension, or time away, in some lives."""
        rng = person.rng
        if rng.random() < 0.34:
            start = START + dt.timedelta(rng.randrange(50, 300))
            length = rng.randrange(24, 50)
            kind = rng.choice(["hospital", "hospital", "hospital", "suspended", "away"])
            person.record["events"] = [
                {
                    "kind": kind,
                    "from": start.isoformat(),
                    "to": (start + dt.timedelta(length)).isoformat(),
                }
            ]

    def _habits(self, rng: random.Random) -> list[str]:
        roll = rng.random()
        main = (
            "assistant"
            if roll < 0.30
            else "agency"
            if roll < 0.44
            else "twins"
            if roll < 0.50
            else "mileage"
            if roll < 0.58
            else "varying"
            if roll < 0.69
            else "bureau"
            if roll < 0.79
            else "two_needs"
            if roll < 0.89
            else "agency"
        )
        rest = [
            h
            for h, share in (
                ("sessions", 0.19),
                ("centre", 0.30),
                ("trips", 0.12),
                ("rides", 0.16),
                ("meals", 0.17),
                ("alarm", 0.34),
                ("alarms", 0.08),
                ("deposit", 0.52),
                ("activity", 0.20),
                ("cleaning", 0.18),
                ("any_taxi", 0.08),
            )
            if rng.random() < share
        ]
        rng.shuffle(rest)
        return [main, *rest[: rng.choice([1, 2, 2])]]

    # ---- items -------------------------------------------------------
    def item(
        self,
        person: Person,
        payee: dict | None,
        kind: str,
        unit: str,
        price: int,
        units: int,
        schedule: str,
        **more: object,
    ) -> dict:
        """One line of the plan."""
        self.count += 1
        made = {
            "id": f"I{self.count}",
            "person": person.id,
            "payee": payee["id"] if payee else None,
            "kind": kind,
            "unit": unit,
            "unit_price_pence": price,
            "price_changes": [],
            "units_per_period": units,
            "schedule": schedule,
            "start": START.isoformat(),
            "end": None,
            "tolerance_pct": 0,
            "paid_via": None,
            "bundle": None,
            "reference": None,
        }
        made.update(more)
        return made

    def _change(self, rng: random.Random, item: dict, share: float = 0.3) -> None:
        """A price the council agreed from some day on."""
        if rng.random() < share:
            day = START + dt.timedelta(7 * rng.randrange(12, 44))
            day = day.replace(day=1) if item["schedule"] == "monthly" else day
            item["price_changes"] = [
                {
                    "from": day.isoformat(),
                    "unit_price_pence": item["unit_price_pence"] + 5 * rng.randrange(5, 24),
                }
            ]

    def _ending(self, rng: random.Random, item: dict, share: float = 0.15) -> None:
        if rng.random() < share:
            item["end"] = (START + dt.timedelta(7 * rng.randrange(22, 42) - 1)).isoformat()

    def _firm(self, person: Person, kind: str, size: int = 14) -> dict:
        """A firm of the county that the person does not use yet; the first ones are used by many."""
        used = {s.payee["id"] for s in person.streams}
        firms = [f for f in self.world.by_kind[kind] if f["id"] not in used]
        return person.rng.choice(firms[:size] if person.rng.random() < 0.6 else firms)

    def _reference(self, person: Person) -> str:
        initials = person.record["initials"].replace(".", "")
        return person.rng.choice(
            [
                f"{initials}{person.rng.randrange(1000, 9999)}",
                f"CUST {person.rng.randrange(10000, 99999)}",
                f"{person.name.split()[1].replace(chr(39), '')[:6].upper()}-{person.rng.randrange(10, 99)}",
            ]
        )

    def _helper(self, person: Person) -> dict:
        if self.assistants and person.rng.random() < 0.04:
            return person.rng.choice(self.assistants)
        like = (
            person.rng.choice(self.assistants)
            if self.assistants and person.rng.random() < 0.12
            else None
        )
        self.assistants.append(self.world.assistant(like))
        return self.assistants[-1]

    def _wage(self, person: Person, payee: dict, schedule: str = "weekly", **more: object) -> dict:
        rng = person.rng
        hours = rng.randrange(4, 22) * {"weekly": 1, "4-weekly": 4}.get(schedule, 4)
        return self.item(
            person,
            payee,
            "pa",
            "hour",
            rng.choice([1221, 1250, 1275, 1300, 1340, 1365, 1410, 1480, 1525]),
            hours,
            schedule,
            **more,
        )

    # ---- habits ------------------------------------------------------
    def _assistant(self, person: Person) -> Stream:
        payee, rng = self._helper(person), person.rng
        item = self._wage(person, payee, rng.choice(["weekly", "weekly", "weekly", "4-weekly"]))
        self._change(rng, item)
        self._ending(rng, item)
        if item["schedule"] == "weekly" and rng.random() < 0.3:
            days = sorted(rng.sample(range(6), 2))
            item["units_per_period"] = 6
            if 5 in days or rng.random() < 0.4:
                item["price_changes"] = []
                item["day_prices"] = {
                    "weekend": item["unit_price_pence"] + 150,
                    "bank_holiday": item["unit_price_pence"] * 3 // 2,
                }
            item["times"] = [
                {"weekday": d, "start": "09:30", "minutes": 180, "workers": 1, "every_weeks": 1}
                for d in days
            ]
        return Stream(
            "regular",
            [item],
            payee,
            rng.choice(["fp", "fp", "so"]),
            every=rng.choice([1] * 11 + [2]) if item["schedule"] == "weekly" else 1,
        )

    def _twins(self, person: Person) -> Stream:
        """Two relatives with one initial, both employed."""
        rng = person.rng
        first = self._helper(person)
        second = self.world.assistant(first)
        one = self._wage(person, first)
        two = self._wage(person, second)
        two["unit_price_pence"] = one["unit_price_pence"]
        if rng.random() < 0.5:
            two["units_per_period"] = one["units_per_period"]
        elif two["units_per_period"] == one["units_per_period"]:
            two["units_per_period"] += 2
        return Stream("twins", [one, two], first, "fp")

    def _mileage(self, person: Person) -> Stream:
        payee = self._helper(person)
        wage = self._wage(person, payee)
        miles = self.item(
            person, payee, "mileage", "mile", 45, person.rng.randrange(18, 40), "weekly"
        )
        return Stream("mileage", [wage, miles], payee, "fp")

    def _varying(self, person: Person) -> Stream:
        payee = self._helper(person)
        wage = self._wage(person, payee, "monthly")
        full = wage["unit_price_pence"] * wage["units_per_period"]
        wage["pay_range_pence"] = [int(full * 0.78), int(full * 1.05)]
        return Stream("varying", [wage], payee, "fp")

    def _bureau(self, person: Person) -> Stream:
        """A payroll bureau that takes wages, tax and its fee in one sum."""
        rng, bureau = person.rng, self._firm(person, "payroll", 8)
        more = {"paid_via": bureau["id"], "bundle": f"B{person.id[1:]}"}
        schedule = rng.choice(["monthly", "4-weekly"])
        helpers = [self._helper(person)] + ([self._helper(person)] if rng.random() < 0.5 else [])
        helpers = list({h["id"]: h for h in helpers}.values())
        made = [self._wage(person, h, schedule, **more) for h in helpers]
        made.append(
            self.item(
                person,
                self.world.by_kind["hmrc"][0],
                "hmrc",
                "period",
                rng.randrange(1800, 9900),
                1,
                schedule,
                **more,
            )
        )
        made.append(
            self.item(
                person,
                bureau,
                "payroll",
                "period",
                rng.choice([1250, 1400, 1595, 1800]),
                1,
                schedule,
                bundle=more["bundle"],
            )
        )
        made[-1]["reference"] = self._reference(person)
        return Stream("bundle", made, bureau, rng.choice(["fp", "fp", "dd"]), made[-1]["reference"])

    def _agency(self, person: Person) -> Stream:
        payee, rng = self._firm(person, "homecare"), person.rng
        schedule = rng.choice(["weekly", "weekly", "4-weekly", "monthly"])
        item = self.item(
            person,
            payee,
            "homecare",
            "hour",
            rng.randrange(1980, 2760, 15),
            rng.randrange(3, 12) * (1 if schedule == "weekly" else 4),
            schedule,
        )
        self._change(rng, item)
        self._ending(rng, item, 0.1)
        item["tolerance_pct"] = rng.choice([0, 0, 5])
        if rng.random() < 0.5:
            item["reference"] = self._reference(person)
        return Stream(
            "regular",
            [item],
            payee,
            rng.choice(["fp", "fp", "card", "so"]),
            item["reference"] or "",
        )

    def _two_needs(self, person: Person) -> Stream:
        payee, rng = self._firm(person, "homecare"), person.rng
        schedule = rng.choice(["weekly", "weekly", "4-weekly"])
        times, mark = 1 if schedule == "weekly" else 4, self._reference(person)
        care = self.item(
            person,
            payee,
            "homecare",
            "hour",
            rng.randrange(2005, 2700, 35),
            rng.randrange(4, 11) * times,
            schedule,
            reference=mark,
        )
        sit = self.item(
            person,
            payee,
            "sitting",
            "hour",
            rng.randrange(1613, 1950, 27),
            rng.randrange(2, 5) * times,
            schedule,
            reference=mark,
        )
        return Stream("pair", [care, sit], payee, rng.choice(["fp", "card"]), mark)

    def _sessions(self, person: Person) -> Stream:
        """Two sessions a week at one price, paid on the day by card."""
        payee, rng = self._firm(person, "day_centre"), person.rng
        price, days = rng.randrange(2400, 5200, 50), sorted(rng.sample(range(4), 2))
        made = [
            self.item(
                person,
                payee,
                "day_centre",
                "session",
                price,
                1,
                "weekly",
                times=[
                    {"weekday": d, "start": "10:00", "minutes": 300, "workers": 1, "every_weeks": 1}
                ],
            )
            for d in days
        ]
        return Stream("sessions", made, payee, "card", days=days)

    def _centre(self, person: Person) -> Stream:
        payee, rng = self._firm(person, "day_centre"), person.rng
        schedule = rng.choice(["weekly", "fortnightly", "4-weekly"])
        item = self.item(
            person,
            payee,
            "day_centre",
            "day",
            rng.randrange(3100, 6400, 50),
            rng.randrange(1, 4) * {"weekly": 1, "fortnightly": 2}.get(schedule, 4),
            schedule,
        )
        self._change(rng, item, 0.2)
        if rng.random() < 0.5:
            item["reference"] = self._reference(person)
        return Stream(
            "regular", [item], payee, rng.choice(["fp", "card", "card"]), item["reference"] or ""
        )

    def _trips(self, person: Person) -> Stream:
        payee, rng = self._firm(person, "transport"), person.rng
        days = sorted(rng.sample(range(5), rng.choice([1, 1, 2])))
        item = self.item(
            person,
            payee,
            "transport",
            "trip",
            rng.randrange(450, 1400, 25),
            2 * len(days),
            "weekly",
        )
        return Stream("trips", [item], payee, "card", days=days)

    def _rides(self, person: Person) -> Stream:
        payee, rng = self._firm(person, "transport"), person.rng
        item = self.item(
            person,
            payee,
            "transport",
            "trip",
            rng.randrange(500, 1500, 25),
            rng.choice([2, 4]),
            "weekly",
            tolerance_pct=rng.choice([0, 10]),
        )
        self._change(rng, item, 0.2)
        return Stream("regular", [item], payee, "card")

    def _meals(self, person: Person) -> Stream:
        payee, rng = self._firm(person, "meals"), person.rng
        item = self.item(
            person,
            payee,
            "meals",
            "meal",
            rng.randrange(485, 895, 10),
            rng.choice([4, 5, 5, 6, 7, 7]),
            "weekly",
        )
        return Stream("regular", [item], payee, rng.choice(["card", "fp", "so"]))

    def _alarm(self, person: Person) -> Stream:
        payee, rng = self._firm(person, "alarm", 10), person.rng
        item = self.item(
            person, payee, "alarm", "month", rng.randrange(1399, 2999, 50), 1, "monthly"
        )
        self._change(rng, item, 0.2)
        mandate = f"{rng.choice('ABCDEFGHJK')}{rng.randrange(10**6, 10**7)}"
        if rng.random() < 0.6:
            item["reference"] = mandate
        return Stream("collector", [item], payee, "dd", mandate)

    def _alarms(self, person: Person) -> Stream:
        """Two monthly debits of one price that one collector takes."""
        rng = person.rng
        one, two = self._firm(person, "alarm", 10), self._firm(person, "cleaning")
        price = rng.choice([1500, 1800, 2000, 2500])
        made = [
            self.item(person, p, k, "month", price, 1, "monthly")
            for p, k in ((one, "alarm"), (two, "cleaning"))
        ]
        return Stream("collectors", made, one, "dd")

    def _deposit(self, person: Person) -> Stream:
        kind, rng = person.rng.choice(["respite", "respite", "equipment"]), person.rng
        payee = self._firm(person, kind)
        nights = rng.randrange(3, 8) if kind == "respite" else 1
        price = (
            rng.randrange(8500, 16500, 250)
            if kind == "respite"
            else rng.randrange(18000, 62000, 500)
        )
        item = self.item(
            person, payee, kind, "night" if kind == "respite" else "piece", price, nights, "one-off"
        )
        return Stream(
            "deposit", [item], payee, rng.choice(["fp", "card"]), f"BKG{rng.randrange(1000, 9999)}"
        )

    def _activity(self, person: Person) -> Stream:
        payee, rng = self._firm(person, "activity"), person.rng
        item = self.item(
            person, payee, "activity", "class", rng.randrange(650, 1900, 25), 1, "term-time"
        )
        return Stream("regular", [item], payee, rng.choice(["card", "card", "fp"]))

    def _cleaning(self, person: Person) -> Stream:
        payee, rng = self._firm(person, "cleaning"), person.rng
        item = self.item(
            person,
            payee,
            "cleaning",
            "hour",
            rng.randrange(1500, 2100, 25),
            rng.choice([2, 3]) * 2,
            "fortnightly",
        )
        return Stream("regular", [item], payee, rng.choice(["fp", "fp", "so", "card"]))

    def _any_taxi(self, person: Person) -> Stream:
        """A need with no named payee: any taxi will do."""
        item = self.item(
            person,
            None,
            "transport",
            "trip",
            person.rng.randrange(600, 1200, 50),
            2,
            "weekly",
            tolerance_pct=25,
        )
        return Stream("any", [item], self._firm(person, "transport"), "card")

    # ---- money in ----------------------------------------------------
    def _money(self, person: Person) -> None:
        rng = person.rng
        weekly = sum(
            i["unit_price_pence"] * i["units_per_period"] / WEEKS[i["schedule"]]
            for i in person.items
        )
        share = rng.choice([0, 0, 1, 1, 1, 1, 1]) * rng.randrange(8, 26) / 100
        if share:
            schedule = rng.choice(
                ["weekly", "4-weekly", "4-weekly", "4-weekly", "monthly", "monthly", "monthly"]
            )
            reference = rng.choice(
                [
                    f"{person.name.split()[1].replace(chr(39), '')[:3].upper()}-CON",
                    f"CC{rng.randrange(1000, 9999)}",
                    "CONTRIBUTION",
                    None,
                ]
            )
            person.record["contribution"] = {
                "pence": int(weekly * share * WEEKS[schedule]) // 5 * 5,
                "schedule": schedule,
                "reference": reference,
            }
        schedule = rng.choice(["4-weekly", "4-weekly", "4-weekly", "monthly"])
        person.record["load"] = {
            "payer": COUNCIL,
            "pence": int(weekly * (1.06 - share) * WEEKS[schedule]) // 10 * 10,
            "schedule": schedule,
        }
        for account in person.accounts:
            account["opening_balance_pence"] = int(weekly * rng.uniform(7, 12))
