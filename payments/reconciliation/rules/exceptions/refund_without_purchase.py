"""Money that looks like a refund, and gives back nothing that we know of."""

from marketplace.core.pence import format_pounds
from payments.reconciliation.rules.exception_rule import (
    ExceptionRule,
    FindingKind,
    LineFacts,
    Resolution,
)
from payments.reconciliation.rules.reasons import say_day
from payments.reconciliation.rules.values import PaymentLine


def find(facts: LineFacts) -> str | None:
    """What looks like a refund and names nobody whose payment we expect."""
    if not facts.is_unexplained or not facts.looks_like_refund:
        return None
    pounds = format_pounds(facts.line.amount_pence)
    days = facts.settings.refund_days
    missing = f"A refund with no purchase of {pounds} in the last {days} days."
    nearest = _nearest(facts)
    if nearest is None:
        return missing
    other = format_pounds(-nearest.amount_pence)
    return f"{missing} Nearest: {other} on {say_day(nearest.day)}."


def _nearest(facts: LineFacts) -> PaymentLine | None:
    """The payee's purchase that is nearest in pence, then in days."""
    line = facts.line
    return min(
        facts.purchases,
        key=lambda p: (abs(p.amount_pence + line.amount_pence), (line.day - p.day).days, p.id),
        default=None,
    )


RULE = ExceptionRule(
    code="R15",
    title="A refund with no purchase",
    meaning="a refund with no purchase",
    kind=FindingKind.QUESTION,
    find=find,
    law="keeping accounts: money back belongs to a payment",
    resolutions=(Resolution.MATCHED, Resolution.NO_ACTION),
)
