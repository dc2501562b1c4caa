"""The shape of what people type about plans."""

from marketplace.brokerage.forms.agreements import (
    AgreementForm,
    EndAgreementForm,
    ReferencesForm,
)
from marketplace.brokerage.forms.brokers import (
    BrokerForm,
)
from marketplace.brokerage.forms.budgets import (
    AmountsForm,
    BudgetForm,
    FundForm,
    ReturnBudgetForm,
)
from marketplace.brokerage.forms.consents import (
    MyPlanForm,
    PlanConsentForm,
)
from marketplace.brokerage.forms.decision import PlanDecisionForm, SubmitForm
from marketplace.brokerage.forms.ending import (
    CloseFundForm,
    EndBudgetForm,
    EndPlanForm,
    PauseEndForm,
    PauseForm,
)
from marketplace.brokerage.forms.items import (
    EquipmentForm,
    ListingItemForm,
    NaturalForm,
    OffMarketForm,
)
from marketplace.brokerage.forms.terms import (
    ItemForm,
)
from marketplace.brokerage.forms.times import (
    ItemTimesForm,
)
from marketplace.brokerage.forms.uprating import (
    UpratingForm,
)
from marketplace.brokerage.forms.writing import (
    AnswerForm,
    OutcomeForm,
    PlanForm,
)

__all__ = [
    "AgreementForm",
    "AmountsForm",
    "AnswerForm",
    "BrokerForm",
    "BudgetForm",
    "CloseFundForm",
    "EndAgreementForm",
    "EndBudgetForm",
    "EndPlanForm",
    "EquipmentForm",
    "FundForm",
    "ItemForm",
    "ItemTimesForm",
    "ListingItemForm",
    "MyPlanForm",
    "NaturalForm",
    "OffMarketForm",
    "OutcomeForm",
    "PauseEndForm",
    "PauseForm",
    "PlanConsentForm",
    "PlanDecisionForm",
    "PlanForm",
    "ReferencesForm",
    "ReturnBudgetForm",
    "SubmitForm",
    "UpratingForm",
]
