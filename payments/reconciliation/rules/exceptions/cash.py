"""Cash, which no statement explains. It is not refused: people may need it for what they planned."""

from payments.reconciliation.rules.exception_rule import (
    ExceptionRule,
    FindingKind,
    LineFacts,
    Resolution,
)
from payments.reconciliation.rules.figures import CASH_WITHIN
from payments.reconciliation.rules.line_kinds import is_cash


def find(facts: LineFacts) -> str | None:
    """Unmatched cash, by its merchant code or the bank's words, from the amount that the council asks about."""
    is_asked = -facts.line.amount_pence >= facts.settings.cash_from_pence
    found = is_cash(facts.line, facts.settings) and is_asked and not facts.is_matched
    return "Cash withdrawal. Ask for the receipts." if found else None


RULE = ExceptionRule(
    code="R10",
    title="Cash",
    meaning="cash, by the merchant category code or the bank's words",
    kind=FindingKind.QUESTION,
    find=find,
    law="the payment agreement: receipts for cash",
    resolutions=(Resolution.RECEIPT_SEEN, Resolution.REPAID),
    within=CASH_WITHIN,
)
