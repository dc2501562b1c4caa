"""A review of a direct payment that is overdue.

Source: Care and Support (Direct Payments) Regulations 2014, regulation 7: within six months of the first
payment, then at most twelve months apart."""

from datetime import timedelta

from payments.reconciliation.rules.absence import Lack, PersonFacts, PersonRule
from payments.reconciliation.rules.exception_rule import FindingKind, Owner, Resolution
from payments.reconciliation.rules.reasons import say_date

# Source: Care and Support (Direct Payments) Regulations 2014, reg. 7: within six months of the first payment.
FIRST_AFTER = timedelta(183)
# Source: the same: then at intervals of no more than twelve months.
NEXT_AFTER = timedelta(366)


def look(facts: PersonFacts) -> Lack | None:
    """No review is recorded within the time that regulations give, since payments began or the last one."""
    if facts.paid_since is None:
        return None
    last = max(facts.reviewed, facts.paid_since) if facts.reviewed else None
    due = last + NEXT_AFTER if last else facts.paid_since + FIRST_AFTER
    if due > facts.today:
        return None
    done = (
        f"The last review on record was on {say_date(last)}" if last else "No review is on record"
    )
    return Lack(f"{done}. A review was due by {say_date(due)}.", 0, {"due": due.isoformat()})


RULE = PersonRule(
    code="R24",
    title="The review is overdue",
    meaning="no review on record for longer than regulations allow",
    kind=FindingKind.QUESTION,
    look=look,
    law="Care and Support (Direct Payments) Regulations 2014, regulation 7",
    resolutions=(Resolution.REVIEWED, Resolution.NO_ACTION),
    owner=Owner.PRACTITIONER,
)
