"""The smaller things in a plan: clubs, cars, cleaners, alarms, respite, any supplier of a need."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from .days import FIRST_DAY
from .model import Person

if TYPE_CHECKING:
    from .plans import Planner


def add_extras(planner: Planner, person: Person) -> None:
    """Two to four extras and perhaps respite."""
    rng = person.rng
    makers = [club, cars, cleaner, alarm, day_centre, meals, any_club, garden]
    chance = rng.choices(makers, [20, 15, 17, 24, 11, 8, 6, 9], k=rng.choice([0, 1, 1, 1, 2]))
    for maker in dict.fromkeys(chance):
        maker(planner, person)
    if rng.random() < 0.36:
        respite(planner, person)
    if rng.random() < 0.12:
        equipment(planner, person)
    if rng.random() < 0.2:
        near_namesake(planner, person)
    if rng.random() < 0.24:
        shorten(person)


def club(planner: Planner, person: Person) -> None:
    """A club by the session, weekly, in term or by monthly subscription."""
    rng = person.rng
    payee = planner.county.pick(rng, "club", planner.known(person))
    schedule = rng.choice(["weekly", "term-time", "monthly", "fortnightly"])
    channel = (
        "DD"
        if schedule == "monthly" and rng.random() < 0.75
        else rng.choice(["CARD", "CARD", "FPO"])
    )
    person.streams.append(
        [
            planner.item(
                person,
                payee,
                "club",
                rng.choice([1, 1, 2]) if schedule != "monthly" else 4,
                schedule,
                channel=channel,
                lag=rng.randint(-4, 1),
            )
        ]
    )


def cars(planner: Planner, person: Person) -> None:
    """Trips paid one by one (twice a week the same fare) or by the week."""
    rng = person.rng
    payee = planner.county.pick(rng, "transport", planner.known(person))
    item = planner.item(person, payee, "transport", 2, "weekly", channel="CARD", lag=0)
    if rng.random() < 0.4:
        item.per_visit = True
        days = sorted(rng.sample(range(5), 2))
        item.times = [
            {"weekday": d, "start": "10:00", "minutes": 30, "workers": 1, "every_weeks": 1}
            for d in days
        ]
    else:
        item.units, item.channel = rng.randint(2, 5), rng.choice(["CARD", "FPO"])
    person.streams.append([item])


def cleaner(planner: Planner, person: Person) -> None:
    """A cleaner who works alone."""
    rng = person.rng
    payee = planner.county.pick(rng, "cleaning", planner.known(person))
    person.streams.append(
        [
            planner.item(
                person,
                payee,
                "cleaning",
                rng.choice([2, 2, 3, 4]),
                rng.choice(["weekly", "weekly", "fortnightly"]),
                channel=rng.choice(["CARD", "CARD", "FPO", "SO"]),
                lag=rng.randint(0, 3),
            )
        ]
    )


def garden(planner: Planner, person: Person) -> None:
    """A gardener once a fortnight or every four weeks."""
    rng = person.rng
    payee = planner.county.pick(rng, "garden", planner.known(person))
    person.streams.append(
        [
            planner.item(
                person,
                payee,
                "garden",
                rng.choice([2, 3, 4]),
                rng.choice(["fortnightly", "4-weekly"]),
                channel=rng.choice(["CARD", "FPO"]),
                lag=1,
            )
        ]
    )


def alarm(planner: Planner, person: Person) -> None:
    """An alarm by direct debit through a collector."""
    rng = person.rng
    payee = planner.county.pick(rng, "alarm", planner.known(person))
    person.streams.append(
        [
            planner.item(
                person,
                payee,
                "alarm",
                1,
                "monthly",
                channel="DD",
                lag=rng.randint(-25, -15),
                reference=f"{rng.choice(['AL', 'TC', 'GC'])}{rng.randint(10**6, 10**7 - 1)}",
            )
        ]
    )


def day_centre(planner: Planner, person: Person) -> None:
    """Days at a centre and the bus there, often in one bill."""
    rng = person.rng
    payee = planner.county.pick(rng, "day", planner.known(person))
    days = rng.choice([1, 2, 3])
    schedule = rng.choice(["weekly", "4-weekly", "4-weekly"])
    weeks = 1 if schedule == "weekly" else 4
    first = planner.item(
        person,
        payee,
        "day",
        days * weeks,
        schedule,
        channel=rng.choice(["FPO", "FPO", "BP", "CARD"]),
        lag=rng.randint(2, 9),
        invoice=rng.randint(100, 4000),
    )
    stream = [first]
    if rng.random() < 0.5:
        stream.append(
            planner.item(
                person,
                payee,
                "transport",
                days * 2 * weeks,
                schedule,
                start=first.start,
                channel="FPO",
                lag=first.lag,
                changes=[],
            )
        )
    person.streams.append(stream)


def meals(planner: Planner, person: Person) -> None:
    """Meals brought to the house."""
    rng = person.rng
    payee = planner.county.pick(rng, "meals", planner.known(person))
    person.streams.append(
        [
            planner.item(
                person,
                payee,
                "meals",
                rng.randint(3, 7),
                "weekly",
                channel=rng.choice(["CARD", "FPO", "DD"]),
                lag=rng.randint(0, 4),
            )
        ]
    )


def any_club(planner: Planner, person: Person) -> None:
    """A need without a named supplier: whoever offers it may be paid at the agreed price."""
    rng = person.rng
    kind = rng.choice(["therapy", "transport"])
    if any(i.kind == kind for i in person.items):
        return
    item = planner.item(person, None, kind, 1, "weekly", channel="CARD", lag=0)
    item.reference = None
    person.streams.append([item])


def near_namesake(planner: Planner, person: Person) -> None:
    """A second supplier whose name differs in one word, now and then for the same units at the same price."""
    rng = person.rng
    for stream in person.streams:
        old = stream[0]
        if (
            len(stream) > 1
            or not old.payee
            or old.payee.human
            or old.times
            or old.schedule == "one-off"
            or old.end
            or old.secret_rise
        ):
            continue
        root = old.payee.legal.split()[0]
        near = [
            p
            for p in planner.county.all
            if p.legal.split()[0] == root
            and p not in planner.known(person)
            and p.kind in ("homecare", "day", "club", "transport")
        ]
        if not near:
            continue
        payee = rng.choice([p for p in near if p.kind == old.kind] or near)
        item = planner.item(
            person,
            payee,
            payee.kind,
            rng.randint(2, 6),
            "weekly",
            channel="FPO",
            lag=rng.randint(1, 5),
            invoice=old.invoice + 40 if old.invoice else 0,
        )
        if payee.kind == old.kind and rng.random() < 0.6:
            for name in ("price", "units", "schedule", "start", "lag", "channel"):
                setattr(item, name, getattr(old, name))
            item.changes = list(old.changes)
        person.streams.append([item])
        return


def respite(planner: Planner, person: Person) -> None:
    """One to three stays, each a one-off item, paid as deposit and balance."""
    rng = person.rng
    payee = planner.county.pick(rng, "respite", planner.known(person))
    span = (planner.stop - FIRST_DAY).days
    price = rng.randrange(8500, 14501, 50)
    for number in range(rng.choice([1, 2, 2, 3])):
        begin = FIRST_DAY + timedelta(
            days=min(75 + number * 95 + rng.randint(0, 35), max(span - 14, 1))
        )
        nights = rng.randint(2, 9)
        item = planner.item(
            person,
            payee,
            "respite",
            nights,
            "one-off",
            price=price,
            start=begin,
            end=begin + timedelta(days=nights),
            changes=[],
            channel=rng.choice(["FPO", "FPO", "CARD"]),
            invoice=rng.randint(100, 900),
        )
        item.changes = []
        person.streams.append([item])


def equipment(planner: Planner, person: Person) -> None:
    """A piece of equipment bought once."""
    rng = person.rng
    payee = planner.county.pick(rng, "equipment", planner.known(person))
    begin = FIRST_DAY + timedelta(
        days=rng.randint(20, max((planner.stop - FIRST_DAY).days - 40, 21))
    )
    item = planner.item(
        person,
        payee,
        "equipment",
        1,
        "one-off",
        price=rng.randrange(3500, 42000, 100) - 1,
        start=begin,
        end=begin + timedelta(days=30),
        changes=[],
        channel="CARD",
    )
    person.streams.append([item])


def shorten(person: Person) -> None:
    """One item of the plan ends before the year does."""
    loose = [
        s
        for s in person.streams
        if len(s) == 1
        and s[0].schedule in ("weekly", "fortnightly")
        and not s[0].end
        and not s[0].secret_rise
    ]
    if loose:
        item = person.rng.choice(loose)[0]
        item.end = item.start + timedelta(days=7 * 2 * person.rng.randint(9, 16) - 1)
        item.changes = [c for c in item.changes if c[0] < item.end]
