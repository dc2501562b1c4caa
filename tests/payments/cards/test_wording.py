from datetime import date
from typing import Any

import pytest

from marketplace.core.errors import Problem, problem
from marketplace.core.wording import sentence_of
from payments.cards.rules import restored, stored
from payments.cards.wording import OWN_SENTENCES, amount_words, late_sentence, stored_sentence
from payments.ledger.periods import late_by_period
from tests.refusals import codes_raised

#: Given to rows by a migration alone: sentences that they held before.
CARRIED_OVER = {"card_event_carried_over", "statement_carried_over"}
GAP = {"after": "2026-06-03", "until": "2026-06-10", "missing_minor": -2000}
EXPECTED: dict[str, tuple[dict[str, Any], str]] = {
    "account_of_another_holder": (
        {},
        "This shared account is held by somebody else than the agreement says. "
        "Choose another account, or change the agreement.",
    ),
    "shared_account_known": (
        {},
        "Last 4 digits: this holder has a shared account with these digits already",
    ),
    "shared_columns_unknown": (
        {},
        "We do not know the columns of this file. Name them Date, Payee, Description and Amount, "
        "with money out below 0, or ask the bank for an OFX or camt.053 file",
    ),
    "shared_decided_already": (
        {},
        "Somebody has said whose this payment is, or has set it aside. Load the page again to see it.",
    ),
    "shared_nobody_chosen": ({}, "Choose whose payment it is"),
    "shared_not_of_this_account": ({}, "Choose people of this account who are on your list"),
    "shared_not_recorded": ({}, "This payment is nobody’s yet, so there is nothing to undo."),
    "shared_not_set_aside": ({}, "This payment is not set aside. Load the page again to see it."),
    "shared_part_erased": (
        {},
        "A part of this payment was of a person whose record was erased. It cannot be undone.",
    ),
    "shared_part_not_above_zero": ({}, "Enter amounts above £0.00"),
    "shared_part_not_yours": (
        {},
        "A part of this payment is of a person who is not on your list. Ask a colleague to undo it.",
    ),
    "shared_parts_differ": (
        {"total": 4950, "divided": 4900},
        "The amounts come to £49.00. They must come to £49.50",
    ),
    "shared_statement_long": (
        {"most": 5000},
        "The file has more than 5,000 rows. Ask the bank for a shorter period",
    ),
    "shared_statement_of_another": (
        {"ending": "3312", "last4": "4476"},
        "The file says that it is of the account ending 3312, and this one ends 4476. "
        "Choose the file of this account",
    ),
    "shared_why_missing": ({"most": 300}, "Enter why it is nobody’s, in 300 characters or fewer"),
    "statement_of_a_share": (
        {},
        "This person shares a bank account with others. Upload the statement under Shared accounts",
    ),
    "statement_row_of_a_share": (
        {"ending": "4476"},
        "The account ending 4476 is shared by several people. "
        "Upload its statement under Shared accounts.",
    ),
    "account_digits_wrong": ({}, "Last 4 digits: enter 4 digits, like 4471"),
    "account_closed_already": (
        {},
        "This account is closed already. A closed account stays closed.",
    ),
    "account_has_money": (
        {"pence": 1240},
        "The account holds £12.40. Have the money paid back to the council, or moved to another account. "
        "Then upload the statement that shows it.",
    ),
    "account_has_pending": (
        {"pence": 450},
        "Pending card payments: £4.50. Wait until the shops take or release them.",
    ),
    "account_is_closed": (
        {},
        "This account is closed. Choose another account, or open a new one.",
    ),
    "account_overdrawn": (
        {"pence": 300},
        "The account is £3.00 overdrawn. Have the money paid in. "
        "Then upload the statement that shows it.",
    ),
    "account_paid_into_when_closed": (
        {},
        "The account of this agreement is closed, so nothing can be paid into it. "
        "Make a new agreement, and open an account for it.",
    ),
    "account_statements_unread": (
        {},
        "A statement of this account is not read to its end. Finish or discard it under Statements.",
    ),
    "account_still_paid_into": (
        {"count": 1},
        "A payment agreement pays into this account. End its payments first.",
    ),
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
    "card_reference_stays": ({}, "The card processor gives this id, so it stays as it is."),
    "card_reference_taken": (
        {},
        "Another card has this id. Check it with the card processor or programme",
    ),
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
        "This upload is complete or discarded already. Load the page again to see it.",
    ),
    "statement_note_imported_before": (
        {},
        "You uploaded this file before. Payments that are here already do not change.",
    ),
    "statement_note_maybe_same": (
        {"row": 3, "day": "2026-06-03", "amount_minor": -1300, "currency": "GBP"},
        "Row 3 may be a payment that is here already, in other words: £13.00 on 3 June 2026. "
        "We take it for a new payment. Check both.",
    ),
    "statement_account_busy": (
        {},
        "Another statement of this account is being recorded or taken back. "
        "Wait some minutes, then look at the preview again.",
    ),
    "statement_confirmed_already": ({}, "Somebody has confirmed this statement already."),
    "statement_gap_after": (
        GAP,
        "The next statement does not begin with the balance that this file ends with: £20.00 of money out is "
        "missing, after 3 June 2026 and before 10 June 2026. A page or a statement may be missing.",
    ),
    "statement_gap_before": (
        GAP,
        "The file does not begin with the balance that the last statement ended with: £20.00 of money out is "
        "missing, after 3 June 2026 and before 10 June 2026. A page or a statement may be missing.",
    ),
    "statement_others_not_known": (
        {"file": "june.csv", "day": "2026-06-10"},
        "We do not know which of these payments are in june.csv of 10 June 2026 too, so they would all go. "
        "Upload june.csv again and confirm it. Then take this statement back.",
    ),
    "statement_not_confirmed": (
        {},
        "This statement is being taken back. No more of it is recorded.",
    ),
    "statement_nothing_to_confirm": (
        {},
        "You left out every account. Record 1 or more, or discard the file.",
    ),
    "statement_row_card_contradicts": (
        {"ending": "4471"},
        "The card’s number and its reference are of two accounts.",
    ),
    "statement_row_card_of_several": (
        {"ending": "4471", "accounts": 2},
        "2 accounts here end in 4471, and the row does not say which it is. Choose the column with the "
        "card’s reference, or upload these rows as a file of their own and choose the account.",
    ),
    "statement_row_comes_by_event": (
        {},
        "This card’s payments come from the card processor as they happen.",
    ),
    "statement_row_no_card": ({}, "The row does not say which card or account it is of."),
    "statement_row_unknown_card": (
        {"ending": "9999"},
        "No card or account here ends in 9999. If it is one of ours, add it, then upload the same file again.",
    ),
    "statement_row_unknown_reference": (
        {"reference": "tok-3", "ending": "4471"},
        "No card here has the reference tok-3. If it is one of ours, add it, then upload the same file again.",
    ),
    "statement_not_in_the_books": ({}, "This statement was taken back already."),
    "statement_note_not_as_previewed": (
        {"created": 4, "changed": 0, "unchanged": 1},
        "The preview said 4 new, 0 changed and 1 here already. It came to something else: "
        "check the figures above.",
    ),
    "statement_other_account": (
        {"ending": "4417", "last4": "9999"},
        "The file says that it is of the account ending 4417, and this one ends 9999.",
    ),
    "statement_other_balance": (
        {},
        "The balances of the file do not fit those of this account.",
    ),
    "statement_other_holder": (
        {"holder": "Mr Dev Patel"},
        "The file says that it is the account of Mr Dev Patel.",
    ),
    "statement_period_closed": (
        {"day": "2026-06-03", "open_from": "2026-07-01"},
        "The period of 3 June 2026 is closed, and this statement has a payment in it. "
        "Reopen the period first.",
    ),
    "statement_read_again": (
        {},
        "Another statement of this account was recorded or taken back, so we are reading "
        "this file again. Then look at the new preview.",
    ),
    "statement_reads_otherwise": (
        {},
        "We read this file in another way now than when it was confirmed. "
        "Take the statement back, and upload the file again.",
    ),
    "statement_reason_missing": (
        {"most": 300},
        "Enter why it is the right account, in 300 characters or fewer",
    ),
    "statement_take_back_instead": (
        {},
        "This statement was confirmed. Take it back instead.",
    ),
    "statement_why_missing": (
        {"most": 300},
        "Enter why you take this statement back, in 300 characters or fewer",
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


def test_payments_of_closed_periods_are_counted_by_period_with_what_becomes_of_them() -> None:
    counts = {
        date(2026, 9, 30): 1,
        date(2026, 10, 1): 2,
        date(2026, 11, 4): 3,
        date(2026, 12, 1): 9,
    }
    untils = [date(2026, 12, 1), date(2026, 10, 1), date(2026, 11, 1)]
    assert [late_sentence(one) for one in late_by_period(counts, untils)] == [
        "1 new payment is of the period to 30 September 2026, which is closed. If you confirm, it is "
        "recorded on 1 December 2026, the first open day. It keeps its own date.",
        "2 new payments are of the period from 1 October 2026 to 31 October 2026, which is closed. If you "
        "confirm, they are recorded on 1 December 2026, the first open day. Each keeps its own date.",
        "3 new payments are of the period from 1 November 2026 to 30 November 2026, which is closed. If you "
        "confirm, they are recorded on 1 December 2026, the first open day. Each keeps its own date.",
    ]
    assert late_by_period(counts, []) == []
