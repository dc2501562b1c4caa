"""A trial folder made for one test: one person, two payees, a few weeks of statements."""

import json
from pathlib import Path
from typing import Any

PERSON = {
    "id": "P1",
    "initials": "T.W.",
    "load": {"payer": "Mossdale Council", "pence": 60000, "schedule": "4-weekly"},
    "contribution": {"pence": 3000, "schedule": "weekly", "reference": "WEB-CON1"},
    "representative": None,
    "events": [],
}
ACCOUNT = {
    "id": "A1",
    "person": "P1",
    "kind": "bank",
    "layout": "own",
    "sort_code": "00-20-30",
    "account_number": "11223344",
    "opening_balance_pence": 10000,
}
PAYEES = [
    {
        "id": "Y1",
        "kind": "pa",
        "legal_name": "Petra Lindqvist",
        "trading_names": [],
        "card_descriptor": None,
        "bank": {"sort_code": "00-40-50", "account_number": "55667788"},
        "registration": None,
    },
    {
        "id": "Y2",
        "kind": "day",
        "legal_name": "Heronsgate Activity Centre Limited",
        "trading_names": ["Heronsgate"],
        "card_descriptor": None,
        "bank": None,
        "registration": None,
    },
]
ITEM = {
    "id": "I1",
    "person": "P1",
    "payee": "Y1",
    "kind": "pa",
    "unit": "hour",
    "unit_price_pence": 1500,
    "price_changes": [],
    "units_per_period": 4,
    "schedule": "weekly",
    "start": "2026-01-05",
    "end": None,
    "tolerance_pct": 0,
    "paid_via": None,
    "bundle": None,
    "reference": None,
}
SECOND = ITEM | {"id": "I2", "payee": "Y2", "kind": "day", "unit": "day", "unit_price_pence": 5200}
CSV = """Date,Description,Amount
2026-01-12,FASTER PAYMENT TO PETRA LINDQVIST WK 2,-60.00
2026-01-13,CORNER BAKERY ASHBY,-4.10
2026-01-16,HERONSGATE ACTIVITY CENTRE INV 77,-208.00
"""


def plans(**changed: Any) -> dict[str, Any]:
    """The plans as JSON holds them, some keys changed."""
    whole = {
        "council": {
            "name": "Mossdale Council",
            "cash_single_limit_pence": 5000,
            "agreement_needed_above_pence": 10000,
            "not_allowed_mcc": ["7995"],
        },
        "terms": [["2026-01-05", "2026-02-13"]],
        "people": [PERSON],
        "accounts": [ACCOUNT],
        "payees": PAYEES,
        "items": [ITEM, SECOND],
        "statements": [statement()],
    }
    return whole | changed


def statement(file: str = "jan.csv", rows: int = 3, **changed: Any) -> dict[str, Any]:
    """A statement of the one account, as the plans name it."""
    whole = {"file": file, "account": "A1", "layout": "own", "opening_pence": None}
    return whole | {"closing_pence": None, "rows": rows} | changed


def truth_line(row: int, **changed: Any) -> dict[str, Any]:
    """A row of the truth: money to I1 in full unless it says otherwise."""
    whole = {
        "file": "jan.csv",
        "row": row,
        "key": f"k{row}",
        "account": "A1",
        "person": "P1",
        "date": "2026-01-12",
        "pence": -6000,
        "text": "FASTER PAYMENT TO PETRA LINDQVIST WK 2",
        "label": "match",
        "type": "plain",
        "difficulty": "plain",
        "items": [["I1", 6000]],
        "rule": "",
        "also_ok": [],
        "matchable": True,
        "may_claim": False,
        "why": "four hours",
    }
    return whole | changed


TRUTH = [
    truth_line(1),
    truth_line(2, pence=-410, text="CORNER BAKERY ASHBY", label="off_plan", type="off plan", items=[], rule="R1", matchable=False),
    truth_line(3, pence=-20800, text="HERONSGATE ACTIVITY CENTRE INV 77", items=[["I2", 20800]]),
]  # fmt: skip


def write_folder(
    folder: Path,
    *,
    files: dict[str, str | bytes] | None = None,
    truth: list[dict[str, Any]] | None = None,
    **changed: Any,
) -> Path:
    """A whole trial folder: plans, statements and, where given, the truth."""
    (folder / "statements").mkdir(parents=True)
    (folder / "plans.json").write_text(json.dumps(plans(**changed)))
    for name, content in (files or {"jan.csv": CSV}).items():
        data = content if isinstance(content, bytes) else content.encode()
        (folder / "statements" / name).write_bytes(data)
    if truth is not None:
        (folder / "truth.json").write_text(json.dumps({"lines": truth}))
    return folder
