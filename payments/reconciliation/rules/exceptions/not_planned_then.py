"""A planned payee, paid when nothing of theirs was planned: before it began, after it ended, in a pause."""

from datetime import date, timedelta

from payments.reconciliation.rules.exception_rule import (
    Doubt,
    ExceptionRule,
    FindingKind,
    LineFacts,
    Resolution,
)
from payments.reconciliation.rules.reasons import say_date
from payments.reconciliation.rules.values import Income


def find(facts: LineFacts) -> str | None:
    """What fits a plan line that has no due date near, because of the days that it holds for."""
    if facts.chosen is None or isinstance(facts.chosen.source, Income):
        return None
    if facts.is_matched and not facts.pieces:
        return None
    if facts.is_matched and any(piece.holds_on(facts.line.day) for piece in facts.pieces):
        return None
    if not facts.is_matched and facts.doubt is not Doubt.NOT_PLANNED:
        return None
    looks = f"{'It is for' if facts.is_matched else 'Looks like'} {facts.chosen.source.label}, but"
    first = min(piece.first for piece in facts.pieces)
    if facts.line.day < first:
        return f"{looks} the support planned with them begins on {say_date(first)}."
    until = max(piece.until or date.max for piece in facts.pieces)
    if facts.line.day >= until:
        last = until - timedelta(1)
        return f"{looks} the last day of the support planned with them was {say_date(last)}."
    return f"{looks} no support was planned with them near this date."


RULE = ExceptionRule(
    code="R21",
    title="Paid when no support was planned",
    meaning="paid before the support began, after it ended, or in a pause",
    kind=FindingKind.QUESTION,
    find=find,
    law="Care Act 2014, section 33: the money is for needs in the plan",
    resolutions=(Resolution.MATCHED, Resolution.PLAN_CHANGED, Resolution.REPAID),
)
