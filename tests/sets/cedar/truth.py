"""The plans and the truth as JSON, in the open format."""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import date

from .days import TERMS
from .files import Statement
from .model import Item, Line, Payee, Person
from .names import COUNCIL


def day(value: date | None) -> str | None:
    """An ISO date or nothing."""
    return value.isoformat() if value else None


def payee(p: Payee) -> dict:
    """A payee as the plan knows it."""
    out = {
        "id": p.id,
        "kind": p.kind,
        "legal_name": p.legal,
        "trading_names": p.trading,
        "card_descriptor": p.descriptor,
        "bank": {"sort_code": p.sort_code, "account_number": p.account_number}
        if p.sort_code
        else None,
        "registration": {"cqc": p.cqc, "ended": day(p.ended)} if p.cqc else None,
    }
    if p.kind == "support":
        out["accreditation"] = [{"state": "approved", "from": "2025-04-01", "until": "2027-03-31"}]
    return out


def item(i: Item) -> dict:
    """An item as the plan holds it."""
    out = {
        "id": i.id,
        "person": i.person.id,
        "payee": i.payee.id if i.payee else None,
        "kind": i.kind,
        "unit": i.unit,
        "unit_price_pence": i.price,
        "price_changes": [{"from": day(d), "unit_price_pence": p} for d, p in i.changes],
        "units_per_period": i.units,
        "schedule": i.schedule,
        "start": day(i.start),
        "end": day(i.end),
        "tolerance_pct": i.tolerance,
        "paid_via": i.via.id if i.via else None,
        "bundle": i.bundle,
        "reference": i.reference,
    }
    if i.times:
        out["times"] = i.times
    if i.weekend:
        out["day_prices"] = {"weekend": i.weekend, "bank_holiday": i.holiday}
    if i.pay_range:
        out["pay_range_pence"] = list(i.pay_range)
    return out


def person(p: Person) -> dict:
    """A person with load, contribution, representative and events."""
    assert p.load
    share = (
        {"pence": p.contribution[0], "schedule": p.contribution[1], "reference": p.contribution[2]}
        if p.contribution
        else None
    )
    rep = (
        {
            "initials": f"{p.rep[0][0]}.{p.rep[1][0]}.",
            "bank": {"sort_code": p.rep[2], "account_number": p.rep[3]},
        }
        if p.rep
        else None
    )
    return {
        "id": p.id,
        "initials": p.initials,
        "load": {"payer": COUNCIL, "pence": p.load[0], "schedule": "4-weekly"},
        "contribution": share,
        "representative": rep,
        "events": [{"kind": k, "from": day(a), "to": day(b)} for k, a, b in p.events],
    }


def plans(people: list[Person], payees: list[Payee], files: list[Statement], stop: date) -> dict:
    """plans.json."""
    return {
        "council": {
            "name": COUNCIL,
            "cash_single_limit_pence": 5000,
            "agreement_needed_above_pence": 200000,
            "not_allowed_mcc": ["7995", "5921", "5813", "6051"],
        },
        "terms": [[day(a), day(b)] for a, b in TERMS],
        "people": [person(p) for p in people],
        "accounts": [
            {
                "id": a.id,
                "person": a.person.id,
                "kind": a.kind,
                "layout": a.layout,
                "sort_code": a.sort_code,
                "account_number": a.account_number,
                "opening_balance_pence": a.opening,
            }
            for p in people
            for a in p.accounts
        ],
        "payees": [payee(p) for p in payees],
        "items": [item(i) for p in people for i in p.items],
        "statements": [
            {
                "file": s.file,
                "account": s.account.id,
                "layout": s.account.layout,
                "opening_pence": s.opening,
                "closing_pence": s.closing,
                "rows": len(s.rows),
            }
            for s in files
        ],
    }


def set_keys(files: list[Statement]) -> None:
    """A key for every row: account, date, pence, hash of the text, ordinal."""
    seen: Counter[str] = Counter()
    for statement in files:
        for line in statement.rows:
            stem = f"{line.account.id}:{line.date.isoformat()}:{line.pence}:{hashlib.sha256(line.text.encode()).hexdigest()[:12]}"
            seen[stem] += 1
            line.key = f"{stem}:{seen[stem]}"


def line(ln: Line) -> dict:
    """One row with its truth."""
    out = {
        "file": ln.file,
        "row": ln.row,
        "key": ln.key,
        "account": ln.account.id,
        "person": ln.account.person.id,
        "date": day(ln.date),
        "pence": ln.pence,
        "text": ln.text,
        "label": ln.label,
        "type": ln.type,
        "difficulty": ln.difficulty,
        "items": [[i.id, p] for i, p in ln.items],
        "rule": ln.rule,
        "also_ok": ln.also,
        "matchable": ln.matchable,
        "may_claim": ln.may_claim,
        "why": ln.why,
    }
    for name in ("refund_of", "same_as", "booked_as"):
        other = getattr(ln, name)
        if other is not None and other.key:
            out[name] = other.key
    if ln.candidates:
        out["candidates"] = [[[i.id, p] for i, p in way] for way in ln.candidates]
    if ln.group:
        out["group"] = ln.group
    return out


def truth(files: list[Statement]) -> dict:
    """truth.json: every row once."""
    return {"lines": [line(ln) for s in files for ln in sorted(s.rows, key=lambda x: x.row)]}
