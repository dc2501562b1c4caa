"""A contribution that the person has not paid in."""

from payments.reconciliation.rules.absence import Lack, MissingMoney, PersonFacts, PersonRule
from payments.reconciliation.rules.exception_rule import FindingKind, Resolution
from payments.reconciliation.rules.money_missing import missing_of


def look(facts: PersonFacts) -> Lack | None:
    """What of the contribution is not paid in for payment days now past."""
    return missing_of(facts, _is_a_contribution)


def _is_a_contribution(missing: MissingMoney) -> bool:
    return missing.is_contribution


RULE = PersonRule(
    code="R31",
    title="The contribution has not come",
    meaning="the person's contribution has not come or is short, over all payment days",
    kind=FindingKind.QUESTION,
    look=look,
    law="the payment agreement: the contribution",
    resolutions=(Resolution.PAYER_ASKED, Resolution.AGREEMENT_CHANGED, Resolution.NO_ACTION),
)
