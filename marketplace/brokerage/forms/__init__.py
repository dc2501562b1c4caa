"""The shape of what people type about plans."""

from marketplace.brokerage.forms.decision import PlanDecisionForm, SubmitForm
from marketplace.brokerage.forms.ending import EndPlanForm, PauseEndForm, PauseForm
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
    "AnswerForm",
    "EndPlanForm",
    "EquipmentForm",
    "ItemForm",
    "ItemTimesForm",
    "ListingItemForm",
    "NaturalForm",
    "OffMarketForm",
    "OutcomeForm",
    "PauseEndForm",
    "PauseForm",
    "PlanDecisionForm",
    "PlanForm",
    "SubmitForm",
    "UpratingForm",
]
