"""The sentence for each refusal, and what a payment is called."""

from collections.abc import Mapping
from typing import Any

from marketplace.brokerage.rules import Payer
from marketplace.core.pence import format_pounds
from marketplace.core.rooms import Sentence
from payments.reconciliation.queries.lines import Payment

#: Who paid money in; banks write it in capitals and codes.
PAYERS: Mapping[Payer, str] = {
    Payer.COUNCIL: "the council",
    Payer.NHS: "the NHS",
    Payer.PERSON: "the person",
}


def _parts_differ(facts: Mapping[str, Any]) -> str:
    off = facts["off_pence"]
    pounds = format_pounds(abs(off))
    more = f"{pounds} is still to be shared out." if off > 0 else f"That is {pounds} too much."
    return f"The parts must add up to the payment. {more}"


SENTENCES: dict[str, Sentence] = {
    "match_made_already": (
        "Somebody else has matched this payment since you opened the page. Nothing of yours was "
        "changed. Load the page again to see what they chose."
    ),
    "match_suggestion_changed": (
        "What we suggest has changed since you opened the page. Look again before you confirm."
    ),
    "match_line_not_booked": "Only a booked payment in pounds can be matched.",
    "match_parts_missing": "Say what at least one part of the payment was for.",
    "match_part_not_above_zero": "Every part must be more than £0.",
    "match_parts_differ": _parts_differ,
    "match_not_money_in": "Money paid out cannot be a payment in.",
    "match_target_gone": "That is not in this person’s plan or budget any more.",
    "match_fund_missing": "This person has no budget, so no fund can pay for it.",
    "match_not_active": "This payment is not matched now. Load the page again to see it.",
    "match_refunded": "A refund is matched to this payment. Undo the refund first.",
    "exception_decided_since": "A line that you chose has been decided since. Choose again.",
    "exception_resolved_already": "This is done already. Load the page again to see it.",
    "exception_answer_not_needed": "This has been settled already. There is nothing to do.",
    "exception_question_missing": "Write the question as the person should read it.",
    "exception_answer_missing": "Tell us what the payment was for, in your own words.",
    "exception_outcome_missing": "Write what was decided. The person can read it.",
    "exception_words_too_long": "Write no more than {most} letters. There are {length} now.",
}


def payment_title(payment: Payment) -> str:
    """What a payment is called in a list: money in that was matched, by who paid it in."""
    if not payment.payers:
        return payment.what
    if payment.payers == [Payer.PERSON]:
        return "Own contribution"
    return f"Paid in by {' and '.join(PAYERS[payer] for payer in payment.payers)}"
