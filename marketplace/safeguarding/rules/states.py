"""The states of a concern, and what may follow what."""

from marketplace.core.labels import LabelledEnum


class ConcernState(LabelledEnum):
    """Where a concern is (Care Act 2014, s.42). `PASSED_ON`: about a child, for children's services."""

    RAISED = "raised", "New"
    TRIAGED = "triaged", "Triaged"
    SECTION_42 = "section_42", "Section 42 enquiry"
    OTHER_ENQUIRY = "other_enquiry", "Other enquiry"
    NO_ACTION = "no_action", "No further action"
    CLOSED = "closed", "Closed"
    PASSED_ON = "passed_on", "For children’s services"


#: What triage leads to. Which of them it was is kept when the concern is closed.
DECISIONS = (ConcernState.SECTION_42, ConcernState.OTHER_ENQUIRY, ConcernState.NO_ACTION)
CONCERN_TRANSITIONS: dict[ConcernState, frozenset[ConcernState]] = {
    ConcernState.RAISED: frozenset({ConcernState.TRIAGED, ConcernState.PASSED_ON}),
    ConcernState.TRIAGED: frozenset({*DECISIONS, ConcernState.PASSED_ON}),
    ConcernState.SECTION_42: frozenset({ConcernState.CLOSED}),
    ConcernState.OTHER_ENQUIRY: frozenset({ConcernState.CLOSED}),
    ConcernState.NO_ACTION: frozenset({ConcernState.CLOSED}),
    ConcernState.CLOSED: frozenset(),
    # Back: it was about an adult after all.
    ConcernState.PASSED_ON: frozenset({ConcernState.RAISED}),
}
