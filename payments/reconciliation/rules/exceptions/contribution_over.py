"""A contribution or load that is no number of weeks, and more than the usual weeks come to.

Source: a contribution paid too much goes back to the person, a load to the council (Gateshead)."""

from payments.reconciliation.rules.exception_rule import (
    ExceptionRule,
    LineFacts,
    Resolution,
    Severity,
)
from payments.reconciliation.rules.exceptions.contribution_short import is_short
from payments.reconciliation.rules.reasons import why_not_weeks
from payments.reconciliation.rules.values import Income


def find(facts: LineFacts) -> str | None:
    """A payer whom we expect, with more than the usual payment."""
    income = facts.named.source if facts.named else None
    if isinstance(income, Income) and not is_short(facts, income):
        return why_not_weeks(facts.line, income)
    return None


RULE = ExceptionRule(
    code="R9",
    title="The contribution is more than asked",
    meaning="a contribution or load is over",
    severity=Severity.LOOK,
    find=find,
    resolutions=(Resolution.REPAID, Resolution.MATCHED),
)
