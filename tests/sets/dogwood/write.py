"""Write a labelled set: `python -m dogwood.write DIR --people 300 --months 12 --seed 7`."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from . import everyday, habits, people_do, rides
from .banks import Account
from .ledger import Ledger
from .people import Person
from .plans import Planner
from .truth import Line, row, set_key
from .world import COUNCIL, TERMS, World

HABITS = {
    "regular": people_do.regular,
    "twins": habits.twins,
    "mileage": habits.mileage,
    "varying": habits.varying,
    "bundle": habits.bundle,
    "pair": habits.pair,
    "sessions": habits.sessions,
    "trips": rides.trips,
    "any": rides.any_payee,
    "collector": habits.collector,
    "collectors": habits.collectors,
    "deposit": habits.deposit,
}
EVERYDAY = (
    everyday.load,
    everyday.contribution,
    everyday.fees_and_interest,
    everyday.transfers,
    everyday.cash,
    everyday.shops,
    everyday.other_firm,
)


def shared_names(world: World, person: Person, lines: list[Line]) -> None:
    """Lines whose cut name fits two payees of one plan: known only where the sum tells them apart."""
    payees, items = {p["id"]: p for p in world.payees}, {i["id"]: i for i in person.items}
    for line in lines:
        if line.type not in ("name cut short", "payment aggregator") or len(line.items) != 1:
            continue
        own = items[line.items[0][0]]
        if own["payee"] is None or own["kind"] == "pa":
            continue
        heads = {
            n.upper()[:12]
            for n in (payees[own["payee"]]["legal_name"], *payees[own["payee"]]["trading_names"])
        }
        near = [
            i
            for i in person.items
            if i["payee"]
            and i["payee"] != own["payee"]
            and heads
            & {
                n.upper()[:12]
                for n in (payees[i["payee"]]["legal_name"], *payees[i["payee"]]["trading_names"])
            }
        ]
        if near:
            line.difficulty = "ambiguous"
            even = [i for i in near if abs(line.pence) % i["unit_price_pence"] == 0]
            if even and line.matchable:
                line.candidates, line.matchable, line.may_claim = (
                    [line.items] + [[[i["id"], line.items[0][1]]] for i in even],
                    False,
                    False,
                )
                line.items, line.why = [], "the cut name fits two payees of the plan, the sum too"


def lives(world: World, people: list[Person], planner: Planner) -> dict[str, list[Line]]:
    """Every person's lines."""
    made = {}
    for person in people:
        ledger = Ledger(world, person, people, planner.end)
        for stream in person.streams:
            HABITS[stream.habit](ledger, stream)
        for doing in EVERYDAY:
            doing(ledger)
        shared_names(world, person, ledger.lines)
        made[person.id] = ledger.lines
    return made


def write(folder: Path, count: int, months: int, seed: int) -> int:
    """Plans, statements and truth; gives the number of rows."""
    world = World(seed)
    planner = Planner(world, seed, months)
    people = [planner.person(number) for number in range(1, count + 1)]
    made = lives(world, people, planner)
    (folder / "statements").mkdir(parents=True, exist_ok=True)
    for old in (folder / "statements").glob("*.csv"):
        old.unlink()
    statements, rows, seen = [], [], {}
    for person in people:
        for record in person.accounts:
            for statement, text, lines in Account(
                record, person, made[person.id], planner.end
            ).files():
                statements.append(statement)
                (folder / "statements" / statement["file"]).write_text(
                    text, encoding="utf-8", newline=""
                )
                for line in lines:
                    set_key(line, seen)
                rows.extend(lines)
    plans = {
        "council": {
            "name": COUNCIL,
            "cash_single_limit_pence": 5000,
            "agreement_needed_above_pence": 250000,
            "not_allowed_mcc": ["7995"],
        },
        "terms": [list(t) for t in TERMS],
        "people": [p.record for p in people],
        "accounts": [a for p in people for a in p.accounts],
        "payees": world.payees,
        "items": [i for p in people for i in p.items],
        "statements": statements,
    }
    (folder / "plans.json").write_text(
        json.dumps(plans, indent=1, ensure_ascii=False), encoding="utf-8"
    )
    body = ",\n ".join(json.dumps(row(line), ensure_ascii=False) for line in rows)
    (folder / "truth.json").write_text('{"lines": [\n ' + body + "\n]}\n", encoding="utf-8")
    return len(rows)


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    for name, default in (("--people", 300), ("--months", 12), ("--seed", 7)):
        parser.add_argument(name, type=int, default=default)
    asked = parser.parse_args()
    print(write(asked.folder, asked.people, asked.months, asked.seed), "rows")


if __name__ == "__main__":
    main()
