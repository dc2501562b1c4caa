"""The sentence for each refusal of the gateway, and for what it notes about a file.

The gateway is no room: cards hands these in with its own.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from marketplace.core.rooms import Sentence
from marketplace.core.words import spoken_date
from payments.gateway.statements import DateStyle, show_amount


def _date_style(facts: Mapping[str, Any]) -> str:
    expected = DateStyle(facts["style"]).label
    expected = expected[0].lower() + expected[1:]
    return f"“{facts['shown']}” is not a date in the calendar written {expected}."


def _missing_columns(facts: Mapping[str, Any]) -> str:
    return f"The file has no column called {', '.join(facts['missing'])}."


def _balance(facts: Mapping[str, Any]) -> str:
    return (
        "The opening balance and the rows do not total the closing balance: "
        f"they differ by {show_amount(facts['gap_minor'], facts['currency'])}. "
        "A page may be missing, or a row was not accepted."
    )


def _wrong_side(facts: Mapping[str, Any]) -> str:
    if facts["kind"] == "capture":
        return "The event says that a shop took a payment, but its amount is money in. Nothing was recorded."
    return "The event says that a shop gave money back, but its amount is money out. Nothing was recorded."


def _gap(facts: Mapping[str, Any]) -> str:
    first, last = date.fromisoformat(facts["first"]), date.fromisoformat(facts["last"])
    when = (
        f"on {spoken_date(first)}"
        if first == last
        else f"between {spoken_date(first)} and {spoken_date(last)}"
    )
    return (
        f"{show_amount(facts['missing_minor'], facts['currency'])} is missing {when}: "
        f"the balance in row {facts['row']} does not follow from the row before. "
        "A row or a page may be missing, or a row was not accepted."
    )


def _no_words(facts: Mapping[str, Any]) -> str:
    if facts["rows"] == 1:
        return f"Row {facts['first']} does not say who was paid or what for."
    return (
        f"{facts['rows']} rows do not say who was paid or what for. The first is {facts['first']}."
    )


def _reversals(facts: Mapping[str, Any]) -> str:
    if facts["rows"] == 1:
        return f"Row {facts['first']} is a reversal: the bank took back an earlier payment."
    return (
        f"{facts['rows']} rows are reversals: the bank took back earlier payments. "
        f"The first is {facts['first']}."
    )


def _sides(facts: Mapping[str, Any]) -> str:
    if facts["rows"] == 1:
        return "1 row does not say if money came in or went out. The balance says it."
    return f"{facts['rows']} rows do not say if money came in or went out. The balances say it."


def _twins(facts: Mapping[str, Any]) -> str:
    rows = [str(row) for row in facts["rows"]]
    if len(rows) == 1:
        return f"Row {rows[0]} repeats the row beside it, and its balance shows no second payment. It was counted once."
    return (
        f"Rows {', '.join(rows)} repeat the rows beside them, and their balances show no "
        "second payment. Each was counted once."
    )


AMOUNTS: dict[str, Sentence] = {
    "statement_amount_both_ways": "The row has an amount both in and out.",
    "statement_amount_bracket": "“{shown}” has one bracket without the other.",
    "statement_amount_comma_pence": "“{shown}” is not an amount. "
    "If the file writes pence after a comma, choose that in the columns.",
    "statement_amount_decimals": "“{shown}” has more decimals than {currency} has ({places}).",
    "statement_amount_empty": "The amount is empty.",
    "statement_amount_missing": "The row has no amount, neither in nor out.",
    "statement_amount_signs_disagree": "“{shown}” has a sign and a flag that disagree.",
    "statement_amount_symbol": "“{shown}” is marked {symbol}, but the row is in {currency}.",
    "statement_amount_too_large": "“{shown}” is too large to be believed.",
    "statement_amount_two_signs": "“{shown}” has two signs.",
    "statement_amount_unclear": "“{shown}” is not an amount.",
    "statement_currency_missing": "Neither the row nor the file names a currency. "
    "Download the statement as CSV, or ask the bank for a file that names it.",
    "statement_currency_not_a_code": "“{shown}” is not a three-letter currency code.",
    "statement_flag_unclear": "“{shown}” does not say whether money came in or went out.",
    "statement_ofx_marks": "“{shown}” is not an amount: OFX allows one decimal mark.",
}
ROWS: dict[str, Sentence] = {
    "statement_date_empty": "The date is empty.",
    "statement_date_not_a_day": "“{shown}” is not a date in the calendar.",
    "statement_date_style": _date_style,
    "statement_date_year": "“{shown}” is not in a year that a statement can be of.",
    "statement_entry_side": "The entry does not say whether it is a credit or a debit.",
    "statement_entry_status": "The entry’s status is “{status}”, neither booked nor pending.",
    "statement_entry_undated": "The entry has no booking date and no value date.",
    "statement_mt940_date": "The date of this row is not in the calendar.",
    "statement_mt940_line": "The row is not an MT940 statement row.",
    "statement_mt940_too_long": "The row is longer than an MT940 statement row can be.",
    "statement_ofx_date": "“{shown}” is not an OFX date, like 20260131.",
    "statement_ofx_time": "“{shown}” has a time that no clock shows.",
    "statement_row_width": "The row has {values} values, but the headings have {headings}. "
    "A comma inside a value must be in quotation marks.",
}
FILES: dict[str, Sentence] = {
    "statement_balance_unread": "The balance cannot be read.",
    "statement_broken_xml": "The file is not complete XML ({reason}). Download it again.",
    "statement_characters": "The file’s characters cannot be read. Save it again as CSV UTF-8.",
    "statement_columns_missing": _missing_columns,
    "statement_columns_no_amount": "Choose either one column that holds the amount, "
    "or the two that hold money in and money out.",
    "statement_columns_no_card": "Choose the column that says which card or account each row is of.",
    "statement_columns_no_date": "Choose the column that holds the date.",
    "statement_accounts_mixed": "One statement in the file names {accounts} accounts, so we cannot say "
    "whose its payments are. Ask the bank for one file for each account, and upload them one by one.",
    "statement_csv_broken": "Row {row} cannot be read as CSV: {reason}. "
    "Save the file again as CSV.",
    "statement_empty": "The file is empty. Download the file again and upload it.",
    "statement_entities": "The file defines entities, which a statement never needs.",
    "statement_no_camt053": "The file is XML, but holds no camt.053 statement.",
    "statement_no_ofx": "The file is OFX, but holds no bank or card statement.",
    "statement_no_opening_balance": "The file has no opening balance (:60F:), "
    "so its currency is not known.",
    "statement_no_rows": "The file holds no rows after those to leave out.",
    "statement_one_column": "The file has only one column, so it is not a statement in CSV.",
    "statement_other_kind": "The file is a PDF, spreadsheet or archive. "
    "Download the statement as CSV, OFX, camt.053 or MT940.",
    "statement_other_message": "The file is a {kind} message, not a statement. "
    "Ask the bank for the statement, camt.053.",
    "statement_other_xml": "The file is XML, but not an OFX or camt.053 statement.",
    "statement_several_accounts": "The file holds statements of {accounts} accounts. "
    "Upload it again without choosing an account: tick “This is a file of several cards or accounts”.",
    "statement_too_deep": "The file is XML, but not as a bank writes a statement. "
    "Download it again.",
    "statement_too_many_columns": "The file has {columns:,} columns, "
    "so it is not a statement in CSV.",
    "statement_too_many_rows": "The file has more than {most:,} rows. "
    "Ask the bank for shorter periods, and upload the files one by one.",
}
NOTES: dict[str, Sentence] = {
    "statement_note_balance": _balance,
    "statement_note_balances_unproved": "The balances do not follow from the amounts, "
    "so we did not use them. Check which column holds the balance.",
    "statement_note_details": "Row {line}: the details do not total the entry. The entry was used.",
    "statement_note_gap": _gap,
    "statement_note_more_gaps": "{more} more gaps between the balances are not shown here.",
    "statement_note_no_lines": "The file holds no transactions.",
    "statement_note_no_words": _no_words,
    "statement_note_nul": "{dropped} empty (NUL) characters were left out.",
    "statement_note_reversals": _reversals,
    "statement_note_sides": _sides,
    "statement_note_twins": _twins,
}
DELIVERIES: dict[str, Sentence] = {
    "card_delivery_incomplete": "The event lacks its id, type, time or object.",
    "card_delivery_no_event": "The delivery is not a version 1 event.",
    "card_delivery_not_json": "The delivery is not JSON.",
    "card_delivery_not_signed": "The delivery is not signed with a secret that we share.",
    "card_delivery_not_utf8": "The delivery is not UTF-8.",
    "card_delivery_out_of_time": "The delivery was signed too long ago, or in the future.",
    "card_delivery_too_large": "The delivery is larger than any event.",
    "card_event_part_missing": "The event has no {part}.",
    "card_event_part_not_a_time": "The event’s {part} is not a time.",
    "card_event_part_not_whole": "The event’s {part} is not a whole number.",
    "card_event_part_too_large": "The event’s {part} is too large to be believed.",
    "card_event_wrong_side": _wrong_side,
    "card_event_part_unfit": "The event’s {part} is not a word that can be kept.",
}
SENTENCES: dict[str, Sentence] = AMOUNTS | ROWS | FILES | NOTES | DELIVERIES
