"""python -m cedar.audit DIR: does the plan alone explain every line said to be matchable?"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from pathlib import Path


def prices(item: dict) -> set[int]:
    """All agreed prices of a unit."""
    found = {item["unit_price_pence"], *(c["unit_price_pence"] for c in item["price_changes"])}
    return found | set(item.get("day_prices", {}).values())


def explained(item: dict, pence: int, together: int) -> str:
    """Why a sum of one item is right, or nothing."""
    units, cost, span = item["units_per_period"], prices(item), item.get("pay_range_pence")
    for n in (1, 2, 3, 4):
        if span and span[0] * n <= pence <= span[1] * n:
            return "range"
        if any(pence == p * units * n for p in cost):
            return "planned"
    if any(pence % p == 0 and pence // p <= units for p in cost):
        return "units"
    if any(0 < pence - p * units <= p * units * item["tolerance_pct"] / 100 for p in cost):
        return "tolerance"
    if together and (
        any(together == p * units * n or together % p == 0 for p in cost for n in (1,))
        or (span and span[0] <= together <= span[1])
    ):
        return "group"
    for low in cost:
        for high in cost:
            if any(k * low + (units - k) * high == pence for k in range(units + 1)):
                return "two prices"
    if len(cost) > 1 and any(
        (pence - a * low) % high == 0 and pence - a * low >= 0
        for low in cost
        for high in cost
        for a in range(units * 2)
    ):
        return "two prices or day prices"
    return ""


def main() -> None:
    """Print lines that the plan does not explain."""
    base = Path(sys.argv[1])
    items = {i["id"]: i for i in json.loads((base / "plans.json").read_text())["items"]}
    lines = json.loads((base / "truth.json").read_text())["lines"]
    groups: dict[str, int] = defaultdict(int)
    for ln in lines:
        if ln.get("group") and ln["label"] == "match":
            groups[ln["group"]] += -ln["pence"]
    count: Counter[str] = Counter()
    for ln in lines:
        if not ln["matchable"] or ln["label"] == "refund":
            continue
        for name, pence in ln["items"]:
            if items[name].get("times") or ln.get("group"):
                count["by visits, or part of a group"] += 1
                continue
            why = explained(items[name], pence, groups.get(ln.get("group", ""), 0))
            count[why or "NOT EXPLAINED"] += 1
            if not why and count["NOT EXPLAINED"] < 25:
                print(
                    ln["date"],
                    ln["type"],
                    ln["text"],
                    ln["items"],
                    items[name]["kind"],
                    items[name]["unit_price_pence"],
                    items[name]["price_changes"],
                    items[name]["units_per_period"],
                    items[name].get("day_prices"),
                )
    print(count)


if __name__ == "__main__":
    main()
