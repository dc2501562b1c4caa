"""A kind of shop that the council asks about. It wants to know of a matched payment too."""

from payments.reconciliation.rules.exception_rule import (
    ExceptionRule,
    LineFacts,
    Resolution,
    Severity,
)


def find(facts: LineFacts) -> str | None:
    """Spending under a merchant category code of the council's own list."""
    if facts.is_spending and facts.line.mcc in facts.settings.restricted_mccs:
        return "Council rule: check this type of shop."
    return None


RULE = ExceptionRule(
    code="R11",
    title="Type of shop to check",
    meaning="a kind of shop that the council asks about",
    severity=Severity.INFORMATION,
    find=find,
    resolutions=(Resolution.NO_ACTION, Resolution.REPAID),
)
