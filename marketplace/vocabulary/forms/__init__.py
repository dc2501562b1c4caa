"""The shape of what is typed about a council's words."""

from marketplace.vocabulary.forms.outcomes import (
    EndFrameworkForm,
    FrameworkForm,
    OutcomeTermForm,
)
from marketplace.vocabulary.forms.places import OwnPlaceForm
from marketplace.vocabulary.forms.terms import (
    LabelForm,
    MergeForm,
    NewTermsForm,
    TermNameForm,
    TermPlaceForm,
)

__all__ = [
    "EndFrameworkForm",
    "FrameworkForm",
    "LabelForm",
    "MergeForm",
    "NewTermsForm",
    "OutcomeTermForm",
    "OwnPlaceForm",
    "TermNameForm",
    "TermPlaceForm",
]
