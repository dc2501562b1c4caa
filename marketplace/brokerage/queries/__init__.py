"""Reading budgets and plans, as frozen values, through what the user may see."""

from marketplace.brokerage.queries.board import PlanBoard, latest_budget_line, plan_board
from marketplace.brokerage.queries.lines import BudgetLine, ItemLine
from marketplace.brokerage.queries.lists import (
    CaseloadLine,
    PlanLine,
    WaitingLine,
    caseload,
    plans_of,
    waiting_plans,
)
from marketplace.brokerage.queries.market import Found, find_public, public_listings

__all__ = [
    "BudgetLine",
    "CaseloadLine",
    "Found",
    "ItemLine",
    "PlanBoard",
    "PlanLine",
    "WaitingLine",
    "caseload",
    "find_public",
    "latest_budget_line",
    "plan_board",
    "plans_of",
    "public_listings",
    "waiting_plans",
]
