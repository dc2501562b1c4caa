"""Checks a written set: python -m amber.check DIR; prints counts, ends with 1 if anything does not hold."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path
from typing import Any

KINDS = """plain payment with bank words|trading name instead of legal name|card descriptor|price change in the period|late payment
name cut short|fewer units than planned|genuine repeat|refund|payment aggregator|mistyped name|account number only|deposit and balance
direct-debit collector|net of credit note|part payment|varying pay|payroll bundle|refund in two parts|several periods at once
one payment over several items|wages with mileage|council's load|person's contribution|bank fee|interest|own transfer|cash
off-plan spending|duplicate payment|wrong person's bill|mistyped amount|payment outside the plan or in a pause
early payment before a holiday|pending lines|re-exported lines""".replace("\n", "|").split("|")
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
RULES = {"", *(f"R{number}" for number in range(1, 30))}
Record = dict[str, Any]
faults: list[str] = []


def must(holds: bool, words: str) -> None:
    """Note a fault."""
    if not holds:
        faults.append(words)


def amount(text: str) -> int:
    """Pence of a written sum: -12.30 or £1,234.56 DR."""
    sign = -1 if text.endswith("DR") or text.startswith("-") else 1
    bare = (
        text.replace("£", "")
        .replace(",", "")
        .replace("CR", "")
        .replace("DR", "")
        .strip()
        .lstrip("-")
    )
    whole, part = bare.split(".")
    return sign * (int(whole) * 100 + int(part))


def read(path: Path, layout: str) -> list[tuple[str, int, str, int | None, bool]]:
    """Rows of a file as date, pence, text, balance, pending; in the file's order."""
    raw = path.read_bytes()
    must(
        raw.startswith(b"\xef\xbb\xbf") == (layout == "crdr_balance"),
        f"{path.name}: byte-order mark",
    )
    table = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))[1:]
    rows = []
    for row in table:
        if layout == "iso_signed":
            rows.append((row[0], amount(row[4]), row[2], None, row[1] == "PENDING"))
            continue
        day = "-".join(reversed(row[0].split("/")))
        if layout == "paid_in_out":
            rows.append(
                (day, amount(row[6]) if row[6] else -amount(row[5]), row[4], amount(row[7]), False)
            )
        else:
            rows.append(
                (
                    day,
                    amount(row[2]),
                    row[1],
                    None if row[3] == "Pending" else amount(row[3]),
                    row[3] == "Pending",
                )
            )
    return rows


def check_file(folder: Path, statement: Record, truths: dict[int, Record]) -> None:
    """Balances to the penny, opening and closing, and a truth for every row."""
    name, layout = statement["file"], statement["layout"]
    rows = read(folder / "statements" / name, layout)
    must(
        len(rows) == statement["rows"] and set(truths) == set(range(1, len(rows) + 1)),
        f"{name}: rows",
    )
    order = list(enumerate(rows, 1))
    balance = statement["opening_pence"]
    for number, (day, pence, text, shown, pending) in (
        reversed(order) if layout == "paid_in_out" else order
    ):
        truth = truths[number]
        must(
            (truth["date"], truth["pence"], truth["text"]) == (day, pence, text),
            f"{name} {number}: truth differs",
        )
        must(pending == (truth["label"] == "pending"), f"{name} {number}: pending")
        balance += 0 if pending else pence
        must(shown is None or shown == balance, f"{name} {number}: balance")
    must(balance == statement["closing_pence"], f"{name}: closing")


def check_line(line: Record, items: dict[str, Record], keys: dict[str, Record]) -> None:
    """One truth record."""
    where = f"{line['file']} {line['row']} {line['text']!r}"
    must(set(line) >= KEYS, f"{where}: keys missing")
    must(line["type"] in KINDS and line["label"] in LABELS, f"{where}: words")
    must(line["difficulty"] in ("plain", "hard", "ambiguous"), f"{where}: difficulty")
    must(line["rule"] in RULES and set(line["also_ok"]) <= RULES, f"{where}: rules")
    must(
        not line["items"] or sum(pence for _, pence in line["items"]) == -line["pence"],
        f"{where}: sum",
    )
    must(not line["matchable"] or bool(line["items"]), f"{where}: matchable without items")
    must(not (line["matchable"] and line["may_claim"]), f"{where}: both")
    must(
        bool(line["why"]) and line["text"] == line["text"].strip() and 2 < len(line["text"]) < 90,
        f"{where}: text or why",
    )
    for item in [*[part[0] for part in line["items"]], *line.get("candidates", [])]:
        must(item in items and items[item]["person"] == line["person"], f"{where}: item {item}")
    for word in ("refund_of", "same_as", "booked_as"):
        if word in line:
            other = keys.get(line[word])
            must(bool(other) and other["account"] == line["account"], f"{where}: {word}")  # type: ignore[index]
    if line["label"] == "refund":
        must(line["pence"] > 0, f"{where}: refund sign")


def check_repeats(lines: list[Record], keys: dict[str, Record]) -> None:
    """A repeat says what the first said."""
    for line in lines:
        if "same_as" in line:
            first = keys[line["same_as"]]
            must(
                (first["items"], first["pence"], first["matchable"])
                == (line["items"], line["pence"], line["matchable"]),
                f"{line['key']}: repeat",
            )
            must("same_as" not in first, f"{line['key']}: repeat of a repeat")


def check_plan(plans: Record) -> None:
    """Ids of plans.json point at something."""
    payees, people = {one["id"] for one in plans["payees"]}, {one["id"] for one in plans["people"]}
    for name in ("payees", "people", "items", "accounts"):
        must(len({one["id"] for one in plans[name]}) == len(plans[name]), f"{name}: ids twice")
    for item in plans["items"]:
        must(
            item["person"] in people and (item["payee"] is None or item["payee"] in payees),
            f"{item['id']}: ids",
        )
        must(item["paid_via"] is None or item["paid_via"] in payees, f"{item['id']}: paid_via")
        must(
            item["end"] is None
            or date.fromisoformat(item["end"]) > date.fromisoformat(item["start"]),
            f"{item['id']}: dates",
        )


def table(lines: list[Record]) -> None:
    """Counts by type, share of matchable, difficulty, rules."""
    by: dict[str, list[Record]] = defaultdict(list)
    for line in lines:
        by[line["type"]].append(line)
    for kind in KINDS:
        found = by[kind]
        levels = Counter(line["difficulty"][0] for line in found)
        share = sum(line["matchable"] for line in found) / max(1, len(found))
        print(f"{len(found):6d} {share:5.0%}  p{levels['p']} h{levels['h']} a{levels['a']}  {kind}")
        must(len(found) >= 100 or len(lines) < 20000, f"{kind}: {len(found)} lines only")
    paid = [line for line in lines if line["label"] in ("match", "refund", "exception")]
    levels = Counter(line["difficulty"] for line in paid)
    print(
        f"lines {len(lines)}; pay or refund a supplier {len(paid)}, of these matchable {sum(one['matchable'] for one in paid) / len(paid):.1%}",
        {word: f"{count / len(paid):.0%}" for word, count in levels.items()},
    )
    print("rules", dict(Counter(line["rule"] for line in lines).most_common()))
    must(
        sum(not one["matchable"] for one in paid) <= 0.2 * len(paid),
        "over a fifth is not matchable",
    )


def main() -> int:
    """The command line."""
    folder = Path(sys.argv[1])
    plans = json.loads((folder / "plans.json").read_text("utf-8"))
    lines = json.loads((folder / "truth.json").read_text("utf-8"))["lines"]
    keys = {line["key"]: line for line in lines}
    must(len(keys) == len(lines), "keys twice")
    by_file: dict[str, dict[int, Record]] = defaultdict(dict)
    for line in lines:
        by_file[line["file"]][line["row"]] = line
    check_plan(plans)
    for statement in plans["statements"]:
        check_file(folder, statement, by_file[statement["file"]])
    must(set(by_file) == {one["file"] for one in plans["statements"]}, "files")
    items = {item["id"]: item for item in plans["items"]}
    for line in lines:
        check_line(line, items, keys)
    check_repeats(lines, keys)
    table(lines)
    print(f"{len(faults)} faults", *faults[:25], sep="\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
