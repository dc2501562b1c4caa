"""A closed fund has money left, or owes it, against what was said when it was closed.

Source: keeping accounts: what was agreed or recorded later for earlier days changes what was left."""

from marketplace.core.pence import format_pounds
from payments.reconciliation.rules.absence import Lack, PersonFacts, PersonRule
from payments.reconciliation.rules.exception_rule import FindingKind, Resolution
from payments.reconciliation.rules.fund_rests import is_contradicted


def look(facts: PersonFacts) -> Lack | None:
    """The first closed fund of which what was said is no longer so."""
    wrong = next((one for one in facts.rests if is_contradicted(one.rest, one.left_pence)), None)
    if wrong is None:
        return None
    now = "is left" if wrong.left_pence > 0 else "more was spent than paid in"
    amount = format_pounds(abs(wrong.left_pence))
    return Lack(
        f"{wrong.label} was closed with “{wrong.rest.label}”, and {amount} {now}. Something was recorded "
        "later for days before it was closed.",
        abs(wrong.left_pence),
        {"rest_pence": wrong.left_pence},
    )


RULE = PersonRule(
    code="R34",
    title="Money of a closed funding source",
    meaning="a closed funding source has money left, or is owed it, against what was said at its closing",
    kind=FindingKind.QUESTION,
    look=look,
    law="keeping accounts: what is left of a funding source belongs to somebody",
    resolutions=(Resolution.REPAID, Resolution.PAYER_ASKED, Resolution.NO_ACTION),
)
