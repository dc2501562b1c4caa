"""What a council's words may be: lists of terms, outcomes, places."""

from marketplace.vocabulary.rules.names import NAME_LENGTH, tidy_label
from marketplace.vocabulary.rules.outcomes import (
    CARE_ACT_TEN,
    CARERS_EIGHT,
    LAW_SINCE,
    MAY_SET_OUTCOMES,
    SOURCE_LENGTH,
    STATUTORY,
    STATUTORY_CODES,
    OutcomesFor,
    StatutoryFramework,
    StatutoryOutcome,
    framework_end_problems,
    framework_problems,
    outcome_term_problems,
)
from marketplace.vocabulary.rules.places import (
    MAY_LOAD_PLACES,
    own_place_problems,
)
from marketplace.vocabulary.rules.terms import (
    LONGEST_CODE,
    MAY_SET_VOCABULARY,
    MOST_TERMS,
    TermKind,
    label_problems,
    merge_problems,
    place_problems,
)

__all__ = [
    "CARERS_EIGHT",
    "CARE_ACT_TEN",
    "LAW_SINCE",
    "LONGEST_CODE",
    "MAY_LOAD_PLACES",
    "MAY_SET_OUTCOMES",
    "MAY_SET_VOCABULARY",
    "MOST_TERMS",
    "NAME_LENGTH",
    "SOURCE_LENGTH",
    "STATUTORY",
    "STATUTORY_CODES",
    "OutcomesFor",
    "StatutoryFramework",
    "StatutoryOutcome",
    "TermKind",
    "framework_end_problems",
    "framework_problems",
    "label_problems",
    "merge_problems",
    "outcome_term_problems",
    "own_place_problems",
    "place_problems",
    "tidy_label",
]
