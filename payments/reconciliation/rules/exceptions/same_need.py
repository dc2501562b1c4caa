"""A payee who is not in the plan, and supplies what the plan is for: the person chose another supplier."""

from payments.reconciliation.rules.exception_rule import (
    ExceptionRule,
    LineFacts,
    Resolution,
    Severity,
)


def find(facts: LineFacts) -> str | None:
    """Spending that nothing names, at a supplier who lists something in a category of the plan."""
    if facts.is_unexplained and facts.is_spending and facts.same_need:
        return "Not a payee in the plan, but a supplier for the same need."
    return None


RULE = ExceptionRule(
    code="R2",
    title="Not in the plan, but for the same need",
    meaning="not in the plan, but a supplier for the same need",
    severity=Severity.INFORMATION,
    find=find,
    resolutions=(Resolution.OFF_PLAN, Resolution.PLAN_CHANGED),
)
