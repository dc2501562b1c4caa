"""Each refusal of reconciliation has its sentence, written once."""

from typing import Any

import pytest

from marketplace.core.errors import problem
from marketplace.core.wording import sentence_of
from payments.reconciliation.wording import SENTENCES
from tests.refusals import codes_raised

SAID = {
    "match_made_already": "Somebody else matched this payment after you opened the page. Load the page again to see the match.",
    "match_suggestion_changed": "The suggestion changed after you opened the page. Check it again before you confirm.",
    "match_line_not_booked": "You can match only booked payments in pounds.",
    "match_parts_missing": "Enter at least 1 part of the payment.",
    "match_part_not_above_zero": "Enter more than £0 for each part.",
    "match_parts_differ": "The parts must total the payment. £9.00 is still to be split.",
    "match_not_money_in": "You cannot match money paid out as money in.",
    "match_target_gone": "This is no longer in the plan or budget of the person.",
    "match_fund_missing": "No payment agreement into this account pays for this on that day.",
    "match_refund_unexplained": "Enter why this is a refund. We found no payment that it gives back",
    "match_purchase_first": "This is a refund. Match the payment that it gives back first.",
    "match_not_active": "This payment is not matched now. Load the page again to see it.",
    "match_refunded": "A refund is matched to this payment. Undo the refund first.",
    "payee_name_missing": "Enter the name of the payee.",
    "payee_known_already": "We know this payee already. Search for the name.",
    "payee_text_too_long": "Enter at most 160 characters.",
    "payee_fact_missing": "Enter what the payment says.",
    "payee_fact_too_short": "Enter at least 3 letters or digits.",
    "payee_name_says_nobody": (
        "Enter a name that only this payee has. Many payees have these words on their payments."
    ),
    "payee_account_wrong": (
        "Enter a sort code of 6 digits and an account number of 8 digits, like 20-00-00 55779911."
    ),
    "payee_fact_known": "We know this of this payee already.",
    "payee_fact_refused_before": (
        "A colleague refused this for this payee. End the refused entry first, then add it again."
    ),
    "payee_fact_not_waiting": (
        "This does not wait for a second person. Load the page again to see it."
    ),
    "payee_fact_own": "You recorded this. A colleague confirms it.",
    "exception_decided_since": "A payment that you chose is decided already. Choose again.",
    "exception_resolved_already": "This is decided already. Load the page again to see it.",
    "exception_answer_not_needed": "This question is closed already. You do not need to do anything.",
    "exception_question_missing": "Enter a question for the person.",
    "exception_answer_missing": "Enter what the payment was for, in your own words.",
    "exception_outcome_missing": "Enter the decision. The person can read your words.",
    "monitoring_reason_missing": "Enter the reason. The person can read your words.",
    "monitoring_day_past": "Enter today or a later day.",
    "exception_words_too_long": "Enter at most 400 characters. You entered 412.",
    "trial_no_folder": "trials is not a folder.",
    "trial_report_ending": "report.pdf must end in .html or .json.",
    "trial_cannot_write": "report.html cannot be written: No space left on device.",
    "trial_file_missing": "jan.csv is missing, or is no plain file.",
    "trial_file_closed": "jan.csv cannot be read: Permission denied.",
    "trial_file_large": "jan.csv is over 20 MB.",
    "trial_file_outside": "plans.json names ../jan.csv, which is not in the folder statements.",
    "trial_not_utf8": "plans.json is not UTF-8.",
    "trial_bad_json": "plans.json, row 3, character 7: this is not JSON.",
    "trial_odd_json": "plans.json has a number that cannot be read, or is nested too deep.",
    "trial_not_an_object": "plans.json is not an object with keys.",
    "trial_key_missing": "plans.json, items 12: unit is missing.",
    "trial_key_unlike": "plans.json, items 12: unit is not as the format says (it is not a word).",
    "trial_id_twice": "plans.json, items 12: I3 is there already.",
    "trial_id_unknown": "plans.json, items 12: payee names Y9, which is not there.",
    "trial_balance": "The rows do not lead from the opening to the closing balance: they differ by £2.00.",
    "trial_row_count": "plans.json says 12 rows; the file has 11.",
    "trial_other_account": "The account number in the file is not that of A1.",
    "fund_has_money_left": "Money of this funding source is left in the account. "
    "Choose whether it goes back or stays.",
    "fund_is_owed_money": "More of this funding source was spent than paid in. "
    "Choose that the payer is still asked for it.",
    "fund_has_nothing_left": "Nothing of this funding source is left or owed. "
    "Choose “No money is left or owed”.",
    "trial_other_currency": "The row is in EUR, not in pounds.",
}
_ITEM = {"file": "plans.json", "place": ", items 12"}
FACTS: dict[str, dict[str, Any]] = {
    "trial_no_folder": {"folder": "trials"},
    "trial_report_ending": {"file": "report.pdf"},
    "trial_cannot_write": {"file": "report.html", "reason": "No space left on device"},
    "trial_file_missing": {"file": "jan.csv"},
    "trial_file_closed": {"file": "jan.csv", "reason": "Permission denied"},
    "trial_file_large": {"file": "jan.csv", "most": 20},
    "trial_file_outside": {"file": "../jan.csv"},
    "trial_not_utf8": {"file": "plans.json"},
    "trial_bad_json": {"file": "plans.json", "row": 3, "column": 7},
    "trial_odd_json": {"file": "plans.json"},
    "trial_not_an_object": {"file": "plans.json"},
    "trial_key_missing": _ITEM | {"key": "unit"},
    "trial_key_unlike": _ITEM | {"key": "unit", "says": "it is not a word"},
    "trial_id_twice": _ITEM | {"id": "I3"},
    "trial_id_unknown": _ITEM | {"key": "payee", "id": "Y9"},
    "trial_balance": {"gap_pence": -200},
    "trial_row_count": {"said": 12, "found": 11},
    "trial_other_account": {"account": "A1"},
    "trial_other_currency": {"currency": "EUR"},
    "match_parts_differ": {"off_pence": 900},
    "payee_text_too_long": {"most": 160},
    "exception_words_too_long": {"most": 400, "length": 412},
}


@pytest.mark.parametrize("code", SENTENCES)
def test_a_refusal_when_worded_is_this_sentence(code: str) -> None:
    assert sentence_of(problem(code, **FACTS.get(code, {}))) == SAID[code]


def test_parts_when_too_much_are_said_to_be() -> None:
    said = sentence_of(problem("match_parts_differ", off_pence=-100))
    assert said == "The parts must total the payment. The parts are £1.00 too much."


def test_codes_when_raised_have_a_sentence_and_none_is_left_over() -> None:
    assert codes_raised("payments/reconciliation") == SENTENCES.keys() == SAID.keys()
