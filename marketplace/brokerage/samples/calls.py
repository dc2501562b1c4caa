"""With what every action on plans and their money is called, and which ones staff do for the council."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from marketplace.accounts.rules import Role
from marketplace.accounts.samples import Side
from marketplace.brokerage.actions import (
    NewFund,
    References,
)
from marketplace.brokerage.rules import (
    Amount,
    BudgetKind,
    Frequency,
    FundRest,
    Natural,
    PauseReason,
    PayerKind,
    PlanEnd,
    PlanPurpose,
    Terms,
)
from marketplace.brokerage.samples.addresses import item_args, outcome_args, plan_args
from marketplace.brokerage.samples.rows import (
    direct_payment,
    heard,
    outcome_facts,
    uprating_request,
)


def _change(side: Side, **more: Any) -> dict[str, Any]:
    return {"plan": side.rows["plan"], "version": side.rows["plan"].version, **more}


def _decide(side: Side, **more: Any) -> dict[str, Any]:
    return {"plan": side.rows["submitted"], "version": side.rows["submitted"].version, **more}


def _change_item(side: Side, **more: Any) -> dict[str, Any]:
    return _change(side, item_id=item_args(side)["item_id"], **more)


def _change_outcome(side: Side, **more: Any) -> dict[str, Any]:
    return _change(side, outcome_id=outcome_args(side)["outcome_id"], **more)


def _support(side: Side) -> dict[str, Any]:
    willing = side.began.date() - timedelta(days=1)
    return {
        "offer": Natural("Sunday lunch", "Ruth, her daughter", willing, "Skip a week"),
        "terms": Terms(Decimal(1), Frequency.WEEK),
    }


def _uprate(side: Side) -> dict[str, Any]:
    return {"uprating": side.rows["uprating"]}


def _amounts(side: Side, **more: Any) -> dict[str, Any]:
    return {
        "amounts": {side.rows["person"].funds.order_by("pk")[0]: Amount(1)},
        "from_date": side.at(58).date(),
        **more,
    }


def _day(side: Side, **more: Any) -> dict[str, Any]:
    return {"person": side.rows["person"], "day": side.at(58).date(), **more}


CALLS: dict[str, Any] = {
    "start_charging": lambda side: {"authority": side.council},
    "open_fund": lambda side: {
        "person": side.rows["person"],
        "new": NewFund(PayerKind.NHS, "NHS"),
        "opened_date": side.at(50).date(),
    },
    "close_fund": lambda side: {
        "fund": side.rows["person"].funds.order_by("pk")[0],
        "closed_date": side.at(58).date(),
        "rest": FundRest.NOTHING,
    },
    "propose_budget": lambda side: _amounts(side, person=side.rows["person"]),
    "estimate_budget": lambda side: _amounts(side, person=side.rows["person"]),
    "propose_estimate": lambda side: {"budget": side.rows["proposed"]},
    "agree_proposed": lambda side: {"budget": side.rows["proposed"]},
    "agree_budget": lambda side: _amounts(side, person=side.rows["person"]),
    "return_budget": lambda side: {"budget": side.rows["proposed"], "reason": "X"},
    "withdraw_budget": lambda side: {"budget": side.rows["proposed"]},
    "end_budget": lambda side: _day(side, kind=BudgetKind.CARE, reason=PlanEnd.MOVED),
    "open_agreement": lambda side: {
        "person": side.rows["person"],
        "new": direct_payment(side.at(50).date()),
    },
    "make_agreement": lambda side: _amounts(
        side, person=side.rows["person"], new=direct_payment(side.at(50).date())
    ),
    "keep_payments": lambda side: {"person": side.rows["person"]},
    "agree_terms": lambda side: _amounts(side, agreement=side.rows["agreement"]),
    "set_references": lambda side: {
        "agreement": side.rows["agreement"],
        "references": References("DP 20417"),
        "contingency_weeks": 8,
    },
    "end_agreement": lambda side: {
        "agreement": side.rows["agreement"],
        "day": side.at(58).date(),
    },
    "end_plan": lambda side: _day(side, kind=BudgetKind.CARE, reason=PlanEnd.MOVED),
    "pause_support": lambda side: {
        "person": side.rows["person"],
        "reason": PauseReason.HOSPITAL,
        "from_date": side.at(50).date(),
    },
    "end_pause": lambda side: {"pause": side.rows["pause"], "until_date": side.at(52).date()},
    "allocate_broker": lambda side: {
        "person": side.rows["person"],
        "broker": side.users[Role.BROKER],
    },
    "end_broker": lambda side: {"person": side.rows["person"]},
    "start_plan": lambda side: {"person": side.rows["person"]},
    "open_plan": lambda side: {**plan_args(side), "purpose": next(iter(PlanPurpose))},
    "answer_question": lambda side: _change(side, question=1, text="X"),
    "add_outcome": lambda side: _change(side, **outcome_facts(side)),
    "change_outcome": lambda side: _change_outcome(side, **outcome_facts(side)),
    "remove_outcome": _change_outcome,
    "add_item": lambda side: _change(
        side, outcome_ids=[outcome_args(side)["outcome_id"]], **_support(side)
    ),
    "change_item": lambda side: _change_item(side, **_support(side)),
    "refresh_price": _change_item,
    "set_times": lambda side: _change_item(side, times=()),
    "remove_item": _change_item,
    "say_my_plan": lambda side: {
        "plan": side.rows["plan"],
        "content_version": side.rows["plan"].content_version,
    },
    "note_consent": lambda side: _change(side, given=heard(side.at(50).date())),
    "submit_plan": _change,
    "call_back_plan": _decide,
    "discard_plan": _change,
    "approve_plan": lambda side: _decide(side, verdicts={}),
    "return_plan": lambda side: _decide(side, reasons="X"),
    "prepare_uprating": lambda side: {
        "authority_id": side.council.pk,
        "asked": uprating_request(side),
    },
    "confirm_uprating": _uprate,
    "discard_uprating": _uprate,
    "undo_uprating": _uprate,
    "carry_on_uprating": lambda side: {"uprating_id": side.rows["uprating"].pk},
}

FOR_COUNCIL = frozenset(
    {
        "open_fund",
        "close_fund",
        "estimate_budget",
        "propose_estimate",
        "propose_budget",
        "agree_proposed",
        "return_budget",
        "withdraw_budget",
        "agree_budget",
        "end_budget",
        "open_agreement",
        "make_agreement",
        "keep_payments",
        "agree_terms",
        "end_agreement",
        "set_references",
        "end_plan",
        "pause_support",
        "end_pause",
        "allocate_broker",
        "end_broker",
        "approve_plan",
        "return_plan",
        "prepare_uprating",
        "confirm_uprating",
        "discard_uprating",
        "undo_uprating",
        "carry_on_uprating",
    }
)
