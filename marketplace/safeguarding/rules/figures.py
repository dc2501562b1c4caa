"""How soon a concern is looked at."""

from marketplace.core.rooms import Figure

TRIAGE_WITHIN = Figure(
    "triage_concern_within",
    "Triage a safeguarding concern within",
    "days",
    1,
    "judgement: local procedures ask for a decision by the next working day; in danger, the same day",
    most=30,
)
