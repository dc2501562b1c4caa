"""A line that has needed a person for longer than the council allows."""

from payments.reconciliation.rules.exception_rule import (
    ExceptionRule,
    LineFacts,
    Resolution,
    Severity,
)
from payments.reconciliation.rules.figures import LATE_WITHIN


def find(facts: LineFacts) -> str | None:
    """An unmatched line that we received more days ago than the council allows."""
    if facts.is_matched or facts.today is None:
        return None
    waited = (facts.today - (facts.line.received or facts.line.day)).days
    return f"Waiting for {waited} days." if waited > facts.settings.waiting_days else None


RULE = ExceptionRule(
    code="R27",
    title="Not matched for a long time",
    meaning="waiting for longer than the council allows",
    severity=Severity.SOON,
    find=find,
    resolutions=(Resolution.MATCHED, Resolution.OFF_PLAN),
    within=LATE_WITHIN,
)
