"""What this room keeps of a person's payments, and until when."""

from marketplace.core.retention import Kept, Part
from payments.reconciliation.models import Match, MatchPart, MoneyException
from payments.reconciliation.rules.states import UNRESOLVED

KEEPS = (
    Kept(
        Match,
        "How we matched your payments",
        Part("line", last=("made_at", "undone_at")),
        shows={
            "reason": "Why",
            "state": "State",
            "made_at": "Said",
            "made_by": "Said by",
            "undone_at": "Taken back",
            "undone_by": "Taken back by",
        },
    ),
    Kept(
        MatchPart,
        "Parts of payments",
        Part("match"),
        shows={"amount_pence": "Amount", "fund": "Whose money"},
    ),
    Kept(
        MoneyException,
        "Payments we checked",
        Part(
            "line",
            last=("raised_at", "explained_at", "resolved_at"),
            open=({"state__in": [state.value for state in UNRESOLVED]},),
        ),
        shows={
            "reason": "Why",
            "question": "What we asked you",
            "explanation": "What you told us",
            "outcome": "What came of it",
            "raised_at": "Found",
            "resolved_at": "Done",
            "resolved_by": "Done by",
        },
    ),
)
