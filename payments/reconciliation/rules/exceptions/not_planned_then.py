"""A planned payee, paid when nothing of theirs was planned: before it began, after it ended, in a pause."""

from payments.reconciliation.rules.exception_rule import (
    Doubt,
    ExceptionRule,
    LineFacts,
    Resolution,
    Severity,
)
from payments.reconciliation.rules.reasons import say_date


def find(facts: LineFacts) -> str | None:
    """What fits a plan line that has no due date near, because of the days that it holds for."""
    if facts.doubt is not Doubt.NOT_PLANNED or facts.chosen is None:
        return None
    source, day = facts.chosen.source, facts.line.day
    looks = f"Looks like {source.label}, but"
    if day < source.first:
        return f"{looks} the support planned with them begins on {say_date(source.first)}."
    if source.until is not None and day >= source.until:
        return f"{looks} the support planned with them ended on {say_date(source.until)}."
    return f"{looks} no support was planned with them on that day."


RULE = ExceptionRule(
    code="R21",
    title="Paid when no support was planned",
    meaning="paid before the support began, after it ended, or in a pause",
    severity=Severity.LOOK,
    find=find,
    resolutions=(Resolution.MATCHED, Resolution.PLAN_CHANGED, Resolution.REPAID),
)
