"""States of an application, its evidence and an accreditation, and what may follow what."""

from datetime import date

from marketplace.core.labels import LabelledEnum


class ApplicationState(LabelledEnum):
    DRAFT = "draft", "Started"
    SUBMITTED = "submitted", "Sent"
    ACCEPTED = "accepted", "Accepted"
    REFUSED = "refused", "Refused"


APPLICATION_TRANSITIONS: dict[ApplicationState, frozenset[ApplicationState]] = {
    ApplicationState.DRAFT: frozenset({ApplicationState.SUBMITTED}),
    # Back to a draft: called back by its supplier, before anybody has begun.
    ApplicationState.SUBMITTED: frozenset(
        {ApplicationState.ACCEPTED, ApplicationState.REFUSED, ApplicationState.DRAFT}
    ),
    ApplicationState.ACCEPTED: frozenset(),
    ApplicationState.REFUSED: frozenset(),
}
#: A supplier has one of these at most under a scheme.
OPEN_APPLICATIONS = frozenset({ApplicationState.DRAFT, ApplicationState.SUBMITTED})


class EvidenceState(LabelledEnum):
    PENDING = "pending", "Not checked"
    ACCEPTED = "accepted", "Accepted"
    REFUSED = "refused", "Not accepted"


#: Until the application is decided, a verdict may be changed and taken back.
EVIDENCE_TRANSITIONS: dict[EvidenceState, frozenset[EvidenceState]] = {
    state: frozenset(EvidenceState) - {state} for state in EvidenceState
}


class AccreditationState(LabelledEnum):
    """Expired is not a state: it is read from valid_until, so a date cannot make it lie."""

    VALID = "valid", "Accredited"
    SUSPENDED = "suspended", "Suspended"
    WITHDRAWN = "withdrawn", "Withdrawn"


#: What an accreditor may do by giving a reason.
ACCREDITATION_TRANSITIONS: dict[AccreditationState, frozenset[AccreditationState]] = {
    AccreditationState.VALID: frozenset(
        {AccreditationState.SUSPENDED, AccreditationState.WITHDRAWN}
    ),
    AccreditationState.SUSPENDED: frozenset(
        {AccreditationState.VALID, AccreditationState.WITHDRAWN}
    ),
    AccreditationState.WITHDRAWN: frozenset(),
}
#: What an accepted application does to the accreditation that was there before it.
GRANTING_TRANSITIONS: dict[AccreditationState, frozenset[AccreditationState]] = {
    AccreditationState.VALID: frozenset({AccreditationState.VALID}),
    AccreditationState.SUSPENDED: frozenset(),
    AccreditationState.WITHDRAWN: frozenset({AccreditationState.VALID}),
}


def in_force(state: AccreditationState, valid_from: date, valid_until: date, on: date) -> bool:
    """Whether an accreditation is in force on a day: valid, begun and not yet at its end."""
    return state == AccreditationState.VALID and valid_from <= on < valid_until
