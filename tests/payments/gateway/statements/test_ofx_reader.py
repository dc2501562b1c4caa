import pytest

from payments.gateway.errors import StatementUnreadable
from payments.gateway.statements.ofx_reader import read_ofx

HEAD = "OFXHEADER:100\n\n<OFX><STMTRS><CURDEF>GBP<ACCTID>1\n<BANKTRANLIST>\n"


def ofx(*transactions: str) -> bytes:
    return (HEAD + "".join(f"<STMTTRN>{t}</STMTTRN>\n" for t in transactions)).encode()


def leaves(amount: str = "-1.00", day: str = "20261103", more: str = "") -> str:
    return f"<DTPOSTED>{day}<TRNAMT>{amount}<FITID>1<NAME>A &amp; B{more}"


def test_entities_in_names_are_read() -> None:
    assert read_ofx(ofx(leaves())).lines[0].payee == "A & B"


@pytest.mark.parametrize(
    ("transaction", "code"),
    [
        (leaves("12..34"), "ofx_marks"),
        (leaves("1,234.56"), "ofx_marks"),
        (leaves("1,234"), "amount_decimals"),
        (leaves("null"), "amount_unclear"),
        (leaves(""), "amount_empty"),
        (leaves(day="20260230"), "date_not_a_day"),
        (leaves(day="2026-11-03"), "ofx_date"),
        (leaves(day="20261103250000[0:GMT]"), "ofx_time"),
        (leaves(more="<CURSYM>pound"), "currency_not_a_code"),
    ],
)
def test_bad_transaction_is_refused_with_its_line(transaction: str, code: str) -> None:
    file = read_ofx(ofx(leaves(), transaction))
    assert len(file.lines) == 1
    assert file.refused[0].position == 6
    assert file.refused[0].problem.code == f"statement_{code}"


def test_currency_of_one_transaction_goes_before_the_accounts() -> None:
    assert read_ofx(ofx(leaves(more="<CURSYM>EUR"))).lines[0].currency == "EUR"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<OFX></OFX>", "no_ofx"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><OFX><CURDEF>GBP</OFX>', "entities"),
        (b"<OFX><CURDEF>GBP<ACCTID>1\n<ACCTID>2\n</OFX>", "several_accounts"),
        (b"<OFX><CURDEF>pounds\n</OFX>", "currency_not_a_code"),
    ],
)
def test_file_of_no_use_is_refused_whole(data: bytes, code: str) -> None:
    with pytest.raises(StatementUnreadable, match=f"^statement_{code}$"):
        read_ofx(data)


def test_balance_that_cannot_be_read_is_left_out() -> None:
    data = ofx(leaves()) + b"<LEDGERBAL><BALAMT>1..0</LEDGERBAL><DTSTART>x"
    file = read_ofx(data)
    assert file.closing_minor is None
    assert file.first_date == file.lines[0].booked_date
