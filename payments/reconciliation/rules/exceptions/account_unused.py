"""An account that was used, has money, and from which nothing has been paid for weeks."""

from datetime import timedelta

from payments.reconciliation.rules.absence import AccountFacts, AccountRule, Lack
from payments.reconciliation.rules.exception_rule import FindingKind, Resolution
from payments.reconciliation.rules.reasons import say_date


def look(facts: AccountFacts) -> Lack | None:
    """Nothing paid out for longer than the council allows, while support is planned and money is there."""
    if not facts.in_use or facts.balance_pence <= 0 or facts.last_out is None:
        return None
    if facts.last_out + timedelta(weeks=facts.limits.unused_weeks) > facts.today:
        return None
    return Lack(
        f"The last payment out was on {say_date(facts.last_out)}. The plan needs payments. "
        "Ask if the person has the support they need.",
        facts.balance_pence,
        {"last_out": facts.last_out.isoformat(), "balance_pence": facts.balance_pence},
    )


RULE = AccountRule(
    code="R6",
    title="No payments out for a long time",
    meaning="an account with money, from which nothing was paid for weeks",
    kind=FindingKind.QUESTION,
    look=look,
    law="Care Act 2014, section 33: the money is for needs in the plan",
    resolutions=(Resolution.PLAN_CHANGED, Resolution.NO_ACTION),
)
