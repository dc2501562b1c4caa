import pytest

from payments.gateway.statements import StatementUnreadable
from payments.gateway.statements.ofx_reader import read_ofx

HEAD = "OFXHEADER:100\n\n<OFX><STMTRS><CURDEF>GBP<ACCTID>1\n<BANKTRANLIST>\n"


def ofx(*transactions: str) -> bytes:
    return (HEAD + "".join(f"<STMTTRN>{t}</STMTTRN>\n" for t in transactions)).encode()


def leaves(amount: str = "-1.00", day: str = "20261103", more: str = "") -> str:
    return f"<DTPOSTED>{day}<TRNAMT>{amount}<FITID>1<NAME>A &amp; B{more}"


def test_entities_in_names_are_read() -> None:
    assert read_ofx(ofx(leaves())).lines[0].payee == "A & B"


@pytest.mark.parametrize(
    ("transaction", "words"),
    [
        (leaves("12..34"), "12..34"),
        (leaves("1,234.56"), "one decimal mark"),
        (leaves("1,234"), "more decimals"),
        (leaves("null"), "not an amount"),
        (leaves(""), "empty"),
        (leaves(day="20260230"), "calendar"),
        (leaves(day="2026-11-03"), "OFX date"),
        (leaves(day="20261103250000[0:GMT]"), "time that no clock"),
        (leaves(more="<CURSYM>pound"), "three-letter"),
    ],
)
def test_bad_transaction_is_refused_with_its_line(transaction: str, words: str) -> None:
    file = read_ofx(ofx(leaves(), transaction))
    assert len(file.lines) == 1
    assert file.refused[0].position == 6
    assert words in file.refused[0].reason


def test_currency_of_one_transaction_goes_before_the_accounts() -> None:
    assert read_ofx(ofx(leaves(more="<CURSYM>EUR"))).lines[0].currency == "EUR"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<OFX></OFX>", "no bank or card statement"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><OFX><CURDEF>GBP</OFX>', "defines entities"),
        (b"<OFX><CURDEF>GBP<ACCTID>1\n<ACCTID>2\n</OFX>", "2 accounts"),
        (b"<OFX><CURDEF>pounds\n</OFX>", "three-letter"),
    ],
)
def test_file_of_no_use_is_refused_whole(data: bytes, words: str) -> None:
    with pytest.raises(StatementUnreadable, match=words):
        read_ofx(data)


def test_balance_that_cannot_be_read_is_left_out() -> None:
    data = ofx(leaves()) + b"<LEDGERBAL><BALAMT>1..0</LEDGERBAL><DTSTART>x"
    file = read_ofx(data)
    assert file.closing_minor is None
    assert file.first_date == file.lines[0].booked_date
