from dataclasses import replace
from pathlib import Path

import pytest

from marketplace.core.errors import problem
from payments.gateway.contract import LineStatus
from payments.gateway.errors import StatementUnreadable
from payments.gateway.statements.csv_mapping import CsvMapping
from payments.gateway.statements.csv_reader import preview_csv, read_csv

SAMPLES = Path(__file__).resolve().parents[3] / "samples" / "statements"
ROWS = "Date,Payee,Amount\n01/11/2026,CAFÉ,-1.00\n"


def amounts(data: bytes, mapping: CsvMapping | None = None) -> list[int]:
    return [line.amount_minor for line in read_csv(data, mapping).lines]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "latin-1"]
)
def test_payee_reads_the_same_in_every_encoding(encoding: str) -> None:
    assert read_csv(ROWS.encode(encoding)).lines[0].payee == "CAFÉ"


def test_byte_that_windows_has_no_letter_for_is_read_as_latin_1() -> None:
    file = read_csv(b"Date,Payee,Amount\n01/11/2026,CAF\xc9 \x81,-1.00\n")
    assert file.lines[0].payee == "CAFÉ"


def test_blank_rows_are_passed_over() -> None:
    assert amounts(b"Date,Payee,Amount\n\n,,\n01/11/2026,A,-1.00\n\n") == [-100]


def test_nul_characters_are_left_out_and_said() -> None:
    file = read_csv(b"Date,Payee,Amount\n01/11/2026,A\x00B and many more letters,-1.00\n")
    assert file.lines[0].payee == "AB and many more letters"
    assert file.notes == (problem("statement_note_nul", dropped=1),)


def test_refused_rows_keep_their_line_and_reason() -> None:
    file = read_csv((SAMPLES / "refused.csv").read_bytes())
    assert [line.amount_minor for line in file.lines] == [-100, -1200]
    assert [row.position for row in file.refused] == [3, 4, 5, 6]
    assert [row.problem for row in file.refused] == [
        problem("statement_amount_unclear", shown="12..34"),
        problem("statement_date_style", shown="30/02/2026", style="day_first"),
        problem("statement_amount_comma_pence", shown="1.234,56"),
        problem("statement_amount_decimals", shown="-1.005", currency="GBP", places=2),
    ]


def test_line_number_counts_the_lines_inside_quotes() -> None:
    file = read_csv(b'Date,Payee,Amount\n01/11/2026,"TWO\nLINES",-1.00\n02/11/2026,B,x\n')
    assert file.lines[0].payee == "TWO LINES"
    assert file.refused[0].position == 4


def test_row_with_a_stray_comma_is_refused_and_a_trailing_one_is_not() -> None:
    file = read_csv(b"Date,Payee,Amount\n01/11/2026,A,B,-1.00\n01/11/2026,A,-1.00,\n")
    assert [row.position for row in file.refused] == [2]
    assert len(file.lines) == 1


def test_amount_and_flag_column_give_the_sign() -> None:
    data = (
        b"Date,Name,Amount,CR/DR\n01/11/2026,A,5.00,DR\n01/11/2026,A,5.00,CR\n01/11/2026,A,-5,CR\n"
    )
    file = read_csv(data)
    assert [line.amount_minor for line in file.lines] == [-500, 500]
    assert file.refused[0].problem.code == "statement_amount_signs_disagree"


def test_card_statement_that_writes_spending_without_minus_is_turned_round() -> None:
    mapping = CsvMapping(date="Date", amount="Amount", payee="Payee", out_is_positive=True)
    assert amounts(b"Date,Payee,Amount\n01/11/2026,A,5.00\n", mapping) == [-500]


def test_two_columns_take_one_amount_a_row() -> None:
    file = read_csv(
        b"Date,Payee,Paid in,Paid out\n01/11/2026,A,,5.00\n01/11/2026,B,5.00,5.00\n01/11/2026,C,,\n"
        b"01/11/2026,D,0.00,7.00\n"
    )
    assert [line.amount_minor for line in file.lines] == [-500, -700]
    assert [row.position for row in file.refused] == [3, 4]


def test_pending_in_the_date_column_takes_the_newest_date() -> None:
    file = read_csv(b"Date,Payee,Amount\nPending,NEW,-2.00\n05/11/2026,A,-1.00\n")
    pending = file.lines[0]
    assert (pending.status, pending.dated_by_file) == (LineStatus.PENDING, True)
    assert pending.booked_date == file.lines[1].booked_date


def test_pending_without_any_date_in_the_file_is_refused() -> None:
    file = read_csv(b"Date,Payee,Amount\nPending,NEW,-2.00\n")
    assert not file.lines
    assert file.refused[0].position == 2


def test_status_column_says_pending() -> None:
    file = read_csv(
        b"Date,Payee,Amount,Status\n05/11/2026,A,-1.00,Pending\n05/11/2026,A,-1,Settled\n"
    )
    assert [line.status for line in file.lines] == [LineStatus.PENDING, LineStatus.BOOKED]


def test_file_without_headings_names_its_columns_by_number() -> None:
    mapping = CsvMapping(date="Column 1", amount="Column 3", payee="Column 2", has_headings=False)
    assert amounts(b"01/11/2026,A,-1.00\n02/11/2026,B,-2.00\n", mapping) == [-100, -200]


def test_columns_with_the_same_heading_stay_apart() -> None:
    assert preview_csv(b"Date,Amount,Amount\n01/11/2026,1,2\n").headings == (
        "Date",
        "Amount",
        "Amount (3)",
    )


def test_preview_shows_the_first_rows_and_a_guess() -> None:
    preview = preview_csv((SAMPLES / "november_in_out.csv").read_bytes(), skip_rows=1)
    assert preview.guess.paid_in == "Paid in"
    assert preview.guess.skip_rows == 1
    assert len(preview.rows) == 5


def test_narrative_that_looks_like_a_formula_or_sql_is_kept_as_words() -> None:
    narrative = "=cmd|' /C calc'!A0; DROP TABLE line"
    assert read_csv(f"Date,Payee,Amount\n01/11/2026,{narrative},-1\n".encode()).lines[0].payee == (
        narrative
    )


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"\xff\xfe\x00\xd8", "characters"),
        (b"Date,Payee\n" + b"x" * 100_001, "csv_broken"),
        (b"just words\n", "one_column"),
        (b"Colour,Shape\nred,round\n", "columns_no_date"),
        (b"Date,Account,Amount\n01/11/2026,1,2\n01/11/2026,2,2\n", "several_accounts"),
    ],
)
def test_file_of_no_use_is_refused_whole(data: bytes, code: str) -> None:
    with pytest.raises(StatementUnreadable, match=f"statement_{code}"):
        read_csv(data)


def test_merchant_category_keeps_its_leading_zeros_and_nothing_else() -> None:
    data = (
        b"Date,Payee,Amount,MCC\n01/11/2026,A,-1.00,0763\n"
        b"02/11/2026,B,-1.00,grocery\n03/11/2026,C,-1.00,\n"
    )
    assert [line.merchant_category for line in read_csv(data).lines] == ["0763", "", ""]


def signs(*rows: str, heading: str = "Date,Payee,Amount,CR/DR", **columns: object) -> list[int]:
    data = "\n".join([heading, *(f"01/11/2026,A,{row}" for row in rows)]).encode()
    return amounts(data, replace(preview_csv(data).guess, **columns))  # type: ignore[arg-type]


def test_row_when_its_flag_is_empty_is_on_the_usual_side() -> None:
    assert signs("5.00,", "7.00,CR", "2.00,DR") == [500, 700, -200]
    assert signs("5.00,", "+ £7.00,CR", "2.00,DR", out_is_positive=True) == [-500, 700, -200]


def test_file_that_marks_only_money_in_is_guessed_to_leave_spending_unmarked() -> None:
    assert signs("5.00,", "7.00,CR") == [-500, 700]
    assert signs("5.00,", "7.00,DB") == [500, -700]


def test_sign_when_written_goes_before_the_rule_for_rows_without_one() -> None:
    assert signs("5.00,", "+7.00,", "-2.00,", out_is_positive=True) == [-500, 700, -200]


def test_minus_when_spending_has_no_sign_and_nothing_has_a_plus_is_money_in() -> None:
    assert signs("5.00,", "-7.00,", "-2.00,DR", out_is_positive=True) == [-500, 700, -200]


def test_row_when_its_marks_contradict_each_other_is_refused() -> None:
    data = (
        b"Date,Payee,Amount,CR/DR\n01/11/2026,A,-5,CR\n01/11/2026,A,+5,DR\n01/11/2026,A,5 CR,DR\n"
    )
    file = read_csv(data)
    assert [row.problem.code for row in file.refused] == ["statement_amount_signs_disagree"] * 3


def test_raw_row_holds_every_cell_under_its_heading() -> None:
    (line,) = read_csv(b"Date,Payee,Amount,Colour\n01/11/2026,A,-1,green\n").lines
    assert line.raw == "Date: 01/11/2026\nPayee: A\nAmount: -1\nColour: green"
