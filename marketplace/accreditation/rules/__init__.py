"""States of an application, its evidence and an accreditation, and what may follow what."""

from datetime import date
from enum import StrEnum

from marketplace.accounts.rules import Permission, Role, roles
from marketplace.core.labels import LabelledEnum


class EvidenceKind(StrEnum):
    """What proves a criterion. The council stores an outcome of a DBS check, never the certificate."""

    CERTIFICATE = "certificate"
    INSURANCE = "insurance"
    DBS_OUTCOME = "dbs_outcome"
    REFERENCE = "reference"
    POLICY = "policy"
    REGISTRATION = "registration"
    TRAINING = "training"


EVIDENCE_KIND_LABELS = {
    EvidenceKind.CERTIFICATE: "Certificate",
    EvidenceKind.INSURANCE: "Insurance certificate",
    EvidenceKind.DBS_OUTCOME: "DBS check outcome",
    EvidenceKind.REFERENCE: "Reference",
    EvidenceKind.POLICY: "Policy",
    EvidenceKind.REGISTRATION: "Registration",
    EvidenceKind.TRAINING: "Training record",
}


class FileRule(StrEnum):
    """Whether a copy of a document goes with a kind of evidence."""

    REQUIRED = "required"
    OPTIONAL = "optional"
    NEVER = "never"


FILE_RULES = {
    EvidenceKind.CERTIFICATE: FileRule.REQUIRED,
    EvidenceKind.INSURANCE: FileRule.REQUIRED,
    EvidenceKind.DBS_OUTCOME: FileRule.NEVER,
    EvidenceKind.REFERENCE: FileRule.OPTIONAL,
    EvidenceKind.POLICY: FileRule.REQUIRED,
    EvidenceKind.REGISTRATION: FileRule.OPTIONAL,
    EvidenceKind.TRAINING: FileRule.OPTIONAL,
}


class DbsLevel(StrEnum):
    """How far a DBS check looked."""

    BASIC = "basic"
    STANDARD = "standard"
    ENHANCED = "enhanced"
    ENHANCED_BARRED = "enhanced_barred"


DBS_LEVEL_LABELS = {
    DbsLevel.BASIC: "Basic",
    DbsLevel.STANDARD: "Standard",
    DbsLevel.ENHANCED: "Enhanced",
    DbsLevel.ENHANCED_BARRED: "Enhanced with barred lists",
}


class DbsOutcome(StrEnum):
    """What a DBS check found, and no more than that."""

    CLEAR = "clear"
    RECORDED = "recorded"


DBS_OUTCOME_LABELS = {
    DbsOutcome.CLEAR: "Nothing recorded",
    DbsOutcome.RECORDED: "Something recorded",
}


class ApplicationState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    REFUSED = "refused"


APPLICATION_TRANSITIONS: dict[ApplicationState, frozenset[ApplicationState]] = {
    ApplicationState.DRAFT: frozenset({ApplicationState.SUBMITTED}),
    ApplicationState.SUBMITTED: frozenset({ApplicationState.ACCEPTED, ApplicationState.REFUSED}),
    ApplicationState.ACCEPTED: frozenset(),
    ApplicationState.REFUSED: frozenset(),
}


class EvidenceState(StrEnum):
    PENDING = "pending"
    ACCEPTED = "accepted"
    REFUSED = "refused"


class AccreditationState(StrEnum):
    """Expired is not a state: it is read from valid_until, so a date cannot make it lie."""

    VALID = "valid"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"


ACCREDITATION_TRANSITIONS: dict[AccreditationState, frozenset[AccreditationState]] = {
    AccreditationState.VALID: frozenset(
        {AccreditationState.SUSPENDED, AccreditationState.WITHDRAWN}
    ),
    AccreditationState.SUSPENDED: frozenset(
        {AccreditationState.VALID, AccreditationState.WITHDRAWN}
    ),
    AccreditationState.WITHDRAWN: frozenset(),
}


def in_force(state: AccreditationState, valid_from: date, valid_until: date, on: date) -> bool:
    """Whether an accreditation stands on a day: valid, begun and not yet at its end."""
    return state == AccreditationState.VALID and valid_from <= on < valid_until


MAY_ACCREDIT = Permission("accredit", "decide on accreditation", roles(Role.ACCREDITOR))
MAY_SUSPEND = Permission("suspend_supplier", "suspend a supplier", roles(Role.ACCREDITOR))


class ApplicationTask(LabelledEnum):
    """Work that this room raises."""

    DECIDE = "accreditation", "Application to decide"
    EVIDENCE_EXPIRING = "evidence_expiring", "Accreditation that ends soon"
