"""Cash, which no statement explains. It is not refused: people may need it for what they planned."""

from payments.reconciliation.rules.exception_rule import (
    ExceptionRule,
    LineFacts,
    Resolution,
    Severity,
)
from payments.reconciliation.rules.figures import CASH_WITHIN


def find(facts: LineFacts) -> str | None:
    """Unmatched spending under a merchant code for cash, from the amount that the council asks about."""
    is_cash = facts.is_spending and facts.line.mcc in facts.settings.cash_mccs
    is_asked = -facts.line.amount_pence >= facts.settings.cash_from_pence
    found = is_cash and is_asked and not facts.is_matched
    return "Cash withdrawal. Ask for the receipts." if found else None


RULE = ExceptionRule(
    code="R10",
    title="Cash",
    meaning="cash, by the merchant category code",
    severity=Severity.LOOK,
    find=find,
    resolutions=(Resolution.RECEIPT_SEEN, Resolution.REPAID),
    within=CASH_WITHIN,
)
