"""More money than the plan needs and than may be left over.

Source: councils leave some weeks in credit and look at what is above it; what is committed is not surplus."""

from marketplace.core.pence import format_pounds
from payments.reconciliation.rules.absence import Lack, PersonFacts, PersonRule
from payments.reconciliation.rules.contingency import surplus_pence
from payments.reconciliation.rules.exception_rule import FindingKind, Resolution


def look(facts: PersonFacts) -> Lack | None:
    """What is left when all that the plan needs is taken off is more than may be left over: the weeks of
    each agreement, else the council's, of what is paid in."""
    surplus = surplus_pence(facts.left_pence, facts.kept_pence)
    if facts.weekly_pence <= 0 or not surplus:
        return None
    return Lack(
        f"{format_pounds(surplus)} more is left than may be left over, after all that the plan needs. "
        "The person may be saving for something, or not getting support.",
        surplus,
        {
            "left_pence": facts.left_pence,
            "kept_pence": facts.kept_pence,
            "weekly_pence": facts.weekly_pence,
            "weeks": facts.left_pence // facts.weekly_pence,
        },
    )


RULE = PersonRule(
    code="R7",
    title="More money than the plan needs",
    meaning="more money is left than may be left over, after what the plan needs",
    kind=FindingKind.QUESTION,
    look=look,
    law="the payment agreement: what may be left in the account",
    resolutions=(Resolution.REPAID, Resolution.PLAN_CHANGED, Resolution.NO_ACTION),
)
