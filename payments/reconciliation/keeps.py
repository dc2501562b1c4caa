"""What this room keeps of a person's payments, and until when."""

from marketplace.core.retention import Kept, Part
from payments.reconciliation.models import (
    DueClaim,
    Match,
    MatchPart,
    MoneyException,
    MoneyFinding,
    MonitoringDecision,
    Payee,
    PayeeFact,
)
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
            "person",
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
    Kept(
        DueClaim,
        "What your payments paid for",
        Part("match", last=("released_at",)),
        shows={"due": "For", "released_at": "Taken back"},
    ),
    Kept(
        MoneyFinding,
        "What we found in your payments",
        Part("person", last=("found_at", "ended_at")),
        shows={
            "sentence": "What",
            "kind": "Kind",
            "state": "State",
            "found_at": "Found",
            "ended_at": "No longer so",
        },
    ),
    Kept(
        MonitoringDecision,
        "How closely we check your payments",
        Part("person", last=("from_date", "decided_at")),
        shows={
            "level": "How closely",
            "reason": "Why",
            "from_date": "From",
            "decided_at": "Decided",
            "decided_by": "Decided by",
        },
    ),
    # A person's own payees go with them; those that a council shares are of nobody whom it supports.
    Kept(Payee, "Whom you pay", Part("person"), shows={"name": "Name"}),
    Kept(
        PayeeFact,
        "What payments to them say",
        Part("payee"),
        shows={
            "payee": "Whom you pay",
            "kind": "What it is",
            "text": "What payments say",
            "source": "How we know it",
            "state": "State",
            "recorded_at": "Recorded",
            "recorded_by": "Recorded by",
        },
    ),
)
