"""Writes a labelled set: python -m amber.write DIR --people 300 --months 12 --seed 7"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from random import Random

from . import other, year
from .banks import house
from .files import Book, file_away, settle_links
from .layouts import as_bytes
from .model import FIRST_DAY, TERMS, Person
from .names import TOWNS, bank_details, person_name
from .orgs import organisations
from .plans import County, Planner
from .tell import plans_of

LAYOUTS = {
    "card": ["iso_signed", "iso_signed", "crdr_balance", "crdr_balance", "paid_in_out"],
    "bank": ["paid_in_out", "paid_in_out", "crdr_balance", "iso_signed"],
}


def build_county(seed: int, months: int) -> County:
    """The council and its firms."""
    rng, used = Random(f"amber county {seed}"), set[str]()
    firms = organisations(rng, used)
    county = County(
        "Haverdale County Council", "HAVERDALE CC", round(months * 365 / 12), firms, used=used
    )
    for firm in firms:
        county.by_kind.setdefault(firm.kind, []).append(firm)
    return county


def new_person(rng: Random, county: County, number: int) -> Person:
    """Someone with an account; three quarters hold a pre-paid card."""
    first, last, title = person_name(rng)
    kind = "card" if number % 4 else "bank"
    sort, account = bank_details(rng, county.used)
    person = Person(
        f"P{number}",
        first,
        last,
        title,
        rng.choice(TOWNS),
        person_name(rng)[0],
        f"A{number}",
        kind,
        rng.choice(LAYOUTS[kind]),
        sort,
        account,
        f"{rng.randrange(1000, 9999)}",
        house(rng),
    )
    if rng.random() < 0.2:
        helper = person_name(rng)
        person.representative = (helper[0], helper[1], *bank_details(rng, county.used))
    return person


def give_events(rng: Random, county: County, person: Person) -> None:
    """Hospital, holidays, a suspension, a death."""
    draw = rng.random()
    kind = (
        "hospital"
        if draw < 0.34
        else "away"
        if draw < 0.46
        else "suspended"
        if draw < 0.53
        else "died"
        if draw < 0.56
        else ""
    )
    if not kind:
        return
    length = {
        "hospital": rng.randrange(12, 50),
        "away": rng.randrange(7, 16),
        "suspended": rng.randrange(28, 70),
        "died": 999,
    }[kind]
    first = FIRST_DAY.fromordinal(
        FIRST_DAY.toordinal() + rng.randrange(min(40, county.days // 2), max(60, county.days - 45))
    )
    until = first.fromordinal(min(first.toordinal() + length, county.last_day.toordinal() + 31))
    person.pauses.append((first, until, kind))
    person.events.append({"kind": kind, "from": first.isoformat(), "to": until.isoformat()})


def give_money(rng: Random, county: County, person: Person) -> None:
    """The load that keeps the plan paid, and the person's share of it."""
    weeks = {
        "weekly": 4.0,
        "term-time": 3.0,
        "fortnightly": 2.0,
        "4-weekly": 1.0,
        "monthly": 0.92,
        "one-off": 0.08,
    }
    need = sum(item.price * item.units * weeks[item.schedule] for item in person.items)
    if rng.random() < 0.5:
        schedule = rng.choice(["weekly", "4-weekly", "4-weekly", "monthly", "monthly", "monthly"])
        share = (
            round(
                min(need * 0.2, rng.randrange(5000, 32000)) / (4 if schedule == "weekly" else 1) / 5
            )
            * 5
        )
        person.contribution = {
            "pence": max(500, share),
            "schedule": schedule,
            "reference": rng.choice(
                [
                    f"{person.last[:3].upper()}-CON",
                    f"CON{rng.randrange(10000, 99999)}",
                    f"{person.last[:6].upper()} CC",
                ]
            ),
        }
        need -= max(500, share) * (4 if schedule == "weekly" else 1)
    person.load = max(15000, round(need * 1.03 / 10) * 10)


def build(people: int, months: int, seed: int) -> tuple[County, list[Person], Book]:
    """The county, its people and their statements."""
    county, book = build_county(seed, months), Book()
    everyone = []
    for number in range(1, people + 1):
        rng = Random(f"amber plan {seed} {number}")
        person = new_person(rng, county, number)
        Planner(rng, county, person).draw()
        give_events(rng, county, person)
        give_money(rng, county, person)
        everyone.append(person)
    county.surnames = {person.id: person.last for person in everyone}
    county.with_reference = [
        item
        for person in everyone
        for item in person.items
        if item.reference and item.kind not in ("hmrc", "pension")
    ]
    for person in everyone:
        rng = Random(f"amber year {seed} {person.id}")
        year.live(rng, county, person)
        other.loads(rng, county, person)
        other.contributions(rng, county, person)
        other.bank_lines(rng, county, person, months)
        other.shopping(rng, county, person)
        other.strangers(rng, county, person)
        file_away(rng, book, person, county.last_day)
    settle_links(book)
    return county, everyone, book


def save(path: Path, county: County, people: list[Person], book: Book) -> None:
    """Three parts of the trial directory."""
    folder = path / "statements"
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("A*.csv"):
        old.unlink()
    for file, (person, rows) in book.contents.items():
        (folder / file).write_bytes(as_bytes(person, rows))
    terms = [[first.isoformat(), last.isoformat()] for first, last in TERMS]
    plans = plans_of(county, people, terms, book.statements)
    (path / "plans.json").write_text(
        json.dumps(plans, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    lines = ",\n ".join(json.dumps(record, ensure_ascii=False) for record in book.truths)
    (path / "truth.json").write_text('{"lines": [\n ' + lines + "\n]}\n", encoding="utf-8")


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--people", type=int, default=300)
    parser.add_argument("--months", type=int, default=12)
    parser.add_argument("--seed", type=int, default=7)
    asked = parser.parse_args()
    county, people, book = build(asked.people, asked.months, asked.seed)
    save(asked.folder, county, people, book)
    print(f"{len(people)} people, {len(book.statements)} files, {len(book.truths)} lines")


if __name__ == "__main__":
    main()
