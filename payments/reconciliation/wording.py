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
    more = f"{pounds} is still to be split." if off > 0 else f"The parts are {pounds} too much."
    return f"The parts must total the payment. {more}"


SENTENCES: dict[str, Sentence] = {
    "match_made_already": (
        "Somebody else matched this payment after you opened the page. Load the page again to see the match."
    ),
    "match_suggestion_changed": (
        "The suggestion changed after you opened the page. Check it again before you confirm."
    ),
    "match_line_not_booked": "You can match only booked payments in pounds.",
    "match_parts_missing": "Enter at least 1 part of the payment.",
    "match_part_not_above_zero": "Enter more than £0 for each part.",
    "match_parts_differ": _parts_differ,
    "match_not_money_in": "You cannot match money paid out as money in.",
    "match_target_gone": "This is no longer in the plan or budget of the person.",
    "match_fund_missing": "This person has no budget. No funding source can pay for this.",
    "match_not_active": "This payment is not matched now. Load the page again to see it.",
    "match_refunded": "A refund is matched to this payment. Undo the refund first.",
    "exception_decided_since": "A payment that you chose is decided already. Choose again.",
    "exception_resolved_already": "This is decided already. Load the page again to see it.",
    "exception_answer_not_needed": "This question is closed already. You do not need to do anything.",
    "exception_question_missing": "Enter a question for the person.",
    "exception_answer_missing": "Enter what the payment was for, in your own words.",
    "exception_outcome_missing": "Enter the decision. The person can read your words.",
    "exception_words_too_long": "Enter at most {most} characters. You entered {length}.",
}


def payment_title(payment: Payment) -> str:
    """What a payment is called in a list: money in that was matched, by who paid it in."""
    if not payment.payers:
        return payment.what
    if payment.payers == [Payer.PERSON]:
        return "Contribution"
    return f"Paid in by {' and '.join(PAYERS[payer] for payer in payment.payers)}"
