"""A line that has needed a person for longer than the council allows."""

from payments.reconciliation.rules.exception_rule import (
    ExceptionRule,
    FindingKind,
    LineFacts,
    Resolution,
)
from payments.reconciliation.rules.exceptions.same_need import is_for_the_same_need
from payments.reconciliation.rules.figures import LATE_WITHIN
from payments.reconciliation.rules.reasons import say_date


def find(facts: LineFacts) -> str | None:
    """An unmatched line that we received more days ago than the council allows. What is for the same need
    asks nobody, however long it stands."""
    if facts.is_matched or facts.today is None or is_for_the_same_need(facts):
        return None
    since = facts.line.received or facts.line.day
    is_late = (facts.today - since).days > facts.settings.waiting_days
    return f"Waiting since {say_date(since)}." if is_late else None


RULE = ExceptionRule(
    code="R27",
    title="Not matched for a long time",
    meaning="waiting for longer than the council allows",
    kind=FindingKind.QUESTION,
    find=find,
    law="the council's own figure for how long a payment may wait",
    resolutions=(Resolution.MATCHED, Resolution.OFF_PLAN),
    within=LATE_WITHIN,
)
