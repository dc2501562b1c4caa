"""The same payee and amount on the same or the next day, beyond what the plan has room for."""

from marketplace.core.pence import format_pounds
from payments.reconciliation.rules.exception_rule import (
    ExceptionRule,
    FindingKind,
    LineFacts,
    Resolution,
)
from payments.reconciliation.rules.figures import TWICE_WITHIN
from payments.reconciliation.rules.reasons import say_day


def find(facts: LineFacts) -> str | None:
    """A line that repeats another and is not matched."""
    line, first = facts.line, facts.repeat_of
    if first is None or facts.is_matched:
        return None
    pounds = format_pounds(abs(line.amount_pence))
    when = "on the same day" if line.day == first.day else f"on {say_day(first.day)}"
    if facts.is_spending:
        return f"The same payee was paid {pounds} {when} too. It may have been paid twice."
    return f"{pounds} came in from the same payer {when} too. It may have been paid twice."


RULE = ExceptionRule(
    code="R13",
    title="Possibly paid twice",
    meaning="perhaps paid twice: same payee and amount within a day",
    kind=FindingKind.CONCERN,
    find=find,
    law="keeping accounts: one bill is paid once",
    resolutions=(Resolution.REPAID, Resolution.MATCHED),
    within=TWICE_WITHIN,
)
