"""Every change of a budget or a plan."""

from marketplace.brokerage.actions.budgets import agree_budget, allocate_broker
from marketplace.brokerage.actions.deciding import approve_plan, return_plan, submit_plan
from marketplace.brokerage.actions.follow_ups import tell_of_suppliers
from marketplace.brokerage.actions.items import add_item, change_item, refresh_price, remove_item
from marketplace.brokerage.actions.opening import open_plan
from marketplace.brokerage.actions.withdrawing import call_back_plan, discard_plan
from marketplace.brokerage.actions.writing import (
    add_outcome,
    answer_question,
    change_outcome,
    remove_outcome,
    start_plan,
)

__all__ = [
    "add_item",
    "add_outcome",
    "agree_budget",
    "allocate_broker",
    "answer_question",
    "approve_plan",
    "call_back_plan",
    "change_item",
    "change_outcome",
    "discard_plan",
    "open_plan",
    "refresh_price",
    "remove_item",
    "remove_outcome",
    "return_plan",
    "start_plan",
    "submit_plan",
    "tell_of_suppliers",
]
