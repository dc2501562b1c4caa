"""The exceptions a finance team expects: who looks, how soon, and how serious.

None of them declines or takes back a payment. Information is for knowing, not for acting on.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from payments.reconciliation.rules.values import Finding

LIKELY = "T5"


class Severity(StrEnum):
    INFORMATION = "information"
    LOOK = "look"
    SOON = "soon"


class Owner(StrEnum):
    """The role that looks at an exception."""

    FINANCE = "finance"
    PRACTITIONER = "practitioner"
    ACCREDITOR = "accreditor"


@dataclass(frozen=True, slots=True)
class ExceptionRule:
    """One kind of exception. ``due_days`` counts from the day it was found."""

    code: str
    title: str
    severity: Severity
    owner: Owner = Owner.FINANCE
    due_days: int = 7


EXCEPTIONS: Mapping[str, ExceptionRule] = {
    rule.code: rule
    for rule in (
        ExceptionRule("R1", "Nothing in the plan costs this", Severity.LOOK),
        ExceptionRule("R2", "Not in the plan, but for the same need", Severity.INFORMATION),
        ExceptionRule("R3", "The amount differs from the plan", Severity.LOOK),
        ExceptionRule("R8", "The contribution is short", Severity.LOOK),
        ExceptionRule("R9", "The contribution is more than asked", Severity.LOOK),
        ExceptionRule("R10", "Cash", Severity.LOOK, due_days=5),
        ExceptionRule("R11", "A kind of shop the council asks about", Severity.INFORMATION),
        ExceptionRule("R13", "Perhaps paid twice", Severity.SOON, due_days=3),
        ExceptionRule("R15", "A refund with no purchase", Severity.LOOK),
        ExceptionRule(
            "R20",
            "The supplier’s accreditation has lapsed",
            Severity.INFORMATION,
            Owner.PRACTITIONER,
            14,
        ),
        ExceptionRule("R27", "Not matched for a long time", Severity.SOON, due_days=3),
        ExceptionRule("T5", "Likely, for a person to confirm", Severity.LOOK),
    )
}

_WEIGHT = {Severity.SOON: 0, Severity.LOOK: 1, Severity.INFORMATION: 2}


def most_pressing(findings: Iterable[Finding]) -> str:
    """The code that is worked first, the soonest due breaking a tie; T5 where nothing was found."""
    return min(findings, key=_pressing, default=Finding(LIKELY, "")).code


def _pressing(finding: Finding) -> tuple[int, int, str]:
    rule = EXCEPTIONS[finding.code]
    return (_WEIGHT[rule.severity], rule.due_days, finding.code)


def due_date(code: str, found: date) -> date:
    """The day by which somebody must have looked."""
    return found + timedelta(EXCEPTIONS[code].due_days)


def is_old(since: date, today: date, old_after_days: int) -> bool:
    """R27: whether a line has waited longer than the council allows since we received it."""
    return (today - since).days > old_after_days
