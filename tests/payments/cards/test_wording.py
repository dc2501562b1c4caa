from typing import Any

import pytest

from marketplace.core.errors import Problem, problem
from marketplace.core.wording import sentence_of
from payments.cards.rules import restored, stored
from payments.cards.wording import OWN_SENTENCES, amount_words, stored_sentence
from tests.refusals import codes_raised

#: Given to rows by a migration alone: sentences that they held before.
CARRIED_OVER = {"card_event_carried_over", "statement_carried_over"}
EXPECTED: dict[str, tuple[dict[str, Any], str]] = {
    "account_digits_wrong": ({}, "Last 4 digits: enter 4 digits, like 4471"),
    "card_account_has_card": (
        {},
        "This account has a card already. Replace or close that card first.",
    ),
    "card_digits_wrong": ({}, "Last 4 digits of the new card: enter 4 digits, like 4471"),
    "card_on_bank_account": (
        {},
        "A bank account has no cards. Open a card account for the person.",
    ),
    "card_reason_missing": ({}, "Choose why the card ends"),
    "card_reference_missing": (
        {},
        "Enter the card processor’s id of this card, like ic_1Fj2Kd. "
        "Its payments find the account by this id",
    ),
    "card_reference_taken": ({}, "Another card has this id. Check it with the card processor"),
    "card_state_refuses": (
        {"state": "frozen"},
        "This card is frozen now. Load the page again to see what you can do.",
    ),
    "card_delivery_of_another": ({}, "The delivery is of another account or mode."),
    "card_event_amount_changed": (
        {},
        "The processor now states another amount for a payment that is already posted. "
        "Nothing was changed.",
    ),
    "card_event_carried_over": ({"reason": "As it was."}, "As it was."),
    "card_event_failed": (
        {"attempts": 5},
        "The event could not be applied because of a fault here. It was tried 5 times.",
    ),
    "card_event_not_waiting": (
        {},
        "This message is not waiting for you. Load the page again to see it.",
    ),
    "card_event_other_currency": (
        {"currency": "USD", "expected": "GBP"},
        "The event is in USD, another currency than the account’s GBP. "
        "It is kept here, and nothing was posted.",
    ),
    "card_event_unknown_card": (
        {},
        "No account here has this card. Add the card, then try the event again.",
    ),
    "statement_carried_over": ({"reason": "As it was."}, "As it was."),
    "statement_comes_by_event": (
        {},
        "This card’s payments come from the card processor as they happen. "
        "A statement would count them twice.",
    ),
    "account_of_another_person": ({}, "This payment agreement is another person’s."),
    "account_not_for_this_road": (
        {"road": "Managed by the council"},
        "Managed by the council: this money goes into no account. Choose another agreement.",
    ),
    "account_fed_elsewhere": ({}, "This agreement pays into another account already."),
    "statement_file_lost": (
        {},
        "We do not have the whole file any more. Discard this upload, and upload the file again.",
    ),
    "statement_reader_failed": (
        {"tries": 3},
        "Our reader stopped 3 times at this file, and we know of it. "
        "Download the file from the bank again, or in another format. "
        "Then discard this upload, and upload the new file.",
    ),
    "statement_reading_ended": (
        {},
        "This upload is read or discarded already. Load the page again to see it.",
    ),
    "statement_note_imported_before": (
        {},
        "You uploaded this file before. Payments that are here already do not change.",
    ),
    "statement_note_maybe_same": (
        {"row": 3, "day": "2026-06-03", "amount_minor": -1300, "currency": "GBP"},
        "Row 3 may be a payment that is here already, in other words: £13.00 on 3 June 2026. "
        "We recorded it as a new payment. Check both.",
    ),
    "statement_note_other_account": (
        {"ending": "4417", "last4": "9999"},
        "The file says that it is of the account ending 4417, and this one ends 9999. "
        "Check that it is the right file.",
    ),
}


def test_codes_of_cards_when_raised_have_a_sentence_and_no_other() -> None:
    assert codes_raised("payments/cards") | CARRIED_OVER == OWN_SENTENCES.keys() == EXPECTED.keys()


@pytest.mark.parametrize("code", EXPECTED)
def test_sentence_of_cards_says_what_to_do(code: str) -> None:
    facts, sentence = EXPECTED[code]
    assert sentence_of(Problem(code, facts=facts)) == sentence


def test_problem_when_stored_is_worded_later_without_its_field() -> None:
    refused = problem("statement_amount_unclear", "file", shown="12..34")
    assert restored(stored(refused)) == problem("statement_amount_unclear", shown="12..34")
    assert stored_sentence(stored(refused)) == "“12..34” is not an amount."


def test_amount_in_pounds_has_its_sign_and_another_its_code() -> None:
    assert amount_words(-310, "GBP") == "−£3.10"
    assert amount_words(-1240, "EUR") == "-12.40 EUR"
