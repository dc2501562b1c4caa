"""Each refusal of reconciliation has its sentence, written once."""

import pytest

from marketplace.core.errors import problem
from marketplace.core.wording import sentence_of
from payments.reconciliation.wording import SENTENCES
from tests.refusals import codes_raised

SAID = {
    "match_made_already": "Somebody else has matched this payment since you opened the page. Nothing "
    "of yours was changed. Load the page again to see what they chose.",
    "match_suggestion_changed": "What we suggest has changed since you opened the page. Look again "
    "before you confirm.",
    "match_line_not_booked": "Only a booked payment in pounds can be matched.",
    "match_parts_missing": "Say what at least one part of the payment was for.",
    "match_part_not_above_zero": "Every part must be more than £0.",
    "match_parts_differ": "The parts must add up to the payment. £9.00 is still to be shared out.",
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
    "exception_words_too_long": "Write no more than 400 letters. There are 412 now.",
}
FACTS = {
    "match_parts_differ": {"off_pence": 900},
    "exception_words_too_long": {"most": 400, "length": 412},
}


@pytest.mark.parametrize("code", SENTENCES)
def test_a_refusal_when_worded_is_this_sentence(code: str) -> None:
    assert sentence_of(problem(code, **FACTS.get(code, {}))) == SAID[code]


def test_parts_when_too_much_are_said_to_be() -> None:
    said = sentence_of(problem("match_parts_differ", off_pence=-100))
    assert said == "The parts must add up to the payment. That is £1.00 too much."


def test_codes_when_raised_have_a_sentence_and_none_is_left_over() -> None:
    assert codes_raised("payments/reconciliation") == SENTENCES.keys() == SAID.keys()
