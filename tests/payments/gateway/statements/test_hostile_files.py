"""Files made to stop the server, or to make it stumble: each is refused in words, at once."""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from types import FrameType, ModuleType
from typing import Any

import pytest

from payments.gateway.errors import RowRefused, StatementUnreadable
from payments.gateway.statements import (
    amounts,
    camt053_reader,
    dates,
    mt940_reader,
    ofx_reader,
    read_statement,
    reading,
)
from payments.gateway.statements.amounts import parse_amount
from payments.gateway.statements.camt053_reader import read_camt053
from payments.gateway.statements.csv_reader import preview_csv, read_csv
from payments.gateway.statements.dates import DateStyle, date_reader
from payments.gateway.statements.mt940_reader import read_mt940
from payments.gateway.statements.ofx_reader import read_ofx

OFX = "OFXHEADER:100\n\n<OFX><CURDEF>GBP\n"
MT940 = ":20:X\n:25:1\n:28C:1\n:60F:C260101GBP1,00\n"


@contextmanager
def most_calls(most: int) -> Iterator[None]:
    """A bound on work done: the calls that are made, of Python's functions and of C's."""
    made = 0

    def count(frame: FrameType, event: str, arg: object) -> None:
        nonlocal made
        made += event in ("call", "c_call")
        # Refused at once: a cost that grows with the square of these inputs may not return.
        assert made <= most, "too many calls"

    sys.setprofile(count)
    try:
        yield
    finally:
        sys.setprofile(None)


class Watched:
    """A pattern that counts the characters it is given to look at, and refuses one too many.

    Refused before it looks: a pattern that goes back and forth over them might not return.
    """

    def __init__(self, pattern: re.Pattern[str], left: list[int]) -> None:
        self._pattern = pattern
        self._left = left

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._pattern, name)

        def counted(*arguments: Any) -> Any:
            text = next(one for one in reversed(arguments) if isinstance(one, str))
            start = arguments[-1] if isinstance(arguments[-1], int) else 0
            self._left[0] -= len(text) - start
            assert self._left[0] >= 0, f"{self._pattern.pattern} is given too much"
            return method(*arguments)

        return counted


def most_characters(monkeypatch: pytest.MonkeyPatch, module: ModuleType, most: int) -> None:
    """A bound on work done: what all the module's patterns together are given from now on."""
    left = [most]
    for name, thing in list(vars(module).items()):
        if isinstance(thing, re.Pattern):
            monkeypatch.setattr(module, name, Watched(thing, left))


def test_amount_when_all_spaces_and_quotes_is_refused_unread(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its pattern goes back and forth over spaces, so it is shown no more than an amount's length."""
    most_characters(monkeypatch, amounts, 100)
    with pytest.raises(RowRefused):
        parse_amount("(" + " '" * 5000 + "x", "GBP")


def test_ofx_when_its_balance_never_comes_is_looked_through_a_few_times(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = OFX + "<LEDGERBAL>" * 40_000
    most_characters(monkeypatch, ofx_reader, 10 * len(text))
    assert read_ofx(text.encode()).closing_minor is None


@pytest.mark.parametrize("zone", ["99", "-24", "+24.0", "24:X"])
def test_ofx_when_a_zone_is_on_no_globe_refuses_the_line(zone: str) -> None:
    line = f"<STMTTRN><DTPOSTED>20260131120000[{zone}]<TRNAMT>-1.00<FITID>1</STMTTRN>"
    file = read_ofx((OFX + line).encode())
    assert (len(file.lines), len(file.refused)) == (0, 1)


def test_csv_when_it_has_a_hundred_thousand_columns_is_refused_by_its_first_row() -> None:
    row = ",".join(f"c{number}" for number in range(100_000))
    with most_calls(500), pytest.raises(StatementUnreadable, match="statement_too_many_columns"):
        preview_csv(f"{row}\n1\n".encode())


def test_camt_when_without_a_namespace_refuses_its_entries_in_words() -> None:
    file = read_camt053(b'<Document><Stmt><Ntry><Amt Ccy="GBP">1</Amt></Ntry></Stmt></Document>')
    assert [row.position for row in file.refused] == [1]


@pytest.mark.parametrize(
    "bomb",
    [
        b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aa">]><Document xmlns="x">&a;</Document>',
        b'<!DOCTYPE l SYSTEM "file:///etc/passwd"><Document xmlns="x"/>',
    ],
)
def test_camt_when_it_defines_entities_is_refused(bomb: bytes) -> None:
    with pytest.raises(StatementUnreadable, match="statement_entities"):
        read_camt053(bomb)


def test_camt_when_nested_two_hundred_thousand_deep_is_refused_at_a_hundred() -> None:
    elements = 200_000
    deep = b"<a>" * elements + b"</a>" * elements
    with (
        most_calls(40 * camt053_reader.DEEPEST),
        pytest.raises(StatementUnreadable, match="statement_too_deep"),
    ):
        read_camt053(b'<Document xmlns="urn:x"><Stmt>' + deep + b"</Stmt></Document>")


@pytest.mark.parametrize(
    ("head", "row"),
    [
        ("Date,Payee,Amount\n", "01/11/2026,A,-1.00\n"),
        ("Date,Payee,Amount\n", "never,A,-1.00\n"),
        (OFX, "<STMTTRN><DTPOSTED>20260131<TRNAMT>-1.00<FITID>1</STMTTRN>\n"),
        (MT940, ":61:260101D1,00NMSCNONREF\n"),
        ('<Document xmlns="camt.053"><Stmt>', "<Ntry></Ntry>\n"),
    ],
)
def test_file_when_it_has_more_rows_than_a_statement_is_refused_at_the_first_too_many(
    monkeypatch: pytest.MonkeyPatch, head: str, row: str
) -> None:
    for module in (reading, camt053_reader):
        monkeypatch.setattr(module, "MOST_ROWS", 50)
    rows = 20_000
    with (
        # Finding where rows begin costs a few calls a row, reading one a hundred.
        most_calls(15 * rows),
        pytest.raises(StatementUnreadable, match="statement_too_many_rows"),
    ):
        read_statement((head + row * rows).encode())


class CountedTries(datetime):
    """Counts how often a cell is tried as a date."""

    tries = 0

    @classmethod
    def strptime(cls, *args: str) -> datetime:  # type: ignore[override]
        cls.tries += 1
        return datetime.strptime(*args)


@pytest.mark.parametrize(
    ("cell", "most"), [("never {}", 0), ("30/02/{}", 0), ("99/99/20{:02}", 1), ("9 Foo 2{:03}", 2)]
)
def test_dates_when_a_hundred_thousand_cannot_be_read_are_hardly_tried(
    monkeypatch: pytest.MonkeyPatch, cell: str, most: int
) -> None:
    """A cell is tried in the shapes that its outline allows: two at most, of up to 117."""
    monkeypatch.setattr(dates, "datetime", CountedTries)
    CountedTries.tries, read = 0, date_reader(DateStyle.DAY_FIRST)
    for number in range(100_000):
        with pytest.raises(RowRefused):
            read(cell.format(number % 100 if "{:0" in cell else number + 100_000))
    assert CountedTries.tries <= most * 100_000


def test_dates_when_no_two_look_alike_are_compared_with_no_more_than_a_few_outlines(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compared = 0

    class Look:
        def fullmatch(self, text: str) -> None:
            nonlocal compared
            compared += 1

    monkeypatch.setattr(dates, "_all_shapes", lambda style: dict.fromkeys(range(117), Look()))
    read = date_reader(DateStyle.DAY_FIRST)
    for number in range(10_000):
        with pytest.raises(RowRefused):
            read(f"{number:b}".replace("0", "x-").replace("1", "/"))
    assert compared <= 117 * dates.MOST_OUTLINES


def test_csv_when_half_of_it_is_pending_looks_for_the_newest_day_once() -> None:
    rows = 2_000
    text = "Date,Payee,Amount\n" + "01/11/2026,A,-1.00\n" * rows + "Pending,B,-1.00\n" * rows
    with most_calls(400 * rows):
        assert len(read_csv(text.encode()).lines) == 2 * rows


@pytest.mark.parametrize("size", ["9" * 50_000, ",,,"])
def test_mt940_when_its_balance_is_no_amount_is_refused(
    monkeypatch: pytest.MonkeyPatch, size: str
) -> None:
    most_characters(monkeypatch, amounts, 1_000)
    with pytest.raises(StatementUnreadable, match="statement_balance_unread"):
        read_mt940(MT940.replace("1,00", size).encode())


def test_mt940_when_a_line_is_endless_refuses_it_and_shows_it_to_no_package(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The package slows with the square of a line's length."""
    monkeypatch.delattr(mt940_reader.mt940.models.Transactions, "parse")
    endless = f":61:260101D{'1' * 300_000}NMSCNONREF\n:62F:C260101GBP1,00\n"
    assert len(read_mt940((MT940 + endless).encode()).refused) == 1
