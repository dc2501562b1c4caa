"""What a payment was for is known, and no payment agreement pays for it: nobody's money may be taken."""

from payments.reconciliation.rules.decisions import Finding
from payments.reconciliation.rules.exception_rule import (
    ExceptionRule,
    FindingKind,
    LineFacts,
    Resolution,
)

_NOBODY_PAYS = "No payment agreement into this account pays for this on that day."
_NOT_HERE = "No payment agreement pays this into this account."


def find(facts: LineFacts) -> str | None:
    """A line that cannot be shared between funds."""
    return _say(facts.unpaid, facts.is_spending) if facts.unpaid else None


def _say(why: str, is_spending: bool) -> str:
    return f"{why} {_NOBODY_PAYS if is_spending else _NOT_HERE}"


RULE = ExceptionRule(
    code="R28",
    title="No agreement pays for this",
    meaning="known, and no payment agreement pays for it on that day",
    kind=FindingKind.QUESTION,
    find=find,
    law="the payment agreement: who pays, from when",
    resolutions=(Resolution.AGREEMENT_CHANGED, Resolution.REPAID),
)


def nobody_pays(why: str, *, is_spending: bool) -> Finding:
    """The finding about a line that a rule or a person knows, and that cannot be shared."""
    return Finding(RULE.code, _say(why, is_spending))
