"""Matches, what they claim, what was found, payments to check, how closely, and what is known of payees."""

from payments.reconciliation.models.claims import DueClaim
from payments.reconciliation.models.findings import MoneyFinding
from payments.reconciliation.models.matches import Match, MatchPart, MoneyException
from payments.reconciliation.models.monitoring import MonitoringDecision
from payments.reconciliation.models.payees import Payee, PayeeFact

__all__ = [
    "DueClaim",
    "Match",
    "MatchPart",
    "MoneyException",
    "MoneyFinding",
    "MonitoringDecision",
    "Payee",
    "PayeeFact",
]
