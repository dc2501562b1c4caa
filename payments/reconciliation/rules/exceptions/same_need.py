"""A payee who is not in the plan, and supplies what the plan is for: the person chose another supplier."""

from payments.reconciliation.rules.exception_rule import (
    ExceptionRule,
    FindingKind,
    LineFacts,
    Resolution,
)


def find(facts: LineFacts) -> str | None:
    """Spending that nothing names, at a supplier who lists something in a category of the plan."""
    if is_for_the_same_need(facts):
        return "Not a payee in the plan, but a supplier for the same need."
    return None


def is_for_the_same_need(facts: LineFacts) -> bool:
    """Whether nothing planned has its name, and its payee serves a need of the plan."""
    return facts.is_unexplained and facts.is_spending and facts.same_need


RULE = ExceptionRule(
    code="R2",
    title="Not in the plan, but for the same need",
    meaning="not in the plan, but a supplier for the same need",
    kind=FindingKind.INFORMATION,
    find=find,
    law="Care and support statutory guidance: the person chooses who supports them",
    resolutions=(Resolution.OFF_PLAN, Resolution.PLAN_CHANGED),
)
