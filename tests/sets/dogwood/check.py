"""Check a written set: `python -m dogwood.check DIR [--show 60]`."""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import json
import random
from collections import Counter, defaultdict
from pathlib import Path

MONEY = {
    "council's load",
    "person's contribution",
    "bank fee",
    "interest",
    "own transfer",
    "cash",
    "pending lines",
    "re-exported lines",
}
NEEDED = {
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


def pence(text: str) -> int:
    """Pence of a printed sum, with sign, £, thousands, CR or DR."""
    bare = text.replace("£", "").replace(",", "").removesuffix(" CR").removesuffix(" DR")
    value = round(float(bare or 0) * 100)
    return -value if text.endswith(" DR") else value


def read(folder: Path, record: dict) -> list[tuple[str, str, int, int | None]]:
    """Date, text, pence and balance of every row of a file."""
    body = (folder / "statements" / record["file"]).read_text(encoding="utf-8-sig")
    made = []
    for cells in list(csv.reader(body.splitlines()))[1:]:
        if record["layout"] == "paid_in_out":
            day = dt.datetime.strptime(cells[0], "%d/%m/%Y").date()
            made.append(
                (day.isoformat(), cells[4], pence(cells[6]) - pence(cells[5]), pence(cells[7]))
            )
        elif record["layout"] == "iso_signed":
            made.append((cells[0], cells[2], pence(cells[4]), None))
        else:
            day = dt.datetime.strptime(cells[0], "%d %b %Y").date()
            made.append(
                (
                    day.isoformat(),
                    cells[1],
                    pence(cells[2]),
                    None if cells[3] == "Pending" else pence(cells[3]),
                )
            )
    return made


def check(folder: Path) -> tuple[list[str], list[dict]]:
    """All faults found, and the truth's lines."""
    plans = json.loads((folder / "plans.json").read_text(encoding="utf-8"))
    lines = json.loads((folder / "truth.json").read_text(encoding="utf-8"))["lines"]
    faults, by_file, keys = [], defaultdict(dict), Counter(line["key"] for line in lines)
    items, payees = {i["id"]: i for i in plans["items"]}, {p["id"] for p in plans["payees"]}
    for item in plans["items"]:
        for field in ("payee", "paid_via"):
            if item[field] and item[field] not in payees:
                faults.append(f"{item['id']}: {field} unknown")
    for line in lines:
        by_file[line["file"]][line["row"]] = line
        where = f"{line['file']}:{line['row']}"
        if NEEDED - set(line):
            faults.append(f"{where}: keys missing")
        if line["items"] and -sum(s[1] for s in line["items"]) != line["pence"]:
            faults.append(f"{where}: items do not sum")
        if any(s[0] not in items or items[s[0]]["person"] != line["person"] for s in line["items"]):
            faults.append(f"{where}: foreign item")
        if (
            (line["matchable"] and not line["items"])
            or (line["may_claim"] and not line["items"])
            or (line["items"] and not (line["matchable"] or line["may_claim"]))
        ):
            faults.append(f"{where}: items and matchable disagree")
        for field in ("refund_of", "same_as", "booked_as"):
            if field in line and keys[line[field]] != 1:
                faults.append(f"{where}: {field} not found once")
    for record in plans["statements"]:
        faults += one_file(record, read(folder, record), by_file[record["file"]])
    if sum(r["rows"] for r in plans["statements"]) != len(lines) or max(keys.values()) > 1:
        faults.append("rows or keys not once")
    return faults, lines


def one_file(record: dict, rows: list, truth: dict[int, dict]) -> list[str]:
    """Faults of one file against its record and truth."""
    faults, booked = [], []
    if len(rows) != record["rows"] or len(truth) != len(rows):
        return [f"{record['file']}: rows"]
    for number, (day, text, sum_, balance) in enumerate(rows, 1):
        line = truth[number]
        if (day, text, sum_) != (line["date"], line["text"], line["pence"]):
            faults.append(f"{record['file']}:{number}: differs from truth")
        if line["label"] != "pending":
            booked.append((day, sum_, balance))
    if (booked and booked[0][0] > booked[-1][0]) or record["layout"] == "paid_in_out":
        booked.reverse()
    if record["opening_pence"] + sum(b[1] for b in booked) != record["closing_pence"]:
        faults.append(f"{record['file']}: opening and closing")
    running = record["opening_pence"]
    forwards = (
        record["layout"] != "crdr_balance" or not booked or booked[0][2] == running + booked[0][1]
    )
    for _, sum_, balance in booked if forwards else booked[::-1]:
        running += sum_
        if balance is not None and balance != running:
            faults.append(f"{record['file']}: balance")
            break
    return faults


def report(lines: list[dict]) -> None:
    """Counts by type, shares of the whole."""
    types, known, hard = (
        Counter(x["type"] for x in lines),
        Counter(x["type"] for x in lines if x["matchable"]),
        Counter((x["type"], x["difficulty"]) for x in lines),
    )
    for kind, count in types.most_common():
        print(
            f"{kind:44} {count:6} matchable {known[kind] / count:6.1%}  plain/hard/amb {hard[kind, 'plain']}/{hard[kind, 'hard']}/{hard[kind, 'ambiguous']}"
        )
    supply = [
        x
        for x in lines
        if x["label"] in ("match", "refund")
        or (x["label"] == "exception" and x["type"] not in MONEY)
    ]
    print(
        len(lines),
        "lines;",
        len(supply),
        "to or from suppliers, not matchable",
        f"{sum(not x['matchable'] for x in supply) / len(supply):.1%};",
        {d: f"{c / len(supply):.0%}" for d, c in Counter(x["difficulty"] for x in supply).items()},
    )
    print(
        "rules",
        Counter(x["rule"] for x in lines if x["rule"]).most_common(),
        "also",
        Counter(str(x["also_ok"]) for x in lines if x["also_ok"]).most_common(12),
    )
    print("labels", Counter(x["label"] for x in lines).most_common())


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", type=int, default=0)
    asked = parser.parse_args()
    faults, lines = check(asked.folder)
    report(lines)
    print(len(faults), "faults", faults[:10])
    for x in random.Random(1).sample(lines, min(asked.show, len(lines))):
        print(
            x["date"],
            x["pence"],
            "|",
            x["text"],
            "|",
            x["type"],
            "|",
            x["difficulty"],
            "|",
            x["items"] if x["matchable"] else "-",
            "|",
            x["rule"],
            x["also_ok"],
            "|",
            x["why"],
        )


if __name__ == "__main__":
    main()
