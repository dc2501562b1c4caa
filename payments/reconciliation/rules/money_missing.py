"""What is said of money that should have come in and has not."""

from collections.abc import Callable

from marketplace.core.pence import format_pounds
from payments.reconciliation.rules.absence import Lack, MissingMoney, PersonFacts
from payments.reconciliation.rules.reasons import say_date


def missing_of(facts: PersonFacts, whose: Callable[[MissingMoney], bool]) -> Lack | None:
    """Of the payers that are meant, those who owe a week of theirs or more; less is asked about where it
    came in short."""
    owing = [each for each in facts.missing if whose(each) and each.pence >= each.weekly_pence > 0]
    if not owing:
        return None
    pence = sum(each.pence for each in owing)
    since = min(each.since for each in owing)
    names = " and ".join(sorted({each.label for each in owing}))
    return Lack(
        f"{names}: {format_pounds(pence)} has not come since {say_date(since)}.",
        pence,
        {"missing_pence": pence, "since": since.isoformat()},
    )
