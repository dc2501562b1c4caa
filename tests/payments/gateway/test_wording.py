from typing import Any

import pytest

from marketplace.core.errors import Problem
from marketplace.core.wording import sentence_of
from payments.gateway.wording import SENTENCES
from tests.refusals import codes_raised

SHOWN = {"shown": "12..34"}
PART = {"part": "amount"}
EXPECTED: dict[str, tuple[dict[str, Any], str]] = {
    "statement_amount_both_ways": ({}, "The row has an amount both in and out."),
    "statement_amount_bracket": (SHOWN, "“12..34” has one bracket without the other."),
    "statement_amount_comma_pence": (
        SHOWN,
        "“12..34” is not an amount. "
        "If the file writes pence after a comma, choose that in the columns.",
    ),
    "statement_amount_decimals": (
        SHOWN | {"currency": "JPY", "places": 0},
        "“12..34” has more decimals than JPY has (0).",
    ),
    "statement_amount_empty": ({}, "The amount is empty."),
    "statement_amount_missing": ({}, "The row has no amount, neither in nor out."),
    "statement_amount_signs_disagree": (SHOWN, "“12..34” has a sign and a flag that disagree."),
    "statement_amount_symbol": (
        SHOWN | {"symbol": "€", "currency": "GBP"},
        "“12..34” is marked €, but the row is in GBP.",
    ),
    "statement_amount_too_large": (SHOWN, "“12..34” is too large to be believed."),
    "statement_amount_two_signs": (SHOWN, "“12..34” has two signs."),
    "statement_amount_unclear": (SHOWN, "“12..34” is not an amount."),
    "statement_currency_not_a_code": (SHOWN, "“12..34” is not a three-letter currency code."),
    "statement_flag_unclear": (
        SHOWN,
        "“12..34” does not say whether money came in or went out.",
    ),
    "statement_ofx_marks": (SHOWN, "“12..34” is not an amount: OFX allows one decimal mark."),
    "statement_date_empty": ({}, "The date is empty."),
    "statement_date_not_a_day": (SHOWN, "“12..34” is not a date in the calendar."),
    "statement_date_style": (
        SHOWN | {"style": "day_first"},
        "“12..34” is not a date in the calendar written day first, like 31/01/2026.",
    ),
    "statement_date_year": (SHOWN, "“12..34” is not in a year that a statement can be of."),
    "statement_entry_side": ({}, "The entry does not say whether it is a credit or a debit."),
    "statement_entry_status": (
        {"status": "INFO"},
        "The entry’s status is “INFO”, neither booked nor pending.",
    ),
    "statement_entry_undated": ({}, "The entry has no booking date and no value date."),
    "statement_mt940_date": ({}, "The date of this row is not in the calendar."),
    "statement_mt940_line": ({}, "The row is not an MT940 statement row."),
    "statement_mt940_too_long": (
        {},
        "The row is longer than an MT940 statement row can be.",
    ),
    "statement_ofx_date": (SHOWN, "“12..34” is not an OFX date, like 20260131."),
    "statement_ofx_time": (SHOWN, "“12..34” has a time that no clock shows."),
    "statement_row_width": (
        {"values": 4, "headings": 3},
        "The row has 4 values, but the headings have 3. "
        "A comma inside a value must be in quotation marks.",
    ),
    "statement_balance_unread": ({}, "The balance cannot be read."),
    "statement_broken_xml": (
        {"reason": "no element found"},
        "The file is not complete XML (no element found). Download it again.",
    ),
    "statement_characters": (
        {},
        "The file’s characters cannot be read. Save it again as CSV UTF-8.",
    ),
    "statement_columns_missing": (
        {"missing": ["Who", "When"]},
        "The file has no column called Who, When.",
    ),
    "statement_columns_no_card": (
        {},
        "Choose the column that says which card or account each row is of.",
    ),
    "statement_columns_no_amount": (
        {},
        "Choose either one column that holds the amount, "
        "or the two that hold money in and money out.",
    ),
    "statement_columns_no_date": ({}, "Choose the column that holds the date."),
    "statement_csv_broken": (
        {"row": 7, "reason": "line contains NUL"},
        "Row 7 cannot be read as CSV: line contains NUL. Save the file again as CSV.",
    ),
    "statement_empty": ({}, "The file is empty. Download the file again and upload it."),
    "statement_entities": ({}, "The file defines entities, which a statement never needs."),
    "statement_no_camt053": ({}, "The file is XML, but holds no camt.053 statement."),
    "statement_no_ofx": ({}, "The file is OFX, but holds no bank or card statement."),
    "statement_no_opening_balance": (
        {},
        "The file has no opening balance (:60F:), so its currency is not known.",
    ),
    "statement_no_rows": ({}, "The file holds no rows after those to leave out."),
    "statement_one_column": (
        {},
        "The file has only one column, so it is not a statement in CSV.",
    ),
    "statement_other_kind": (
        {},
        "The file is a PDF, spreadsheet or archive. "
        "Download the statement as CSV, OFX, camt.053 or MT940.",
    ),
    "statement_other_xml": ({}, "The file is XML, but not an OFX or camt.053 statement."),
    "statement_accounts_mixed": (
        {"accounts": 2},
        "One statement in the file names 2 accounts, so we cannot say whose its payments are. "
        "Ask the bank for one file for each account, and upload them one by one.",
    ),
    "statement_several_accounts": (
        {"accounts": 2},
        "The file holds statements of 2 accounts. "
        "Upload it again without choosing an account: "
        "tick “This is a file of several cards or accounts”.",
    ),
    "statement_too_deep": (
        {},
        "The file is XML, but not as a bank writes a statement. Download it again.",
    ),
    "statement_too_many_rows": (
        {"most": 100_000},
        "The file has more than 100,000 rows. "
        "Ask the bank for shorter periods, and upload the files one by one.",
    ),
    "statement_too_many_columns": (
        {"columns": 100_000},
        "The file has 100,000 columns, so it is not a statement in CSV.",
    ),
    "statement_note_balance": (
        {"gap_minor": -100, "currency": "GBP"},
        "The opening balance and the rows do not total the closing balance: "
        "they differ by -1.00 GBP. A page may be missing, or a row was not accepted.",
    ),
    "statement_currency_missing": (
        {},
        "Neither the row nor the file names a currency. "
        "Download the statement as CSV, or ask the bank for a file that names it.",
    ),
    "statement_other_message": (
        {"kind": "camt.054"},
        "The file is a camt.054 message, not a statement. "
        "Ask the bank for the statement, camt.053.",
    ),
    "statement_note_balances_unproved": (
        {},
        "The balances do not follow from the amounts, so we did not use them. "
        "Check which column holds the balance.",
    ),
    "statement_note_gap": (
        {
            "missing_minor": -5000,
            "currency": "GBP",
            "first": "2026-06-02",
            "last": "2026-06-04",
            "row": 4,
        },
        "-50.00 GBP is missing between 2 June 2026 and 4 June 2026: the balance in row 4 does "
        "not follow from the row before. A row or a page may be missing, or a row was not accepted.",
    ),
    "statement_note_more_gaps": (
        {"more": 2},
        "2 more gaps between the balances are not shown here.",
    ),
    "statement_note_no_words": (
        {"rows": 1, "first": 3},
        "Row 3 does not say who was paid or what for.",
    ),
    "statement_note_reversals": (
        {"rows": 2, "first": 3},
        "2 rows are reversals: the bank took back earlier payments. The first is 3.",
    ),
    "statement_note_sides": (
        {"rows": 2},
        "2 rows do not say if money came in or went out. The balances say it.",
    ),
    "statement_note_twins": (
        {"rows": [3]},
        "Row 3 repeats the row beside it, and its balance shows no second payment. "
        "It was counted once.",
    ),
    "card_event_wrong_side": (
        {"kind": "capture"},
        "The event says that a shop took a payment, but its amount is money in. "
        "Nothing was recorded.",
    ),
    "statement_note_details": (
        {"line": 3},
        "Row 3: the details do not total the entry. The entry was used.",
    ),
    "statement_note_no_lines": ({}, "The file holds no transactions."),
    "statement_note_nul": ({"dropped": 1}, "1 empty (NUL) characters were left out."),
    "card_delivery_incomplete": ({}, "The event lacks its id, type, time or object."),
    "card_delivery_no_event": ({}, "The delivery is not a version 1 event."),
    "card_delivery_not_json": ({}, "The delivery is not JSON."),
    "card_delivery_not_signed": (
        {},
        "The delivery is not signed with a secret that we share.",
    ),
    "card_delivery_not_utf8": ({}, "The delivery is not UTF-8."),
    "card_delivery_out_of_time": (
        {},
        "The delivery was signed too long ago, or in the future.",
    ),
    "card_delivery_too_large": ({}, "The delivery is larger than any event."),
    "card_event_part_missing": (PART, "The event has no amount."),
    "card_event_part_not_a_time": (PART, "The event’s amount is not a time."),
    "card_event_part_not_whole": (PART, "The event’s amount is not a whole number."),
    "card_event_part_too_large": (PART, "The event’s amount is too large to be believed."),
    "card_event_part_unfit": (PART, "The event’s amount is not a word that can be kept."),
}


def test_codes_of_the_gateway_when_raised_have_a_sentence_and_no_other() -> None:
    assert codes_raised("payments/gateway") == SENTENCES.keys() == EXPECTED.keys()


@pytest.mark.parametrize("code", EXPECTED)
def test_sentence_of_the_gateway_says_what_to_do(code: str) -> None:
    facts, sentence = EXPECTED[code]
    assert sentence_of(Problem(code, facts=facts)) == sentence
