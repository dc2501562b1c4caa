"""States of an application, its evidence and an accreditation, and what may follow what."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from marketplace.core.periods import add_months


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
#: An application is decided within this many working days of being sent in. The council's aim.
DECIDE_WITHIN_WORKING_DAYS = 20
#: How long before its end a supplier is told to renew.
EXPIRING_DAYS = 60


def in_force(state: AccreditationState, valid_from: date, valid_until: date, on: date) -> bool:
    """Whether an accreditation stands on a day: valid, begun and not yet at its end."""
    return state == AccreditationState.VALID and valid_from <= on < valid_until


def decide_by(submitted: date) -> date:
    """The day by which an application should be decided: twenty working days on, never at a weekend.

    Bank holidays are counted as working days, so the aim is never later than it looks.
    """
    day = submitted + timedelta(weeks=DECIDE_WITHIN_WORKING_DAYS // 5)
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() >= 5 else 0)


def good_until(issued: date, expires: date | None, accepted_months: int) -> date | None:
    """The first day on which evidence no longer counts; None when it never goes out of date.

    It is the date printed on it, or the criterion's months after its issue, whichever is first.
    """
    if not accepted_months:
        return expires
    cap = add_months(issued, accepted_months)
    return cap if expires is None else min(expires, cap)


@dataclass(frozen=True)
class Dates:
    """The dates of one piece of evidence, and for how many months its criterion accepts it (0: ever)."""

    issued: date
    expires: date | None
    accepted_months: int

    @property
    def until(self) -> date | None:
        return good_until(self.issued, self.expires, self.accepted_months)

    def in_date(self, on: date) -> bool:
        return self.until is None or on < self.until


def date_problems(dates: Dates, on: date) -> list[tuple[str, str]]:
    """What is wrong with the dates typed, as pairs of field and sentence."""
    problems = []
    if dates.issued > on:
        problems.append(("issued_date", "The date it was issued cannot be after today"))
    if dates.expires is None:
        if dates.accepted_months:
            problems.append(("expires_date", "Type the date it runs out"))
    elif dates.expires <= dates.issued:
        problems.append(("expires_date", "The date it runs out must be after the date it was issued"))
    if not problems and not dates.in_date(on):
        problems.append(("expires_date", _run_out_words(dates)))
    return problems


def _run_out_words(dates: Dates) -> str:
    if dates.expires == dates.until:
        return "This has run out already. Give one that is in date"
    months = dates.accepted_months
    return f"We accept this for {months} months after it was issued. Give a newer one"


@dataclass(frozen=True)
class Given:
    """One criterion beside what was given for it: `dates` None when nothing was."""

    question: str
    mandatory: bool
    dates: Dates | None
    state: EvidenceState = EvidenceState.PENDING


def submission_problems(given: Sequence[Given], on: date) -> list[str]:
    """Why an application cannot be sent in on a day: every required criterion needs evidence in date."""
    if not given:
        return ["This scheme asks nothing of your kind of organisation yet. Ring the council"]
    return [
        f"{one.question}: {'add your evidence' if one.dates is None else 'this has run out, give one in date'}"
        for one in given
        if (one.mandatory and one.dates is None) or (one.dates and not one.dates.in_date(on))
    ]


def acceptance_problems(given: Sequence[Given], on: date) -> list[str]:
    """Why an application cannot be accepted on a day: each required criterion accepted, and in date."""
    problems = []
    for one in given:
        if not one.mandatory:
            continue
        if one.state != EvidenceState.ACCEPTED:
            problems.append(f"{one.question}: accept this before you accredit")
        elif one.dates is None or not one.dates.in_date(on):
            problems.append(f"{one.question}: this evidence ran out after it was sent in")
    return problems


def valid_until(on: date, months: int, ends: Iterable[date | None]) -> date:
    """The day on which an accreditation granted on a day ends (not itself in force).

    The scheme's months, but never beyond the first day on which required evidence stops counting.
    """
    return min([add_months(on, months), *(end for end in ends if end is not None)])


def granting_problems(standing: AccreditationState | None) -> list[str]:
    """Why a scheme cannot be granted or renewed over what stands. A withdrawn one may be granted anew."""
    if standing == AccreditationState.SUSPENDED:
        return ["This supplier is suspended under this scheme. Lift or withdraw that first"]
    return []


def worth_copying(state: EvidenceState, dates: Dates, on: date) -> bool:
    """Whether a new application may start with this piece of an old one: not refused, still in date."""
    return state != EvidenceState.REFUSED and dates.in_date(on)
