"""Matches, payments to check, and what is known of payees."""

from payments.reconciliation.models.matches import Match, MatchPart, MoneyException
from payments.reconciliation.models.payees import Payee, PayeeFact

__all__ = ["Match", "MatchPart", "MoneyException", "Payee", "PayeeFact"]
