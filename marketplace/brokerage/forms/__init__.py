"""The shape of what people type about plans."""

from marketplace.brokerage.forms.decision import DecisionForm, SubmitForm
from marketplace.brokerage.forms.items import (
    EquipmentForm,
    ListingItemForm,
    NaturalForm,
    OffMarketForm,
)
from marketplace.brokerage.forms.terms import ItemForm
from marketplace.brokerage.forms.writing import AnswerForm, OutcomeForm, VersionedForm

__all__ = [
    "AnswerForm",
    "DecisionForm",
    "EquipmentForm",
    "ItemForm",
    "ListingItemForm",
    "NaturalForm",
    "OffMarketForm",
    "OutcomeForm",
    "SubmitForm",
    "VersionedForm",
]
