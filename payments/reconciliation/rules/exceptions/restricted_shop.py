"""A kind of shop that the council asks about. It wants to know of a matched payment too."""

from payments.reconciliation.rules.exception_rule import (
    ExceptionRule,
    FindingKind,
    LineFacts,
    Resolution,
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
    kind=FindingKind.INFORMATION,
    find=find,
    law="the council's own list of kinds of shop",
    resolutions=(Resolution.NO_ACTION, Resolution.REPAID),
)
