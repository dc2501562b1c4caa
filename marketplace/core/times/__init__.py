"""When something is planned: the times as values, the days they come to, and how much that is."""

from marketplace.core.times.occurrences import (
    Occurrence,
    PlannedAmount,
    amount_a_week,
    amount_of,
    occurrences,
)
from marketplace.core.times.planned import PlannedTime, TermTime, times_problems
from marketplace.core.times.school import (
    LONGEST_HOLIDAY,
    term_notes,
    unknown_term_notes,
    unknown_terms,
)

__all__ = [
    "LONGEST_HOLIDAY",
    "Occurrence",
    "PlannedAmount",
    "PlannedTime",
    "TermTime",
    "amount_a_week",
    "amount_of",
    "occurrences",
    "term_notes",
    "times_problems",
    "unknown_term_notes",
    "unknown_terms",
]
