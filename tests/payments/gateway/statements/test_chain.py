"""What the running balance proves, on CSV files as they are read."""

from dataclasses import replace

import pytest

from payments.gateway.contract import StatementFile
from payments.gateway.statements import CsvMapping, preview_csv, read_csv

HEAD = "Date,Description,Amount,Balance"
OLDEST_FIRST = (
    "01/11/2026,OAK TAXIS,-1.00,99.00",
    "02/11/2026,FEN CARE,-10.00,89.00",
    "02/11/2026,COUNCIL,50.00,139.00",
    "05/11/2026,FEN CARE,-9.00,130.00",
)


def read(*rows: str, head: str = HEAD, **columns: object) -> StatementFile:
    data = "\n".join([head, *rows]).encode()
    return read_csv(data, replace(preview_csv(data).guess, **columns))  # type: ignore[arg-type]


def codes(file: StatementFile) -> list[str]:
    return [note.code for note in file.notes]


@pytest.mark.parametrize("rows", [OLDEST_FIRST, OLDEST_FIRST[::-1]])
def test_balances_that_follow_say_nothing_whatever_the_order(rows: tuple[str, ...]) -> None:
    file = read(*rows)
    assert codes(file) == []
    assert file.newest_first is (rows is not OLDEST_FIRST)
    assert len(file.lines) == 4


def test_order_within_one_day_is_proved_by_the_balances() -> None:
    rows = ("02/11/2026,A,-1.00,97.00", "02/11/2026,B,-2.00,98.00", "02/11/2026,C,-3.00,100.00")
    assert read(*rows).newest_first
    assert not read(*rows[::-1]).newest_first


@pytest.mark.parametrize("turned", [False, True])
def test_row_when_missing_is_told_with_its_amount_and_days(turned: bool) -> None:
    rows = [row for row in OLDEST_FIRST if "COUNCIL" not in row]
    (note,) = read(*(reversed(rows) if turned else rows)).notes
    assert note.code == "statement_note_gap"
    assert (note.facts["missing_minor"], note.facts["first"], note.facts["last"]) == (
        5000,
        "2026-11-02",
        "2026-11-05",
    )


def test_balance_when_only_at_the_end_of_a_day_is_followed_over_the_rows_between() -> None:
    rows = ("01/11/2026,A,-1.00,99.00", "02/11/2026,B,-2.00,", "02/11/2026,C,-3.00,94.00")
    assert codes(read(*rows)) == []
    assert codes(read(*rows[:2], "02/11/2026,C,-3.00,90.00")) == ["statement_note_gap"]


def test_side_of_an_unmarked_row_is_the_balance_s() -> None:
    rows = ("01/11/2026,A,1.00,99.00", "02/11/2026,IN,5.00,104.00", "03/11/2026,B,2.00,102.00")
    file = read(*rows)
    assert [line.amount_minor for line in file.lines] == [100, 500, -200]
    assert codes(file) == ["statement_note_sides"]


def test_first_row_is_turned_with_all_the_others() -> None:
    file = read("01/11/2026,A,1.00,99.00", "02/11/2026,B,2.00,97.00", "03/11/2026,C,4.00,93.00")
    assert [line.amount_minor for line in file.lines] == [-100, -200, -400]


def test_debt_of_a_card_that_grows_with_spending_is_followed() -> None:
    rows = ("01/11/2026,A,1.00,101.00", "02/11/2026,B,2.00,103.00", "03/11/2026,PAID,-50.00,53.00")
    file = read(*rows, out_is_positive=True)
    assert [line.amount_minor for line in file.lines] == [-100, -200, 5000]
    assert codes(file) == []


def test_row_when_printed_twice_is_counted_once_and_a_real_twin_twice() -> None:
    twice = ("02/11/2026,B,-2.00,97.00", "02/11/2026,B,-2.00,97.00")
    printed = read("01/11/2026,A,-1.00,99.00", *twice, "03/11/2026,C,-3.00,94.00")
    assert (len(printed.lines), codes(printed)) == (3, ["statement_note_twins"])
    real = read("01/11/2026,A,-1.00,99.00", twice[0], "02/11/2026,B,-2.00,95.00")
    assert (len(real.lines), codes(real)) == (3, [])


def test_column_when_no_running_balance_is_not_used() -> None:
    rows = tuple(f"0{day}/11/2026,A,-1.00,500.00" for day in range(1, 5))
    file = read(*rows)
    assert codes(file) == ["statement_note_balances_unproved"]
    assert {line.balance_minor for line in file.lines} == {None}


def test_balance_when_it_says_cr_or_dr_is_read() -> None:
    rows = (
        "01/11/2026,A,-3.00,1.00 CR",
        "02/11/2026,B,-2.00,1.00 DR",
        "03/11/2026,C,-1.00,£2.00 DR",
    )
    assert codes(read(*rows)) == []


def test_pending_row_stands_outside_the_balances() -> None:
    pending = "03/11/2026,B,-2.00,,Pending"
    rows = ("01/11/2026,A,-1.00,99.00,Booked", pending, "03/11/2026,C,-4.00,95.00,Booked")
    assert codes(read(*rows, head=f"{HEAD},Status")) == []


def test_balance_column_is_recognised_by_its_heading() -> None:
    for heading in ("Balance", "Running Balance", "balance (£)"):
        assert preview_csv(f"Date,Amount,{heading}\n1,2,3\n".encode()).guess.balance == heading


def test_mapping_without_a_balance_reads_none() -> None:
    mapping = CsvMapping(date="Date", amount="Amount", payee="Description")
    data = "\n".join([HEAD, *OLDEST_FIRST]).encode()
    assert {line.balance_minor for line in read_csv(data, mapping).lines} == {None}
