"""What changes in a council's words."""

from marketplace.vocabulary.actions.outcomes import (
    add_framework,
    add_outcome_term,
    end_framework,
    write_statutory_frameworks,
)
from marketplace.vocabulary.actions.places import add_place, remove_place
from marketplace.vocabulary.actions.terms import (
    add_terms,
    merge_term,
    move_term,
    rename_term,
    restore_term,
    retire_term,
)

__all__ = [
    "add_framework",
    "add_outcome_term",
    "add_place",
    "add_terms",
    "end_framework",
    "merge_term",
    "move_term",
    "remove_place",
    "rename_term",
    "restore_term",
    "retire_term",
    "write_statutory_frameworks",
]
