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
        (b"<OFX><CURDEF>GBP<ACCTID>1\n<ACCTID>2\n</OFX>", "accounts_mixed"),
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


def test_original_currency_when_stated_does_not_change_what_the_amount_is_in() -> None:
    abroad = leaves(more="<ORIGCURRENCY><CURRATE>1.1<CURSYM>EUR</ORIGCURRENCY>")
    foreign = leaves(more="<CURRENCY><CURRATE>1.1<CURSYM>EUR</CURRENCY>")
    assert [line.currency for line in read_ofx(ofx(abroad, foreign)).lines] == ["GBP", "EUR"]


def test_words_when_in_cdata_or_below_payee_are_read() -> None:
    xml = "<NAME><![CDATA[FINCH & SONS < CO]]></NAME><MEMO><![CDATA[two\nlines]]></MEMO>"
    cdata = "<DTPOSTED>20261103</DTPOSTED><TRNAMT>-1.00</TRNAMT>" + xml
    below = "<DTPOSTED>20261103<TRNAMT>-1.00<PAYEE><NAME>Oak Taxis<ADDR1>1 Lane</PAYEE>"
    file = read_ofx(ofx(cdata, below))
    assert [(line.payee, line.description) for line in file.lines] == [
        ("FINCH & SONS < CO", "two lines"),
        ("Oak Taxis", ""),
    ]


def test_row_when_without_any_words_is_noted() -> None:
    bare = "<DTPOSTED>20261103<TRNAMT>-1.00<FITID>2"
    (note,) = read_ofx(ofx(leaves(), bare)).notes
    assert (note.code, note.facts) == ("statement_note_no_words", {"rows": 1, "first": 6})


@pytest.mark.parametrize(
    ("stamp", "day"),
    [
        ("20260710093000.000 GMT", 10),
        ("20260710093000[GMT]", 10),
        ("202607102345", 10),
        ("20260710000000.000[+0000]", 10),
        ("20260710003000[+0530]", 9),
        ("20260710233000[-0700:MST]", 11),
        ("20260710000000[0:GMT]", 10),
        ("20260710120000,5", 10),
    ],
)
def test_stamp_in_each_public_form_is_the_london_day(stamp: str, day: int) -> None:
    (line,) = read_ofx(ofx(leaves(day=stamp))).lines
    assert (line.booked_date.month, line.booked_date.day) == (7, day)


def test_currency_when_the_account_leaves_it_empty_is_the_rows_own() -> None:
    named = leaves(more="<CURRENCY><CURSYM>GBP</CURRENCY>")
    data = ofx(named, leaves()).replace(b"<CURDEF>GBP", b"<CURDEF>")
    file = read_ofx(data)
    assert (file.currency, [line.currency for line in file.lines]) == ("GBP", ["GBP"])
    assert file.refused[0].problem.code == "statement_currency_missing"


def test_refused_row_when_others_share_its_line_says_its_number() -> None:
    one_line = ofx(leaves(), leaves("x"), leaves()).replace(b"</STMTTRN>\n", b"</STMTTRN>")
    (refused,) = read_ofx(one_line).refused
    assert (refused.position, refused.number) == (5, 2)


def test_raw_row_holds_every_word_of_it() -> None:
    assert "1 Lane" in read_ofx(ofx(leaves(more="<PAYEE><ADDR1>1 Lane</PAYEE>"))).lines[0].raw


def test_other_account_of_a_transfer_is_not_another_account_of_the_file() -> None:
    to = "<BANKACCTTO><BANKID>000000<ACCTID>99887766<ACCTTYPE>SAVINGS</BANKACCTTO>"
    file = read_ofx(ofx(leaves(more=to)))
    assert (file.account_id, len(file.lines)) == ("1", 1)
