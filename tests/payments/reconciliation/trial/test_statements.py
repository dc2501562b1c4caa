"""Statements of a trial: any layout by its headings, rows numbered, what cannot be read told."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from payments.reconciliation.trial.format import TrialAccount, TrialStatement, read_plans
from payments.reconciliation.trial.repeats import repeats
from payments.reconciliation.trial.statements import TrialFile, read_file, read_statements
from tests.payments.reconciliation.trial.folders import ACCOUNT, statement, write_folder


def read(text: str | bytes, **changed: Any) -> TrialFile:
    data = text if isinstance(text, bytes) else text.encode()
    given = TrialStatement.model_validate(statement(**changed))
    return read_file(data, given, TrialAccount.model_validate(ACCOUNT))


def seen(file: TrialFile) -> list[tuple[int, str, int, str]]:
    return [(row.row, row.day.isoformat(), row.pence, row.text) for row in file.rows]


LAYOUTS = {
    "two amount columns, newest first": (
        "Transaction Date,Transaction Type,Sort Code,Account Number,Transaction Description,"
        "Debit Amount,Credit Amount,Balance,\n"
        "13/01/2026,FPI,'00-20-30,11223344,T WEBB,,30.00,130.00,\n"
        "12/01/2026,DEB,'00-20-30,11223344,HERONSGATE,52.00,,100.00,\n",
        [(1, "2026-01-13", 3000, "T WEBB"), (2, "2026-01-12", -5200, "HERONSGATE")],
    ),
    "a sign": (
        "Date,Status,Description,MCC,Amount\n2026-01-12,SETTLED,HERONSGATE,7997,-52.00\n",
        [(1, "2026-01-12", -5200, "HERONSGATE")],
    ),
    "CR and DR after the amount": (
        '\ufeffDate,Description,Amount,Balance\n12/01/2026,HERONSGATE,£52.00 DR,"£1,948.00 CR"\n',
        [(1, "2026-01-12", -5200, "HERONSGATE")],
    ),
    "CR and DR in a column": (
        "Date,Description,Amount,CR/DR,Balance\n12/01/2026,T WEBB,£30.00,CR,£130.00\n",
        [(1, "2026-01-12", 3000, "T WEBB")],
    ),
    "a column of types that says which way": (
        "Date,Type,Details,Value\n12/01/2026,DR,HERONSGATE,52.00\n13/01/2026,CR,T WEBB,30.00\n",
        [(1, "2026-01-12", -5200, "HERONSGATE"), (2, "2026-01-13", 3000, "T WEBB")],
    ),
    "cousins of the headings": (
        "Posted Date;Narrative;Paid out (£);Paid in (£);Running balance\n12 Jan 2026;HERONSGATE;52.00;;48.00\n",
        [(1, "2026-01-12", -5200, "HERONSGATE")],
    ),
    "payee and reference apart": (
        "Date,Counter Party,Reference,Amount\n12/01/2026,HERONSGATE,INV 7,-52.00\n",
        [(1, "2026-01-12", -5200, "HERONSGATE INV 7")],
    ),
    "rows above the headings": (
        "Account Name,Current\nStatement from,01/01/2026\n\nDate,Description,Amount\n12/01/2026,HERONSGATE,-52.00\n",
        [(1, "2026-01-12", -5200, "HERONSGATE")],
    ),
}


@pytest.mark.parametrize(("text", "rows"), LAYOUTS.values(), ids=LAYOUTS.keys())
def test_layouts_are_recognised_by_their_headings(
    text: str, rows: list[tuple[int, str, int, str]]
) -> None:
    assert seen(read(text)) == rows


def test_rows_that_cannot_be_read_are_told_and_the_rest_goes_in() -> None:
    file = read("Date,Description,Amount\n12/01/2026,A,-1.00\n31/02/2026,B,-2.00\n13/01/2026,C,x\n14/01/2026,D,-4\n", rows=4)  # fmt: skip
    assert [(row.row, row.text) for row in file.rows] == [(1, "A"), (4, "D")]
    assert [(one.row, one.problem.code) for one in file.not_read] == [
        (2, "statement_date_style"),
        (3, "statement_amount_unclear"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Date,Status,Description,Amount\n12/01/2026,PENDING,HERONSGATE,-52.00\n",
        "Date,Description,Amount,Balance\n12/01/2026,HERONSGATE,£52.00 DR,Pending\n",
    ],
)
def test_rows_that_are_not_booked_say_so(text: str) -> None:
    assert [row.is_pending for row in read(text, rows=1).rows] == [True]


def test_merchant_categories_are_kept() -> None:
    file = read("Date,Description,MCC,Amount\n12/01/2026,LUCKY BETS,7995,-5.00\n", rows=1)
    assert [row.mcc for row in file.rows] == ["7995"]


def test_signs_are_turned_where_the_balances_prove_it() -> None:
    text = "Date,Description,Amount\n12/01/2026,HERONSGATE,52.00\n"
    file = read(text, rows=1, opening_pence=10000, closing_pence=4800)
    assert [row.pence for row in file.rows] == [-5200]


def test_whole_file_when_it_contradicts_the_plans_is_told() -> None:
    text = "Date,Account Number,Description,Amount\n12/01/2026,99999999,HERONSGATE,-52.00\n"
    file = read(text, rows=2, opening_pence=10000, closing_pence=0)
    assert {one.problem.code for one in file.not_read} == {
        "trial_row_count",
        "trial_other_account",
        "trial_balance",
    }


def test_rows_in_another_currency_are_no_lines() -> None:
    file = read("Date,Description,Amount,Currency\n12/01/2026,TAXI,-5.00,EUR\n", rows=1)
    assert (file.rows, [one.problem.code for one in file.not_read]) == (
        (),
        ["trial_other_currency"],
    )


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00\xff\x00\xff" * 50,
        b"%PDF-1.7 nothing",
        b"Date,Text\n1,2\n",
        b'"' * 5000,
        b"," * 5000,
    ],
)
def test_files_that_are_no_statement_say_why(data: bytes) -> None:
    file = read(data)
    assert file.rows == ()
    assert [one.row for one in file.not_read]


def two(first: str, second: str, **changed: Any) -> list[TrialFile]:
    files = [read(first, file="one.csv"), read(second, file="two.csv", **changed)]
    return files


def pairs(files: list[TrialFile]) -> list[tuple[int, int]]:
    return [(later.row, first.row) for later, first in repeats(files).items()]


HEAD = "Date,Description,Amount\n"
WITH_BALANCE = "Date,Description,Amount,Balance\n"


def test_repeats_when_a_later_file_overlaps_are_the_same_line() -> None:
    files = two(f"{HEAD}12/01/2026,A,-1.00\n13/01/2026,B,-2.00\n", f"{HEAD}13/01/2026,b ,-2.00\n14/01/2026,C,-3.00\n")  # fmt: skip
    assert pairs(files) == [(1, 2)]


def test_repeats_when_two_rows_are_alike_are_paired_one_to_one() -> None:
    files = two(f"{HEAD}12/01/2026,A,-1.00\n12/01/2026,A,-1.00\n", f"{HEAD}12/01/2026,A,-1.00\n12/01/2026,A,-1.00\n12/01/2026,A,-1.00\n")  # fmt: skip
    assert pairs(files) == [(1, 1), (2, 2)]


def test_repeats_when_the_balance_is_the_same_may_be_in_other_words() -> None:
    files = two(f"{WITH_BALANCE}12/01/2026,A,-1.00,9.00\n", f"{WITH_BALANCE}12/01/2026,A LTD GB,-1.00,9.00\n")  # fmt: skip
    assert pairs(files) == [(1, 1)]


def test_repeats_when_the_balance_went_on_are_two_payments() -> None:
    files = two(f"{WITH_BALANCE}12/01/2026,A,-1.00,9.00\n", f"{WITH_BALANCE}12/01/2026,A,-1.00,8.00\n")  # fmt: skip
    assert pairs(files) == []


def test_repeats_when_a_day_comes_in_another_order_are_the_same_day() -> None:
    files = two(
        f"{WITH_BALANCE}12/01/2026,A,-1.00,9.00\n12/01/2026,B,-2.00,7.00\n",
        f"{WITH_BALANCE}12/01/2026,B,-2.00,8.00\n12/01/2026,A,-1.00,7.00\n",
    )
    assert sorted(pairs(files)) == [(1, 2), (2, 1)]


def test_repeats_when_a_file_goes_on_from_the_one_before_are_none() -> None:
    first = read(f"{HEAD}12/01/2026,A,-1.00\n", file="one.csv", rows=1, opening_pence=1000, closing_pence=900)  # fmt: skip
    then = read(f"{HEAD}12/01/2026,A,-1.00\n", file="two.csv", rows=1, opening_pence=900, closing_pence=800)  # fmt: skip
    again = read(f"{HEAD}12/01/2026,A,-1.00\n", file="three.csv", rows=1, opening_pence=900, closing_pence=800)  # fmt: skip
    assert pairs([first, then]) == []
    assert pairs([first, then, again]) == [(1, 1)]


def test_repeats_when_many_rows_are_alike_are_all_found() -> None:
    many = HEAD + "12/01/2026,A,-1.00\n" * 3_000
    assert len(repeats(two(many, many))) == 3_000


def test_statements_tell_how_far_they_are(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "t")
    told: list[tuple[int, int]] = []
    files = read_statements(folder, read_plans(folder), lambda done, total: told.append((done, total)))  # fmt: skip
    assert told == [(1, 1)]
    assert files[0].rows[0].day == date(2026, 1, 12)
