"""python -m cedar.check DIR: sums, balances, ids, format, counts by type and the share that can be known."""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter, defaultdict
from pathlib import Path

KEYS = {
    "file",
    "row",
    "key",
    "account",
    "person",
    "date",
    "pence",
    "text",
    "label",
    "type",
    "difficulty",
    "items",
    "rule",
    "also_ok",
    "matchable",
    "may_claim",
    "why",
}
TYPES = """plain payment with bank words; trading name instead of legal name; card descriptor; price change in the period; late payment; name cut short; fewer units than planned; genuine repeat; refund;
payment aggregator; mistyped name; account number only; deposit and balance; direct-debit collector; net of credit note; part payment; varying pay; payroll bundle; refund in two parts; several periods at once;
one payment over several items; wages with mileage; council's load; person's contribution; bank fee; interest; own transfer; cash; off-plan spending; duplicate payment; wrong person's bill; mistyped amount;
payment outside the plan or in a pause; early payment before a holiday; pending lines; re-exported lines"""
LABELS = {
    "match",
    "refund",
    "exception",
    "load",
    "contribution",
    "fee",
    "interest",
    "transfer",
    "cash",
    "off_plan",
    "pending",
    "duplicate_export",
}


def pence(text: str) -> int:
    """Pence of an amount as written."""
    clean = text.replace("£", "").replace(",", "")
    return round(float(clean) * 100) if clean else 0


def rows(path: Path, layout: str) -> list[tuple[str, str, int, int | None, bool]]:
    """Date, text, pence, balance and pending of each row, in file order."""
    with path.open(encoding="utf-8-sig", newline="") as handle:
        body = list(csv.reader(handle))[1:]
    if layout == "paid_in_out":
        return [
            (
                "-".join(reversed(r[0].split("/"))),
                r[4],
                pence(r[6]) - pence(r[5]),
                pence(r[7]),
                False,
            )
            for r in body
        ]
    if layout == "iso_signed":
        return [(r[0], r[2], pence(r[4]), None, r[1] == "PENDING") for r in body]
    return [
        (
            "-".join(reversed(r[0].split("/"))),
            r[1],
            pence(r[2]) * (-1 if r[3] == "DR" else 1),
            None if r[4] == "Pending" else pence(r[4]),
            r[4] == "Pending",
        )
        for r in body
    ]


def balances(
    name: str, found: list[tuple[str, str, int, int | None, bool]], statement: dict, bad: list[str]
) -> None:
    """Opening, every balance and closing agree."""
    dates = [r[0] for r in found if not r[4]]
    order = (
        list(reversed(found))
        if statement["layout"] == "paid_in_out" or (dates and dates[0] > dates[-1])
        else found
    )
    for attempt in (order, list(reversed(order))):
        run, wrong = statement["opening_pence"], 0
        for row in attempt:
            if not row[4]:
                run += row[2]
                wrong += row[3] is not None and row[3] != run
        if not wrong and run == statement["closing_pence"]:
            return
    bad.append(f"{name}: balances do not run")


def main() -> None:
    """Check a directory and print its counts."""
    base = Path(sys.argv[1])
    plan, lines = (
        json.loads((base / "plans.json").read_text()),
        json.loads((base / "truth.json").read_text())["lines"],
    )
    bad: list[str] = []
    items = {i["id"]: i for i in plan["items"]}
    keys = {ln["key"] for ln in lines}
    by_file = defaultdict(dict)
    for ln in lines:
        by_file[ln["file"]][ln["row"]] = ln
    for statement in plan["statements"]:
        found = rows(base / "statements" / statement["file"], statement["layout"])
        balances(statement["file"], found, statement, bad)
        if len(found) != statement["rows"] or sorted(by_file[statement["file"]]) != list(
            range(1, len(found) + 1)
        ):
            bad.append(f"{statement['file']}: rows and truth differ")
        for n, row in enumerate(found, 1):
            ln = by_file[statement["file"]].get(n)
            if ln and (ln["date"], ln["text"], ln["pence"]) != row[:3]:
                bad.append(f"{statement['file']} {n}: {row} is not {ln['text']} {ln['pence']}")
    for ln in lines:
        one(ln, items, keys, bad)
    if len(keys) != len(lines):
        bad.append("keys repeat")
    payees = {p["id"] for p in plan["payees"]}
    bad += [
        f"{i['id']}: no payee {i['payee']}"
        for i in items.values()
        if i["payee"] and i["payee"] not in payees
    ]
    report(lines, plan)
    print("faults:", len(bad), *bad[:20], sep="\n  ")


def one(ln: dict, items: dict, keys: set, bad: list[str]) -> None:
    """One line of the truth is complete and its sum is right."""
    where = f"{ln['file']} {ln['row']}"
    if (
        KEYS - set(ln)
        or ln["label"] not in LABELS
        or ln["type"] not in [t.strip() for t in TYPES.replace("\n", " ").split(";")]
    ):
        bad.append(f"{where}: format")
    if ln["items"] and sum(p for _, p in ln["items"]) != -ln["pence"]:
        bad.append(f"{where}: items do not sum")
    if any(i not in items or items[i]["person"] != ln["person"] for i, _ in ln["items"]):
        bad.append(f"{where}: item of another person or none")
    if (
        (ln["matchable"] and not ln["items"])
        or (ln["may_claim"] and (ln["matchable"] or not ln["items"]))
        or (ln["may_claim"] and not ln["rule"])
    ):
        bad.append(f"{where}: matchable without items, or may_claim without rule")
    for name in ("refund_of", "same_as", "booked_as"):
        if name in ln and ln[name] not in keys:
            bad.append(f"{where}: {name} not there")
    if ln["label"] == "refund" and "refund_of" not in ln:
        bad.append(f"{where}: refund of nothing")
    for way in ln.get("candidates", []):
        if sum(p for _, p in way) != -ln["pence"]:
            bad.append(f"{where}: candidate does not sum")


def report(lines: list[dict], plan: dict) -> None:
    """Counts by type, label, difficulty and rule."""
    count, known = (
        Counter(ln["type"] for ln in lines),
        Counter(ln["type"] for ln in lines if ln["matchable"]),
    )
    paid = [ln for ln in lines if ln["label"] in ("match", "refund", "exception")]
    print(
        len(lines),
        "lines;",
        len(plan["statements"]),
        "files;",
        f"supplier lines {len(paid)}, not matchable {100 * sum(not x['matchable'] for x in paid) / len(paid):.1f} %",
    )
    for name in [t.strip() for t in TYPES.replace("\n", " ").split(";")]:
        print(f"  {name:48}{count[name]:7}{known[name]:7}  {'FEW' if count[name] < 100 else ''}")
    for what in ("label", "difficulty", "rule"):
        print(what, dict(Counter(ln[what] for ln in lines).most_common()))
    print(
        "difficulty of supplier lines",
        dict(Counter(ln["difficulty"] for ln in paid).most_common()),
        "with candidates",
        sum("candidates" in x for x in lines),
    )


if __name__ == "__main__":
    main()
