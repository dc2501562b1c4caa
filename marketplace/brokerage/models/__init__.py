"""Funds, budgets and payment agreements, and the support plan that is made with a person."""

from marketplace.brokerage.models.agreements import (
    AccountHolder,
    AgreementAmount,
    AgreementTerms,
    PaymentAgreement,
)
from marketplace.brokerage.models.brokers import (
    BrokerAllocation,
)
from marketplace.brokerage.models.budgets import (
    BudgetAmount,
    PersonalBudget,
)
from marketplace.brokerage.models.changes import (
    MovedEnd,
    Pause,
    PriceChange,
)
from marketplace.brokerage.models.consents import (
    PlanConsent,
)
from marketplace.brokerage.models.funds import (
    Fund,
    Payer,
)
from marketplace.brokerage.models.items import (
    PlanItem,
    PlanItemOutcome,
    PlanItemTime,
    PlanLine,
)
from marketplace.brokerage.models.plans import (
    Outcome,
    PlanAnswer,
    PlanDecision,
    PlanQuerySet,
    PlanWriter,
    SupportPlan,
)
from marketplace.brokerage.models.uprating import (
    UpratedPerson,
    Uprating,
)

__all__ = [
    "AccountHolder",
    "AgreementAmount",
    "AgreementTerms",
    "BrokerAllocation",
    "BudgetAmount",
    "Fund",
    "MovedEnd",
    "Outcome",
    "Pause",
    "Payer",
    "PaymentAgreement",
    "PersonalBudget",
    "PlanAnswer",
    "PlanConsent",
    "PlanDecision",
    "PlanItem",
    "PlanItemOutcome",
    "PlanItemTime",
    "PlanLine",
    "PlanQuerySet",
    "PlanWriter",
    "PriceChange",
    "SupportPlan",
    "UpratedPerson",
    "Uprating",
]
