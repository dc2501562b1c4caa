"""The shape of what people type about plans."""

from marketplace.brokerage.forms.decision import PlanDecisionForm, SubmitForm
from marketplace.brokerage.forms.ending import EndPlanForm, PauseEndForm, PauseForm
from marketplace.brokerage.forms.items import (
    EquipmentForm,
    ListingItemForm,
    NaturalForm,
    OffMarketForm,
)
from marketplace.brokerage.forms.terms import ItemForm
from marketplace.brokerage.forms.writing import AnswerForm, OutcomeForm, PlanForm

__all__ = [
    "AnswerForm",
    "EndPlanForm",
    "EquipmentForm",
    "ItemForm",
    "ListingItemForm",
    "NaturalForm",
    "OffMarketForm",
    "OutcomeForm",
    "PauseEndForm",
    "PauseForm",
    "PlanDecisionForm",
    "PlanForm",
    "SubmitForm",
]
