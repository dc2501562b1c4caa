"""What a concern says, what becomes of it, who may do what with it, and what may be counted."""

from marketplace.safeguarding.rules.counts import Count
from marketplace.safeguarding.rules.duties import (
    MAY_COUNT_CONCERNS,
    MAY_READ_CONCERNS,
    MAY_SET_CONCERN_PHONES,
    MAY_TAKE_CONCERNS,
    MAY_WORK_CONCERNS,
    ConcernTask,
    ReadEvent,
)
from marketplace.safeguarding.rules.figures import TRIAGE_WITHIN
from marketplace.safeguarding.rules.problems import (
    closing_problems,
    confirming_problems,
    decision_problems,
    note_problems,
    phones_problems,
    report_problems,
    triage_problems,
)
from marketplace.safeguarding.rules.report import (
    LENGTHS,
    PHONE_LENGTH,
    WORDS_LENGTH,
    AboutWhom,
    Danger,
    PersonKnows,
    Report,
)
from marketplace.safeguarding.rules.states import (
    CONCERN_TRANSITIONS,
    DECISIONS,
    ConcernState,
)
from marketplace.safeguarding.rules.work import (
    AbuseKind,
    ConcernConsent,
    NoteKind,
    OutcomeMet,
    RiskAfter,
    RiskLevel,
    SectionTest,
    said_words,
)

__all__ = [
    "CONCERN_TRANSITIONS",
    "DECISIONS",
    "LENGTHS",
    "MAY_COUNT_CONCERNS",
    "MAY_READ_CONCERNS",
    "MAY_SET_CONCERN_PHONES",
    "MAY_TAKE_CONCERNS",
    "MAY_WORK_CONCERNS",
    "PHONE_LENGTH",
    "TRIAGE_WITHIN",
    "WORDS_LENGTH",
    "AboutWhom",
    "AbuseKind",
    "ConcernConsent",
    "ConcernState",
    "ConcernTask",
    "Count",
    "Danger",
    "NoteKind",
    "OutcomeMet",
    "PersonKnows",
    "ReadEvent",
    "Report",
    "RiskAfter",
    "RiskLevel",
    "SectionTest",
    "closing_problems",
    "confirming_problems",
    "decision_problems",
    "note_problems",
    "phones_problems",
    "report_problems",
    "said_words",
    "triage_problems",
]
