"""Paid to a supplier whose accreditation was not valid on the day. The person's choice is not undone for it."""

from payments.reconciliation.rules.exception_rule import (
    ExceptionRule,
    FindingKind,
    LineFacts,
    Owner,
    Resolution,
)
from payments.reconciliation.rules.figures import LAPSED_WITHIN
from payments.reconciliation.rules.reasons import say_date
from payments.reconciliation.rules.values import Planned


def find(facts: LineFacts) -> str | None:
    """What is, or would be, a plan item of a supplier without a valid accreditation."""
    source = facts.chosen.source if facts.chosen else None
    if not isinstance(source, Planned) or source.is_accredited_on(facts.line.day):
        return None
    when = f"was not accredited on {say_date(facts.line.day)}"
    return f"{source.label} {when if source.accredited else 'is not accredited now'}. No payment is stopped."


RULE = ExceptionRule(
    code="R20",
    title="The supplier’s accreditation has lapsed",
    meaning="the supplier's accreditation has lapsed",
    kind=FindingKind.INFORMATION,
    find=find,
    law="the council's accreditation scheme",
    resolutions=(Resolution.NO_ACTION, Resolution.PLAN_CHANGED),
    owner=Owner.PRACTITIONER,
    within=LAPSED_WITHIN,
)
