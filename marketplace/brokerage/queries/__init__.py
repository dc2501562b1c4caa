"""Reading budgets and plans, as frozen values, through what the user may see."""

from marketplace.brokerage.queries.board import PlanBoard, latest_budget_line, plan_board
from marketplace.brokerage.queries.facts import (
    broker_of,
    brokers_of,
    contents_of,
    decide_by,
    deciders,
    latest_budget,
    limits_for,
    own_limit,
    unavailable_problems,
)
from marketplace.brokerage.queries.lists import (
    CaseloadLine,
    caseload,
    live_plans_with,
    plans_of,
    waiting_plans,
)
from marketplace.brokerage.queries.market import find_listings, listings_by_id, prices_of

__all__ = [
    "CaseloadLine",
    "PlanBoard",
    "broker_of",
    "brokers_of",
    "caseload",
    "contents_of",
    "decide_by",
    "deciders",
    "find_listings",
    "latest_budget",
    "latest_budget_line",
    "limits_for",
    "listings_by_id",
    "live_plans_with",
    "own_limit",
    "plan_board",
    "plans_of",
    "prices_of",
    "unavailable_problems",
    "waiting_plans",
]
