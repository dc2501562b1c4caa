from typing import Any

import pytest

from marketplace.core.errors import Problem
from marketplace.core.wording import sentence_of
from payments.ledger.wording import SENTENCES
from tests.refusals import codes_raised

NAME = {"source": "match", "reference": "7", "leg": 0}
EXPECTED: dict[str, tuple[dict[str, Any], str]] = {
    "ledger_account_not_there": (
        NAME,
        "Transfer match 7 leg 0 names an account that is not there.",
    ),
    "ledger_amount_not_positive": (
        NAME,
        "Transfer match 7 leg 0 must move a positive whole number of pence.",
    ),
    "ledger_closed_already": (
        {"last_day": "2026-10-31"},
        "The books are closed up to 31 October 2026 already. Enter a later day",
    ),
    "ledger_given_twice": (NAME, "Transfer match 7 leg 0 is given twice in one posting."),
    "ledger_group_unbalanced": (
        {"group": "g", "moved": 4949, "expected": 4950},
        "Group g moves 4949 pence, and its line says 4950.",
    ),
    "ledger_not_last_period": ({}, "A later period is closed. Reopen the last period first."),
    "ledger_nothing_to_undo": ({}, "There is nothing in the ledger to undo for this."),
    "ledger_period_closed": (
        {"day": "2026-10-30", "open_from": "2026-11-01"},
        "The period of 30 October 2026 is closed. The first open day is 1 November 2026.",
    ),
    "ledger_period_not_over": ({}, "Enter a day before today"),
    "ledger_posted_otherwise": (NAME, "match 7 was posted before with other facts."),
    "ledger_reason_length": (
        {"most": 500},
        "Enter why the seal is broken, in 500 characters or fewer.",
    ),
    "ledger_reopened_already": (
        {},
        "This period is open again already. Load the page again to see it.",
    ),
    "ledger_reopened_by_closer": (
        {},
        "You closed this period, so another finance officer must reopen it.",
    ),
    "ledger_reopening_reason": (
        {"most": 500},
        "Enter why the period must be reopened, in 500 characters or fewer",
    ),
    "ledger_same_account": (NAME, "Transfer match 7 leg 0 has the same account on both sides."),
    "ledger_seal_examined_already": (
        {"seal": 7},
        "Seal 7 was examined before, and nothing has changed since.",
    ),
    "ledger_seal_holds": ({"seal": 7}, "Seal 7 is not broken, so there is nothing to record."),
    "ledger_seal_not_there": ({"seal": 7}, "There is no seal 7."),
    "ledger_two_councils": (NAME, "Transfer match 7 leg 0 would move money between two councils."),
    "ledger_two_currencies": (
        NAME,
        "Transfer match 7 leg 0 would move money between two currencies.",
    ),
    "ledger_two_people": (NAME, "Transfer match 7 leg 0 would move money between two people."),
    "ledger_undone_already": ({}, "This was undone already. Load the page again to see it."),
}


def test_codes_of_the_ledger_when_raised_have_a_sentence_and_no_other() -> None:
    assert codes_raised("payments/ledger") == SENTENCES.keys() == EXPECTED.keys()


@pytest.mark.parametrize("code", EXPECTED)
def test_sentence_of_the_ledger_says_what_is_wrong(code: str) -> None:
    facts, sentence = EXPECTED[code]
    assert sentence_of(Problem(code, facts=facts)) == sentence
