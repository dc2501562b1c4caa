"""A contribution or load that is no number of weeks, and less than the usual weeks come to."""

from payments.reconciliation.rules.exception_rule import (
    ExceptionRule,
    LineFacts,
    Resolution,
    Severity,
)
from payments.reconciliation.rules.reasons import why_not_weeks
from payments.reconciliation.rules.values import Income


def is_short(facts: LineFacts, income: Income) -> bool:
    """Whether an odd amount is below the usual payment rather than above it."""
    return facts.line.amount_pence < income.weekly_pence * facts.settings.usual_weeks


def find(facts: LineFacts) -> str | None:
    """A payer whom we expect, with less than the usual payment."""
    income = facts.named.source if facts.named else None
    if isinstance(income, Income) and is_short(facts, income):
        return why_not_weeks(facts.line, income)
    return None


RULE = ExceptionRule(
    code="R8",
    title="The contribution is short",
    meaning="a contribution or load is short",
    severity=Severity.LOOK,
    find=find,
    resolutions=(Resolution.PAYER_ASKED, Resolution.MATCHED),
)
