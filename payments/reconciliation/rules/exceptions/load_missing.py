"""A payment of the council, or of another payer, that has not come.

Source: who pays owes what the agreement says; it is asked of the payer, never of the person."""

from payments.reconciliation.rules.absence import Lack, MissingMoney, PersonFacts, PersonRule
from payments.reconciliation.rules.exception_rule import FindingKind, Resolution
from payments.reconciliation.rules.money_missing import missing_of


def look(facts: PersonFacts) -> Lack | None:
    """What payers other than the person owe for payment days now past."""
    return missing_of(facts, _is_a_payers)


def _is_a_payers(missing: MissingMoney) -> bool:
    return not missing.is_contribution


RULE = PersonRule(
    code="R30",
    title="A payment in has not come",
    meaning="the council's payment, or another payer's, has not come or is short",
    kind=FindingKind.CONCERN,
    look=look,
    law="the payment agreement: what its payers owe",
    resolutions=(Resolution.PAYER_ASKED, Resolution.AGREEMENT_CHANGED),
)
