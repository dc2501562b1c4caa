"""What is read of a council's words."""

from marketplace.vocabulary.queries.outcomes import (
    outcome_terms,
    statutory_terms,
)
from marketplace.vocabulary.queries.places import (
    MOST_OFFERED,
    find_place,
    hidden_by,
    lists_read,
    look_up,
    postcodes_in_use,
)
from marketplace.vocabulary.queries.terms import (
    TermLine,
    TermList,
    others_of,
    place_of,
    term_lists,
    terms_of,
    uses_of,
)

__all__ = [
    "MOST_OFFERED",
    "TermLine",
    "TermList",
    "find_place",
    "hidden_by",
    "lists_read",
    "look_up",
    "others_of",
    "outcome_terms",
    "place_of",
    "postcodes_in_use",
    "statutory_terms",
    "term_lists",
    "terms_of",
    "uses_of",
]
