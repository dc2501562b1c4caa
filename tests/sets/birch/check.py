"""Check a written set: python -m birch.check DIR."""

import csv
import io
import json
import sys
from collections import Counter, defaultdict
from pathlib import Path

TYPES = """plain payment with bank words; trading name instead of legal name; card descriptor; price change in the period; late payment; name cut short;
fewer units than planned; genuine repeat; refund; payment aggregator; mistyped name; account number only; deposit and balance; direct-debit collector;
net of credit note; part payment; varying pay; payroll bundle; refund in two parts; several periods at once; one payment over several items;
wages with mileage; council's load; person's contribution; bank fee; interest; own transfer; cash; off-plan spending; duplicate payment;
wrong person's bill; mistyped amount; payment outside the plan or in a pause; early payment before a holiday; pending lines; re-exported lines"""
KINDS = [t.strip() for t in TYPES.replace("\n", " ").split(";")]
NEED = {
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
SUPPLIER = ("match", "refund", "exception")
bad: list[str] = []


def claim(ok: bool, words: str) -> None:
    """Note what does not hold."""
    if not ok:
        bad.append(words)


def pence(text: str) -> int:
    """Money as written, in pence."""
    t = text.replace("£", "").replace(",", "")
    return round(float(t) * 100) if t else 0


def read(path: Path, layout: str) -> list[dict]:
    """Rows of a file: day, text, pence, balance (None when pending)."""
    raw = path.read_bytes().decode()
    claim(raw.startswith("\ufeff") == (layout == "crdr_balance"), f"mark {path}")
    out = []
    for x in csv.DictReader(io.StringIO(raw.lstrip("\ufeff"))):
        if layout == "paid_in_out":
            d, m, y = x["Transaction Date"].split("/")
            out.append(
                {
                    "day": f"{y}-{m}-{d}",
                    "text": x["Transaction Description"],
                    "pence": pence(x["Credit Amount"]) - pence(x["Debit Amount"]),
                    "balance": pence(x["Balance"]),
                }
            )
        elif layout == "iso_signed":
            out.append(
                {
                    "day": x["Date"],
                    "text": x["Description"],
                    "pence": pence(x["Amount"]),
                    "balance": pence(x["Balance"]) if x["Status"] == "SETTLED" else None,
                }
            )
        else:
            d, m, y = x["Date"].split("/")
            out.append(
                {
                    "day": f"{y}-{m}-{d}",
                    "text": x["Description"],
                    "pence": pence(x["Amount"]) * (1 if x["CR/DR"] == "CR" else -1),
                    "balance": None if x["Balance"] == "Pending" else pence(x["Balance"]),
                }
            )
    return out


def balances(s: dict, rows: list[dict]) -> None:
    """Each balance follows from the one before, opening and closing are true."""
    booked = [x for x in rows if x["balance"] is not None]
    if (booked and booked[0]["day"] > booked[-1]["day"]) or (
        booked
        and booked[0]["balance"] == s["closing_pence"]
        and booked[0]["balance"] - booked[0]["pence"] != s["opening_pence"]
    ):
        booked = booked[::-1]
    run = s["opening_pence"]
    for x in booked:
        run += x["pence"]
        claim(run == x["balance"], f"balance {s['file']} {x}")
        claim(run >= 0, f"below nothing {s['file']}")
    claim(run == s["closing_pence"], f"closing {s['file']}")
    claim(len(rows) == s["rows"], f"rows {s['file']}")


def truths(lines: list[dict], plans: dict, files: dict) -> None:
    """Each line complete, its ids known, its sums exact."""
    items = {x["id"]: x for x in plans["items"]}
    keys = Counter(x["key"] for x in lines)
    claim(max(keys.values()) == 1, "a key twice")
    for x in lines:
        where = f"{x['file']}:{x['row']}"
        claim(set(x) >= NEED, f"keys missing {where}")
        claim(x["label"] in LABELS and x["type"] in KINDS, f"label or type {where}")
        row = files[x["file"]][x["row"] - 1]
        claim(
            (row["day"], row["text"], row["pence"]) == (x["date"], x["text"], x["pence"]),
            f"not as printed {where}",
        )
        for i, _ in x["items"]:
            claim(i in items and items[i]["person"] == x["person"], f"item {where}")
        claim(not x["items"] or sum(p for _, p in x["items"]) == -x["pence"], f"sum {where} {x}")
        claim(not x["matchable"] or bool(x["items"]), f"matchable without items {where}")
        claim(
            all(c in items and items[c]["person"] == x["person"] for c in x.get("candidates", [])),
            f"candidate {where}",
        )
        claim(
            all(p > 0 for _, p in x["items"]) or all(p < 0 for _, p in x["items"]), f"sign {where}"
        )
        for k in ("refund_of", "same_as", "booked_as"):
            claim(k not in x or x[k] in keys, f"{k} {where}")
    claim(
        len({(x["file"], x["row"]) for x in lines}) == sum(len(v) for v in files.values()),
        "not every row once",
    )


def report(lines: list[dict]) -> None:
    """Counts by type with the share that is matchable."""
    by = defaultdict(list)
    for x in lines:
        by[x["type"]].append(x)
    for t in KINDS:
        n, m = len(by[t]), sum(x["matchable"] for x in by[t])
        print(
            f"{t:45} {n:6} {m / max(1, n):6.1%}  rules {dict(Counter(x['rule'] for x in by[t] if x['rule']))}"
        )
        claim(n >= 100, f"few: {t} {n}")
    sup = [x for x in lines if x["label"] in SUPPLIER]
    off = sum(not x["matchable"] for x in sup)
    print(
        "lines",
        len(lines),
        "supplier",
        len(sup),
        f"not matchable {off / len(sup):.1%}",
        "difficulty",
        {k: f"{v / len(lines):.0%}" for k, v in Counter(x["difficulty"] for x in lines).items()},
        {k: f"{v / len(sup):.0%}" for k, v in Counter(x["difficulty"] for x in sup).items()},
        Counter(x["label"] for x in lines),
    )
    claim(off <= len(sup) * 0.2, "too many not matchable")
    claim(25000 <= len(lines) <= 40000, "count of lines")


def main() -> None:
    """Read the set and say what is wrong."""
    root = Path(sys.argv[1])
    plans, lines = (json.loads((root / f"{n}.json").read_text()) for n in ("plans", "truth"))
    lines = lines["lines"]
    files = {
        s["file"]: read(root / "statements" / s["file"], s["layout"]) for s in plans["statements"]
    }
    for s in plans["statements"]:
        balances(s, files[s["file"]])
    truths(lines, plans, files)
    report(lines)
    print(
        "payees",
        Counter(y["kind"] for y in plans["payees"]),
        "items",
        len(plans["items"]),
        "files",
        len(files),
    )
    print("\n".join(bad[:25]) or "all holds", len(bad))


if __name__ == "__main__":
    main()
