"""Cash, which no statement explains. It is not refused: people may need it for what they planned."""

from payments.reconciliation.rules.exception_rule import (
    ExceptionRule,
    LineFacts,
    Resolution,
    Severity,
)


def find(facts: LineFacts) -> str | None:
    """Unmatched spending under a merchant code for cash."""
    is_cash = facts.is_spending and facts.line.mcc in facts.settings.cash_mccs
    return "Cash withdrawal. Ask for the receipts." if is_cash and not facts.is_matched else None


RULE = ExceptionRule(
    code="R10",
    title="Cash",
    meaning="cash, by the merchant category code",
    severity=Severity.LOOK,
    find=find,
    resolutions=(Resolution.RECEIPT_SEEN, Resolution.REPAID),
    # Judgement: asked for sooner than other lines, while receipts are still to be found.
    days=5,
)
