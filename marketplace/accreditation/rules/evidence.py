"""Kinds of evidence, whether a copy goes with each, and until when evidence counts."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from marketplace.core.errors import Problem, problem
from marketplace.core.labels import LabelledEnum
from marketplace.core.periods import add_months

# The most characters of each fact; forms and columns take them from here.
ISSUER_LENGTH = 120  # judgement: the name of an insurer, or of a referee and how they know you
REFERENCE_LENGTH = 80  # judgement: a policy or course number, or an email address


class EvidenceKind(LabelledEnum):
    """What proves a criterion. The council stores an outcome of a DBS check, never the certificate."""

    CERTIFICATE = "certificate", "Certificate"
    INSURANCE = "insurance", "Insurance certificate"
    DBS_OUTCOME = "dbs_outcome", "DBS check outcome"
    REFERENCE = "reference", "Reference"
    POLICY = "policy", "Policy"
    REGISTRATION = "registration", "Registration"
    TRAINING = "training", "Training record"


#: These carry no end of their own: the criterion's months are counted from their issue.
KINDS_WITHOUT_END = frozenset({EvidenceKind.DBS_OUTCOME, EvidenceKind.REFERENCE})


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


class DbsLevel(LabelledEnum):
    """How far a DBS check looked."""

    BASIC = "basic", "Basic"
    STANDARD = "standard", "Standard"
    ENHANCED = "enhanced", "Enhanced"
    ENHANCED_BARRED = "enhanced_barred", "Enhanced with barred lists"


class DbsOutcome(LabelledEnum):
    """What a DBS check found, and no more than that."""

    CLEAR = "clear", "Nothing recorded"
    RECORDED = "recorded", "Something recorded"


def good_until(issued: date, expires: date | None, accepted_months: int) -> date | None:
    """The first day on which evidence no longer counts; None when it never goes out of date.

    It is the date printed on it, or the criterion's months after its issue, whichever is first.
    """
    if not accepted_months:
        return expires
    cap = add_months(issued, accepted_months)
    return cap if expires is None else min(expires, cap)


@dataclass(frozen=True)
class EvidenceDates:
    """The dates of one piece of evidence, and for how many months its criterion accepts it (0: ever)."""

    issued: date
    expires: date | None
    accepted_months: int

    @property
    def until(self) -> date | None:
        return good_until(self.issued, self.expires, self.accepted_months)

    def in_date(self, on: date) -> bool:
        return self.until is None or on < self.until


def date_problems(kind: EvidenceKind, dates: EvidenceDates, on: date) -> list[Problem]:
    """What is wrong with the dates typed.

    An end is needed when the criterion expires, unless the kind has none printed on it.
    """
    problems = []
    if dates.issued > on:
        problems.append(problem("evidence_issued_later", "issued_date"))
    if dates.expires is None:
        if dates.accepted_months and kind not in KINDS_WITHOUT_END:
            problems.append(problem("evidence_end_missing", "expires_date"))
    elif dates.expires <= dates.issued:
        problems.append(problem("evidence_ends_before_issue", "expires_date"))
    if not problems and not dates.in_date(on):
        problems.append(_run_out(dates))
    return problems


def _run_out(dates: EvidenceDates) -> Problem:
    field = "issued_date" if dates.expires is None else "expires_date"
    if dates.expires == dates.until:
        return problem("evidence_run_out", field)
    return problem("evidence_too_old", field, months=dates.accepted_months)


def fact_problems(kind: EvidenceKind, issuer: str, *, has_dbs_facts: bool) -> list[Problem]:
    """What is missing of the facts that a kind of evidence is known by."""
    problems = [] if issuer.strip() else [problem("evidence_issuer_missing", "issuer")]
    if kind == EvidenceKind.DBS_OUTCOME and not has_dbs_facts:
        problems.append(problem("evidence_dbs_incomplete", "dbs_outcome"))
    return problems
