"""python -m cedar.write DIR --people 300 --months 12 --seed 7"""

from __future__ import annotations

import argparse
import json
from datetime import date
from pathlib import Path
from random import Random

from . import around, strays
from .days import last_day
from .files import Statement, render, statements
from .model import Line, Person
from .pay import Writer
from .payees import County
from .people_do import Payer
from .plans import Planner
from .truth import plans, set_keys, truth


def year(people: list[Person], county: County, stop: date) -> None:
    """Everything that people, councils and banks do in the window."""
    Payer.all_payees, Writer.everyone = county.by_kind, county.all
    for person in people:
        around.budget(person, stop)
        writer = Writer(person, stop)
        for stream in person.streams:
            Payer(person, writer, stop).run(stream)
        strays.pauses(writer, stop)
        strays.elsewhere(writer, county.by_kind, stop)
        strays.wrong_bill(writer, people, stop)
        around.around(person, stop)


def standing(people: list[Person]) -> None:
    """What holds whatever was paid: a registration that ended, a stay in hospital, a death."""
    for person in people:
        for account in person.accounts:
            for line in account.lines:
                if (
                    line.pence < 0
                    and line.payee
                    and line.payee.ended
                    and line.date > line.payee.ended
                    and line.payee.kind == "homecare"
                ):
                    lapsed(line)
                if (
                    line.pence < 0
                    and line.label in ("match", "exception", "off_plan", "cash", "transfer")
                    and person.away_on(line.date)
                    and line.rule != "R21"
                    and "R21" not in line.also
                ):
                    line.also = [*line.also, "R21"]


def lapsed(line: Line) -> None:
    """A payment to a home care firm after its registration ended."""
    own = bool(line.items) or line.why.startswith("the same words")
    if not own:
        line.also = [*line.also, "R20"]
        return
    line.also = line.also + ([line.rule] if line.rule else [])
    line.rule, line.matchable, line.may_claim, line.label = (
        "R20",
        False,
        bool(line.items),
        "exception",
    )
    line.why += "; but the supplier's registration had ended"
    line.difficulty = "hard" if line.difficulty == "plain" else line.difficulty


def main() -> None:
    """Write plans, statements and truth."""
    parse = argparse.ArgumentParser()
    parse.add_argument("dir", type=Path)
    parse.add_argument("--people", type=int, default=300)
    parse.add_argument("--months", type=int, default=12)
    parse.add_argument("--seed", type=int, default=7)
    ask = parse.parse_args()
    rng, stop = Random(ask.seed), last_day(ask.months)
    county = County(rng, max(240, ask.people))
    people = Planner(rng, county, ask.months).make(ask.people)
    year(people, county, stop)
    standing(people)
    files: list[Statement] = []
    (ask.dir / "statements").mkdir(parents=True, exist_ok=True)
    for person in people:
        for account in person.accounts:
            for n, line in enumerate(account.lines):
                line.serial = n
            files += statements(person.rng, account, stop)
    for old in (ask.dir / "statements").glob("*.csv"):
        old.unlink()
    for statement in files:
        (ask.dir / "statements" / statement.file).write_bytes(render(statement))
    set_keys(files)
    for name, data in (
        ("plans.json", plans(people, county.all, files, stop)),
        ("truth.json", truth(files)),
    ):
        (ask.dir / name).write_text(
            json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
        )


if __name__ == "__main__":
    main()
