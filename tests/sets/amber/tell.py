"""plans.json: what the council holds, and no word of how the lines were made."""

from __future__ import annotations

from .model import Item, Payee, Person
from .plans import County


def payee_of(payee: Payee) -> dict[str, object]:
    """A payee as the register has it."""
    bank = {"sort_code": payee.sort, "account_number": payee.number} if payee.bank_known else None
    ended = payee.ended.isoformat() if payee.ended else None
    return {
        "id": payee.id,
        "kind": payee.kind,
        "legal_name": payee.legal,
        "trading_names": payee.trading,
        "card_descriptor": payee.descriptor if payee.descriptor_known else None,
        "bank": bank,
        "registration": {"cqc": payee.cqc, "ended": ended} if payee.cqc else None,
    }


def item_of(item: Item) -> dict[str, object]:
    """An item as the plan has it."""
    told: dict[str, object] = {
        "id": item.id,
        "person": item.person,
        "payee": item.payee.id if item.payee else None,
        "kind": item.kind,
        "unit": item.unit,
        "unit_price_pence": item.price,
        "price_changes": [
            {"from": day.isoformat(), "unit_price_pence": price} for day, price in item.changes
        ],
        "units_per_period": item.units,
        "schedule": item.schedule,
        "start": item.start.isoformat(),
        "end": item.end.isoformat() if item.end else None,
        "tolerance_pct": item.tolerance,
        "paid_via": item.paid_via.id if item.paid_via else None,
        "bundle": item.bundle,
        "reference": item.reference,
    }
    if item.times:
        told["times"] = item.times
    if item.day_prices:
        told["day_prices"] = item.day_prices
    if item.pay_range:
        told["pay_range_pence"] = list(item.pay_range)
    return told


def person_of(county: County, person: Person) -> dict[str, object]:
    """A person as finance sees them."""
    helper = person.representative
    return {
        "id": person.id,
        "initials": f"{person.first[0]}.{person.last[0]}.",
        "load": {"payer": county.name, "pence": person.load, "schedule": "4-weekly"},
        "contribution": person.contribution,
        "representative": {
            "initials": f"{helper[0][0]}.{helper[1][0]}.",
            "bank": {"sort_code": helper[2], "account_number": helper[3]},
        }
        if helper
        else None,
        "events": person.events,
    }


def plans_of(
    county: County,
    people: list[Person],
    terms: list[list[str]],
    statements: list[dict[str, object]],
) -> dict[str, object]:
    """The whole of plans.json."""
    accounts = [
        {
            "id": one.account,
            "person": one.id,
            "kind": one.account_kind,
            "layout": one.layout,
            "sort_code": one.sort,
            "account_number": one.number,
            "opening_balance_pence": one.opening,
        }
        for one in people
    ]
    return {
        "council": {
            "name": county.name,
            "cash_single_limit_pence": 5000,
            "agreement_needed_above_pence": 300000,
            "not_allowed_mcc": ["7995", "5921", "5813"],
        },
        "terms": terms,
        "people": [person_of(county, one) for one in people],
        "accounts": accounts,
        "payees": [payee_of(one) for one in [*county.orgs, *county.assistants]],
        "items": [item_of(item) for one in people for item in one.items],
        "statements": statements,
    }
