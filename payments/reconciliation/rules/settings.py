"""What the matcher goes by in one council, and the merchant category codes that it is asked for.

Merchant category codes are those of ISO 18245: four figures, kept as text because some begin with 0.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from marketplace.core.rooms import Figure
from payments.reconciliation.rules import figures

#: The codes that a rule looks for by itself, as a page says them. Another code is shown as a number.
MERCHANT_CATEGORIES: Mapping[str, str] = {
    "6010": "Cash over a counter",
    "6011": "Cash machine",
    "7995": "Betting and gambling",
}


#: Where each figure of the matcher is kept in its settings.
MATCHING_FIGURES: Mapping[str, Figure] = {
    "tolerance_percent": figures.TOLERANCE,
    "days_early": figures.EARLY,
    "days_late": figures.LATE,
    "refund_days": figures.REFUND_WITHIN,
    "advance_days": figures.ADVANCE,
    "rounding_pence": figures.ROUNDING,
    "weeks_at_once": figures.WEEKS_AT_ONCE,
    "usual_weeks": figures.USUAL_WEEKS,
    "waiting_days": figures.WAITING,
    "periods_at_once": figures.PERIODS_AT_ONCE,
    "repeat_days": figures.REPEAT,
    "cash_from_pence": figures.CASH_FROM,
}


@dataclass(frozen=True, slots=True)
class Settings:
    """A council's figures on one day, and two lists of merchant category codes."""

    tolerance_percent: int = figures.TOLERANCE.usual
    days_early: int = figures.EARLY.usual
    days_late: int = figures.LATE.usual
    refund_days: int = figures.REFUND_WITHIN.usual
    advance_days: int = figures.ADVANCE.usual
    rounding_pence: int = figures.ROUNDING.usual
    weeks_at_once: int = figures.WEEKS_AT_ONCE.usual
    usual_weeks: int = figures.USUAL_WEEKS.usual
    waiting_days: int = figures.WAITING.usual
    periods_at_once: int = figures.PERIODS_AT_ONCE.usual
    repeat_days: int = figures.REPEAT.usual
    cash_from_pence: int = figures.CASH_FROM.usual
    # Judgement: gambling alone. Think Local Act Personal reads statutory guidance as a warning against
    # lists of forbidden spending. A longer list tells the council of more, and refuses nothing.
    restricted_mccs: frozenset[str] = frozenset({"7995"})
    # Source: ISO 18245, manual and automatic cash disbursement. Without one, cash looks like a shop.
    cash_mccs: frozenset[str] = frozenset({"6010", "6011"})

    @classmethod
    def of(cls, values: Mapping[str, int]) -> Self:
        """The settings that a council's figures make, by their keys."""
        given: dict[str, Any] = {name: values[f.key] for name, f in MATCHING_FIGURES.items()}
        return cls(**given)
