"""An account with money in it from which nothing was ever paid."""

from datetime import timedelta

from payments.reconciliation.rules.absence import AccountFacts, AccountRule, Lack
from payments.reconciliation.rules.exception_rule import FindingKind, Resolution
from payments.reconciliation.rules.reasons import say_date


def look(facts: AccountFacts) -> Lack | None:
    """Money came in weeks ago, and none has gone out: the card may be lost, or help to use it needed."""
    if not facts.in_use or facts.balance_pence <= 0 or facts.last_out or facts.first_in is None:
        return None
    if facts.first_in + timedelta(weeks=facts.limits.unused_weeks) > facts.today:
        return None
    noun = "card" if facts.is_card else "account"
    return Lack(
        f"Money first came in on {say_date(facts.first_in)}, and this {noun} was never used. "
        "Ask if the person needs help to use it.",
        facts.balance_pence,
        {"first_in": facts.first_in.isoformat(), "balance_pence": facts.balance_pence},
    )


RULE = AccountRule(
    code="R22",
    title="Card or account never used",
    meaning="money came in weeks ago, and nothing was ever paid out",
    kind=FindingKind.QUESTION,
    look=look,
    law="Care Act 2014, section 33: the money is for needs in the plan",
    resolutions=(Resolution.PLAN_CHANGED, Resolution.NO_ACTION),
)
