"""A contribution that is no number of weeks, and more than the usual weeks come to.

Source: a contribution paid too much goes back to the person (Gateshead)."""

from payments.reconciliation.rules.exception_rule import (
    ExceptionRule,
    FindingKind,
    LineFacts,
    Resolution,
)
from payments.reconciliation.rules.exceptions.contribution_short import is_short
from payments.reconciliation.rules.reasons import why_not_weeks
from payments.reconciliation.rules.values import TargetKind


def find(facts: LineFacts) -> str | None:
    """A contribution that we expect, with more than the usual payment."""
    income = facts.other_income
    if income and income.kind is TargetKind.CONTRIBUTION and not is_short(facts, income):
        return why_not_weeks(facts.line, income)
    return None


RULE = ExceptionRule(
    code="R9",
    title="The contribution is more than asked",
    meaning="a contribution is over",
    kind=FindingKind.QUESTION,
    find=find,
    law="the payment agreement: the contribution, and what is over goes back",
    asks_when_matched=True,
    resolutions=(Resolution.REPAID, Resolution.MATCHED),
)
