"""A statement of an account that has not been sent."""

from datetime import timedelta

from payments.reconciliation.rules.absence import AccountFacts, AccountRule, Lack
from payments.reconciliation.rules.exception_rule import FindingKind, Resolution
from payments.reconciliation.rules.reasons import say_date


def look(facts: AccountFacts) -> Lack | None:
    """An account in use that is fed by files, whose last file ends longer ago than the council allows."""
    if not facts.in_use or not facts.is_fed_by_files or facts.read_to is None:
        return None
    if facts.read_to + timedelta(weeks=facts.limits.statement_weeks) > facts.today:
        return None
    return Lack(
        f"The last statement ends on {say_date(facts.read_to)}. Ask for the next statement.",
        0,
        {"read_to": facts.read_to.isoformat()},
    )


RULE = AccountRule(
    code="R32",
    title="A statement is missing",
    meaning="an account in use, whose last statement ended weeks ago",
    kind=FindingKind.QUESTION,
    look=look,
    law="the payment agreement: statements are sent to the council",
    resolutions=(Resolution.STATEMENT_CAME, Resolution.NO_ACTION),
)
