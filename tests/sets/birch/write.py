"""Write plans.json, statements and truth.json: python -m birch.write DIR --people 300 --months 12 --seed 7."""

import argparse
import json
from pathlib import Path
from random import Random

from . import banks, kits, money, names, people_do, together
from . import days as d
from .life import Life
from .plans import Item, Maker, Person

FOREVER = "2099-12-31"


def live(life: Life) -> None:
    """A person's whole year, item by item."""
    who, done = life.who, set()
    bundles = [x for x in who.items if x.bundle]
    if bundles:
        together.bureau(life, bundles)
        done |= {x.id for x in bundles}
    for b in [x for x in who.items if x.kind in ("mileage", "domestic", "meals") and x.payee]:
        a = next(
            (
                x
                for x in who.items
                if x.payee is b.payee
                and x is not b
                and x.id not in done
                and x.schedule == b.schedule
            ),
            None,
        )
        if a and b.id not in done and not a.pay_range:
            together.joined(life, a, b)
            done |= {a.id, b.id}
    for it in [x for x in who.items if x.id not in done and x.kind != "cash"]:
        (
            together.rides
            if it.kind == "transport"
            else together.booking
            if it.schedule == "one-off"
            else people_do.walk
        )(life, it)
    life.second_look()
    for part in (
        money.loads,
        money.contributions,
        money.fees,
        money.transfers,
        money.cash,
        money.shops,
    ):
        part(life)


def shared(people: list[Person]) -> dict[str, list[tuple[Person, Item]]]:
    """Who else is billed by each firm."""
    out: dict[str, list[tuple[Person, Item]]] = {}
    for who in people:
        for it in who.items:
            if (
                it.payee
                and it.kind
                in ("agency", "day_centre", "cleaning", "gardening", "activity", "therapy", "meals")
                and it.schedule != "one-off"
            ):
                out.setdefault(it.payee.id, []).append((who, it))
    return out


def lapse(people: list[Person], maker: Maker) -> None:
    """Three small providers lose their registration in the year."""
    users = {
        y.id: sum(any(x.payee is y for x in who.items) for who in people)
        for y in maker.by_kind["agency"]
    }
    for y in sorted(
        (y for y in maker.by_kind["agency"] if 2 <= users[y.id] <= 5),
        key=lambda y: (users[y.id], y.id),
    )[:3]:
        y.ended = "2026-04-30"


def build(count: int, months: int, seed: int) -> tuple[list[Person], Maker, list[banks.Page]]:
    """Everything before it is written."""
    end = d.last_day(months)
    maker = Maker(Random(f"{seed} payees"), end)
    people = [kits.person(maker, maker.rng, at) for at in range(count)]
    lapse(people, maker)
    others, out = shared(people), []
    for who in people:
        r = Random(f"{seed} {who.id}")
        life = Life(r, who, maker, end, others)
        live(life)
        for account in who.accounts:
            mine = banks.pages(life, account, end, r)
            banks.number(mine)
            out += mine
    out.sort(key=lambda p: (p.last, p.account.id))
    return people, maker, out


def day_words(e: dict) -> dict:
    """An event with its days as text."""
    return {
        "kind": e["kind"],
        "from": e["from"].isoformat(),
        "to": e["to"].isoformat() if e["to"] else FOREVER,
    }


def plans(people: list[Person], maker: Maker, page_list: list[banks.Page]) -> dict:
    """What a matcher may know."""
    folk = [
        {
            "id": w.id,
            "initials": w.initials,
            "load": {"payer": names.COUNCIL, "pence": w.load, "schedule": w.load_schedule},
            "contribution": w.contribution,
            "representative": relative(w),
            "events": [day_words(e) for e in w.events],
        }
        for w in people
    ]
    accounts = [
        {
            "id": a.id,
            "person": w.id,
            "kind": a.kind,
            "layout": a.layout,
            "sort_code": a.sort_code,
            "account_number": a.number,
            "opening_balance_pence": a.opening,
        }
        for w in people
        for a in w.accounts
    ]
    council = {
        "name": names.COUNCIL,
        "cash_single_limit_pence": 5000,
        "agreement_needed_above_pence": 10000,
        "not_allowed_mcc": ["7995", "5813", "5921"],
    }
    return {
        "council": council,
        "terms": [[a.isoformat(), b.isoformat()] for a, b in d.TERMS],
        "people": folk,
        "accounts": accounts,
        "payees": [y.json() for y in maker.payees],
        "items": [x.json(w.id) for w in people for x in w.items],
        "statements": [
            {
                "file": p.file,
                "account": p.account.id,
                "layout": p.account.layout,
                "opening_pence": p.opening,
                "closing_pence": p.closing,
                "rows": len(p.rows),
            }
            for p in page_list
        ],
    }


def relative(w: Person) -> dict | None:
    """The one who acts for the person, by initials as the plan has it."""
    if not w.relative:
        return None
    first, last = w.relative.split(" ", 1)
    return {
        "initials": f"{first[0]}.{last[0]}.",
        "bank": {"sort_code": w.relative_bank[0], "account_number": w.relative_bank[1]},
    }


def main() -> None:
    """Read the command and write the set."""
    ask = argparse.ArgumentParser()
    ask.add_argument("dir", type=Path)
    ask.add_argument("--people", type=int, default=300)
    ask.add_argument("--months", type=int, default=12)
    ask.add_argument("--seed", type=int, default=7)
    args = ask.parse_args()
    people, maker, page_list = build(args.people, args.months, args.seed)
    (args.dir / "statements").mkdir(parents=True, exist_ok=True)
    for old in (args.dir / "statements").glob("A[0-9]*_*.csv"):
        old.unlink()
    for page in page_list:
        (args.dir / "statements" / page.file).write_bytes(banks.printed(page).encode())
    put = json.dumps(plans(people, maker, page_list), indent=1, ensure_ascii=False)
    (args.dir / "plans.json").write_text(put, encoding="utf-8")
    lines = ",\n ".join(
        json.dumps(line.json(), ensure_ascii=False) for page in page_list for line, _ in page.rows
    )
    (args.dir / "truth.json").write_text('{"lines": [\n ' + lines + "\n]}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
