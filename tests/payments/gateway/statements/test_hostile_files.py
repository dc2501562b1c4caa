"""Files made to stop the server, or to make it stumble: each is refused in words, at once."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from payments.gateway.errors import RowRefused, StatementUnreadable
from payments.gateway.statements.amounts import parse_amount
from payments.gateway.statements.camt053_reader import read_camt053
from payments.gateway.statements.csv_reader import preview_csv
from payments.gateway.statements.mt940_reader import read_mt940
from payments.gateway.statements.ofx_reader import read_ofx

OFX = "OFXHEADER:100\n\n<OFX><CURDEF>GBP\n"
MT940 = ":20:X\n:25:1\n:28C:1\n:60F:C260101GBP1,00\n"


@contextmanager
def at_once(seconds: float = 3) -> Iterator[None]:
    """A cost that grows with the square of these inputs is minutes."""
    began = time.perf_counter()
    yield
    assert time.perf_counter() - began < seconds


def test_amount_when_all_spaces_and_quotes_is_refused_at_once() -> None:
    with at_once(), pytest.raises(RowRefused):
        parse_amount("(" + " '" * 5000 + "x", "GBP")


def test_ofx_when_its_balance_never_comes_is_read_at_once() -> None:
    with at_once():
        assert read_ofx((OFX + "<LEDGERBAL>" * 40_000).encode()).closing_minor is None


@pytest.mark.parametrize("zone", ["99", "-24", "+24.0", "24:X"])
def test_ofx_when_a_zone_is_on_no_globe_refuses_the_line(zone: str) -> None:
    line = f"<STMTTRN><DTPOSTED>20260131120000[{zone}]<TRNAMT>-1.00<FITID>1</STMTTRN>"
    file = read_ofx((OFX + line).encode())
    assert (len(file.lines), len(file.refused)) == (0, 1)


def test_csv_when_it_has_a_hundred_thousand_columns_is_refused_at_once() -> None:
    row = ",".join(f"c{number}" for number in range(100_000))
    with at_once(), pytest.raises(StatementUnreadable, match="statement_too_many_columns"):
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


def test_camt_when_nested_two_hundred_thousand_deep_is_read_at_once() -> None:
    deep = b"<a>" * 200_000 + b"</a>" * 200_000
    with at_once(10):
        read_camt053(b'<Document xmlns="urn:x"><Stmt>' + deep + b"</Stmt></Document>")


@pytest.mark.parametrize("size", ["9" * 50_000, ",,,"])
def test_mt940_when_its_balance_is_no_amount_is_refused(size: str) -> None:
    with at_once(), pytest.raises(StatementUnreadable, match="statement_balance_unread"):
        read_mt940(MT940.replace("1,00", size).encode())


def test_mt940_when_a_line_is_endless_refuses_it_at_once() -> None:
    endless = f":61:260101D{'1' * 300_000}NMSCNONREF\n:62F:C260101GBP1,00\n"
    with at_once():
        assert len(read_mt940((MT940 + endless).encode()).refused) == 1
