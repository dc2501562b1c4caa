"""Money that nothing in the plan or budget explains. Source: statutory guidance lets a person spend
outside the plan, so it is asked about and never refused."""

from payments.reconciliation.rules.exception_rule import (
    ExceptionRule,
    FindingKind,
    LineFacts,
    Resolution,
)
from payments.reconciliation.rules.line_kinds import is_cash

NOTHING_COSTS_THIS = "No support in the plan has this cost. This payment was not stopped. It can be right. Ask what the payment was for."
NOBODY_PAYS_THIS = "This money in was not expected. Ask who paid it, and what it is for."


def find(facts: LineFacts) -> str | None:
    """What nothing names, unless it serves a need of the plan or looks like a refund."""
    if not facts.is_unexplained or is_cash(facts.line, facts.settings):
        return None
    if facts.is_spending:
        return None if facts.same_need else NOTHING_COSTS_THIS
    return None if facts.looks_like_refund else NOBODY_PAYS_THIS


RULE = ExceptionRule(
    code="R1",
    title="No support in the plan has this cost",
    meaning="nothing in the plan costs this, or nobody was expecting this money in",
    kind=FindingKind.QUESTION,
    find=find,
    law="Care Act 2014, section 33: the money is for needs in the plan",
    resolutions=(Resolution.OFF_PLAN, Resolution.MATCHED, Resolution.REPAID),
)
