"""A contribution that is no number of weeks, and less than the usual payment."""

from payments.reconciliation.rules.exception_rule import (
    ExceptionRule,
    FindingKind,
    LineFacts,
    Resolution,
)
from payments.reconciliation.rules.reasons import agreed_near, why_not_weeks
from payments.reconciliation.rules.values import Income, TargetKind


def is_short(facts: LineFacts, income: Income) -> bool:
    """Whether an odd amount is below the usual payment rather than above it."""
    usual = income.usual_pence or income.weekly_pence * facts.settings.usual_weeks
    if not usual and (agreed := agreed_near(income, facts.line.day)):
        _, usual = agreed
    return facts.line.amount_pence < usual


def find(facts: LineFacts) -> str | None:
    """A contribution that we expect, with less than the usual payment."""
    income = facts.other_income
    if income and income.kind is TargetKind.CONTRIBUTION and is_short(facts, income):
        return why_not_weeks(facts.line, income)
    return None


RULE = ExceptionRule(
    code="R8",
    title="The contribution is short",
    meaning="a contribution is short",
    kind=FindingKind.QUESTION,
    find=find,
    law="the payment agreement: the contribution",
    asks_when_matched=True,
    resolutions=(Resolution.PAYER_ASKED, Resolution.MATCHED),
)
