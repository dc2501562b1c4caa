"""Of which row every address of plans and their money is."""

from typing import Any

from marketplace.accounts.rules import Role
from marketplace.accounts.samples import Side


def person_args(side: Side) -> dict[str, Any]:
    return {"public_id": side.rows["person"].public_id}


def plan_args(side: Side) -> dict[str, Any]:
    return {"public_id": side.rows["plan"].public_id}


def budget_args(side: Side) -> dict[str, Any]:
    budget = side.rows["proposed"]
    return {"public_id": budget.person.public_id, "budget_id": budget.pk}


def agreement_args(side: Side) -> dict[str, Any]:
    return {"public_id": side.rows["agreement"].public_id}


def outcome_args(side: Side) -> dict[str, Any]:
    return {**plan_args(side), "outcome_id": side.rows["plan"].outcomes.order_by("pk")[0].pk}


def item_args(side: Side) -> dict[str, Any]:
    return {**plan_args(side), "item_id": side.rows["plan"].items.order_by("pk")[0].pk}


def time_args(side: Side) -> dict[str, Any]:
    return {**item_args(side), "time_id": side.rows["time"].uuid}


def to_decide(row: str) -> Any:
    """A plan that was sent to a team; the stranger's is one that no team has to decide."""
    return lambda side: {"public_id": side.rows["plan" if side.is_stranger else row].public_id}


def uprating_args(side: Side) -> dict[str, Any]:
    return {"public_id": side.rows["uprating"].public_id}


ADDRESSES: dict[str, Any] = {
    "brokerage:person": person_args,
    "brokerage:start": person_args,
    "brokerage:end_plan": person_args,
    "brokerage:pause": person_args,
    "brokerage:budgets": person_args,
    "brokerage:propose_budget": person_args,
    "brokerage:add_fund": person_args,
    "brokerage:end_budget": person_args,
    "brokerage:close_fund": lambda side: {
        **person_args(side),
        "fund_id": side.rows["person"].funds.order_by("pk")[0].pk,
    },
    "brokerage:budget": budget_args,
    "brokerage:withdraw_budget": budget_args,
    "brokerage:broker": person_args,
    "brokerage:end_broker": person_args,
    "brokerage:agreements": person_args,
    "brokerage:keep_payments": person_args,
    "brokerage:new_agreement": person_args,
    "brokerage:change_terms": agreement_args,
    "brokerage:end_agreement": agreement_args,
    "brokerage:agreement_references": agreement_args,
    "brokerage:change_pause": lambda side: {**person_args(side), "pause_id": side.rows["pause"].pk},
    "brokerage:plan": plan_args,
    "brokerage:submit": plan_args,
    "brokerage:sent": lambda side: {"public_id": side.rows["submitted"].public_id},
    "brokerage:consent": plan_args,
    "brokerage:call_back": lambda side: {"public_id": side.rows["submitted"].public_id},
    "brokerage:discard": plan_args,
    "brokerage:question": lambda side: {**plan_args(side), "number": 1},
    "brokerage:add_outcome": plan_args,
    "brokerage:change_outcome": outcome_args,
    "brokerage:remove_outcome": outcome_args,
    "brokerage:add_item": outcome_args,
    "brokerage:add_listing": lambda side: {
        **outcome_args(side),
        "listing_id": side.rows["published"].public_id,
    },
    "brokerage:add_other": lambda side: {**outcome_args(side), "kind": "natural"},
    "brokerage:change_item": item_args,
    "brokerage:remove_item": item_args,
    "brokerage:add_times": item_args,
    "brokerage:change_time": time_args,
    "brokerage:remove_time": time_args,
    "brokerage:refresh_price": item_args,
    "brokerage:my_plan_for": lambda side: {"for_person": side.rows["person"].public_id},
    "brokerage:approve": to_decide("submitted"),
    f"brokerage:approve for {Role.SENIOR_APPROVER}": to_decide("submitted_over_budget"),
    "brokerage:uprating": uprating_args,
    "brokerage:uprating_file": uprating_args,
    "brokerage:confirm_uprating": uprating_args,
    "brokerage:discard_uprating": uprating_args,
    "brokerage:undo_uprating": uprating_args,
}
