"""The shape of what is typed about a council's words."""

from marketplace.vocabulary.forms.outcomes import (
    EndFrameworkForm,
    FrameworkForm,
    OutcomeTermForm,
)
from marketplace.vocabulary.forms.terms import (
    LabelForm,
    MergeForm,
    TermPlaceForm,
)

__all__ = [
    "EndFrameworkForm",
    "FrameworkForm",
    "LabelForm",
    "MergeForm",
    "OutcomeTermForm",
    "TermPlaceForm",
]
