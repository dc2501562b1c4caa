"""The personal budget with its streams, and the support plan that is made against it."""

from marketplace.brokerage.models.budgets import FundingStream, PersonalBudget
from marketplace.brokerage.models.items import PlanItem
from marketplace.brokerage.models.plans import Outcome, PlanAnswer, PlanDecision, SupportPlan

__all__ = [
    "FundingStream",
    "Outcome",
    "PersonalBudget",
    "PlanAnswer",
    "PlanDecision",
    "PlanItem",
    "SupportPlan",
]
