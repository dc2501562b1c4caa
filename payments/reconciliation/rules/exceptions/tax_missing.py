"""Wages are paid, and the tax office is not.

Source: whoever employs a personal assistant pays their tax and National Insurance (HMRC, PAYE)."""

from marketplace.core.pence import format_pounds
from payments.reconciliation.rules.absence import Lack, PersonFacts, PersonRule
from payments.reconciliation.rules.exception_rule import FindingKind, Resolution
from payments.reconciliation.rules.reasons import say_date


def look(facts: PersonFacts) -> Lack | None:
    """Planned payments to the tax office that are due and not made, while other planned support was paid."""
    if not facts.untaxed:
        return None
    since, pence = min(day for day, _ in facts.untaxed), sum(each for _, each in facts.untaxed)
    return Lack(
        f"{format_pounds(pence)} planned for HM Revenue and Customs since {say_date(since)} is not paid. "
        "Ask if the person needs help with pay and tax.",
        pence,
        {"missing_pence": pence, "since": since.isoformat()},
    )


RULE = PersonRule(
    code="R19",
    title="Tax for an assistant is not paid",
    meaning="a planned payment to the tax office is not made, while other support is paid",
    kind=FindingKind.CONCERN,
    look=look,
    law="HM Revenue and Customs: who employs somebody pays their tax",
    resolutions=(Resolution.MATCHED, Resolution.PLAN_CHANGED, Resolution.NO_ACTION),
)
