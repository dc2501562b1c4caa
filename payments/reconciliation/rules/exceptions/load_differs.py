"""A payment from the council, or from another payer, that is not what was agreed.

Source: who pays owes what the agreement says; what comes short is asked of the payer, not of the person."""

from payments.reconciliation.rules.exception_rule import (
    ExceptionRule,
    FindingKind,
    LineFacts,
    Resolution,
)
from payments.reconciliation.rules.reasons import why_not_weeks
from payments.reconciliation.rules.values import TargetKind


def find(facts: LineFacts) -> str | None:
    """A payer whom we expect, with an amount that is no number of weeks."""
    income = facts.other_income
    if income and income.kind is not TargetKind.CONTRIBUTION:
        return why_not_weeks(facts.line, income)
    return None


RULE = ExceptionRule(
    code="R29",
    title="The payment in is not what was agreed",
    meaning="a payment from the council or another payer is short, or over",
    kind=FindingKind.QUESTION,
    find=find,
    law="the payment agreement: what its payers owe",
    asks_when_matched=True,
    resolutions=(Resolution.PAYER_ASKED, Resolution.MATCHED),
)
