"""What safeguarding officers find, decide and record."""

from marketplace.core.labels import LabelledEnum


class AbuseKind(LabelledEnum):
    """Types of abuse and neglect (Care and Support Statutory Guidance, 14.17)."""

    PHYSICAL = "physical", "Physical"
    DOMESTIC = "domestic", "Domestic"
    SEXUAL = "sexual", "Sexual"
    PSYCHOLOGICAL = "psychological", "Psychological"
    FINANCIAL = "financial", "Financial or material"
    SLAVERY = "slavery", "Modern slavery"
    DISCRIMINATORY = "discriminatory", "Discriminatory"
    ORGANISATIONAL = "organisational", "Organisational"
    NEGLECT = "neglect", "Neglect and acts of omission"
    SELF_NEGLECT = "self_neglect", "Self-neglect"


class SectionTest(LabelledEnum):
    """The three tests of Care Act 2014, s.42(1): with all of them the council must make enquiries."""

    NEEDS = "needs", "They have needs for care and support, whether or not the council meets them"
    AT_RISK = "at_risk", "They are experiencing abuse or neglect, or are at risk of it"
    UNPROTECTED = "unprotected", "Because of those needs they cannot protect themselves"


class ConcernConsent(LabelledEnum):
    """What the person said when an officer asked them about going on."""

    NOT_ASKED = "not_asked", "Not asked yet"
    AGREES = "agrees", "Agrees"
    REFUSES = "refuses", "Does not agree"
    CANNOT_DECIDE = "cannot_decide", "Cannot decide this now: best interests"
    UNSAFE = "unsafe", "Not safe to ask"


def said_words(consent: ConcernConsent, wishes: str) -> str:
    """What the person said, as a note keeps it."""
    said = f"Does the person agree? {consent.label}."
    return f"{said} They want: {wishes}" if wishes else said


class RiskLevel(LabelledEnum):
    """How likely and how bad harm is, as the officer sees it."""

    LOW = "low", "Low"
    MEDIUM = "medium", "Medium"
    HIGH = "high", "High"


class RiskAfter(LabelledEnum):
    """What became of the risk (Safeguarding Adults Collection, table SG2)."""

    NONE_FOUND = "none_found", "No risk found"
    REMOVED = "removed", "Risk removed"
    REDUCED = "reduced", "Risk reduced"
    REMAINS = "remains", "Risk remains"


class OutcomeMet(LabelledEnum):
    """Whether what the person wanted came about (Safeguarding Adults Collection, table SG4)."""

    FULLY = "fully", "Fully met"
    PARTLY = "partly", "Partly met"
    NOT_MET = "not_met", "Not met"
    NONE_GIVEN = "none_given", "The person gave no outcome"


class NoteKind(LabelledEnum):
    """What a note is. What the person was told, they were told by an officer, never by the product."""

    NOTE = "note", "Note"
    TOLD = "told", "The person was told"
    LEARNT = "learnt", "Asked or heard from somebody"
    PROTECTED = "protected", "Step to protect the person"
