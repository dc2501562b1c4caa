"""The bank's own balances and the payments between them do not agree."""

from marketplace.core.pence import format_pounds
from payments.reconciliation.rules.absence import AccountFacts, AccountRule, Lack
from payments.reconciliation.rules.exception_rule import FindingKind, Resolution
from payments.reconciliation.rules.reasons import say_date


def look(facts: AccountFacts) -> Lack | None:
    """A balance that moved by other pence than the payments that we have: one is missing, or is here twice."""
    if not facts.drift_pence or facts.drift_days is None:
        return None
    first, last = facts.drift_days
    more = "more" if facts.drift_pence > 0 else "less"
    return Lack(
        f"Between {say_date(first)} and {say_date(last)} the bank’s balance moved "
        f"{format_pounds(abs(facts.drift_pence))} {more} than our payments. One is missing, or is here twice.",
        abs(facts.drift_pence),
        {"first": first.isoformat(), "last": last.isoformat(), "drift_pence": facts.drift_pence},
    )


RULE = AccountRule(
    code="R33",
    title="The balance differs from the bank’s",
    meaning="the bank's balance moved by more or less than the payments that we have",
    kind=FindingKind.CONCERN,
    look=look,
    law="keeping accounts: payments explain a balance",
    resolutions=(Resolution.STATEMENT_CAME, Resolution.NO_ACTION),
)
