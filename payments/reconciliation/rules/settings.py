"""What a council may set about matching, and the merchant category codes that it is asked for.

Merchant category codes are those of ISO 18245: four figures, kept as text because some begin with 0.
"""

from collections.abc import Mapping
from dataclasses import dataclass

#: The codes that a rule looks for by itself, as a page says them. Another code is shown as a number.
MERCHANT_CATEGORIES: Mapping[str, str] = {
    "6010": "Cash over a counter",
    "6011": "Cash machine",
    "7995": "Betting and gambling",
}


@dataclass(frozen=True, slots=True)
class Settings:
    """The figures of judgement that a council may set. Each says its unit, where it is from, and what
    moves with it."""

    # Per cent of a planned payment. Judgement: prices are frozen in the plan, so 2 % covers rounding of
    # hours. Higher hides price rises; lower sends pennies to a person.
    tolerance_percent: int = 2
    # Days before its due date that a payment may come. Judgement: a bank holiday weekend. Higher than
    # half a week makes two weekly visits compete for one payment.
    days_early: int = 3
    # Days after its due date. Judgement: a fortnight less a day, so that a late payment never reaches
    # the due date two weeks on. Higher lets a missed week be taken for a later one.
    days_late: int = 13
    # Days after a purchase in which a refund is looked for. Judgement: about the 12 weeks after which
    # councils check an account. Lower leaves late refunds to a person; higher risks a wrong purchase.
    refund_days: int = 90
    # Days that a line may wait for a person. Judgement: half of a four-weekly load, so that none is
    # left when the next comes. Lower fills the queue with urgent lines.
    old_after_days: int = 14
    # Judgement: gambling alone. Think Local Act Personal reads statutory guidance as a warning against
    # lists of forbidden spending. A longer list tells the council of more, and refuses nothing.
    restricted_mccs: frozenset[str] = frozenset({"7995"})
    # Source: ISO 18245, manual and automatic cash disbursement. Without one, cash looks like a shop.
    cash_mccs: frozenset[str] = frozenset({"6010", "6011"})
