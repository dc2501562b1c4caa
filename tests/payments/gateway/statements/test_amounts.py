import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from payments.gateway.errors import RowRefused
from payments.gateway.statements.amounts import (
    currency_code,
    flag_sign,
    parse_amount,
    show_amount,
)


@pytest.mark.parametrize(
    ("text", "pence"),
    [
        ("12.34", 1234),
        ("-12.34", -1234),
        ("−12.34", -1234),
        ("+ £1,100.00,CR", 110000),
        ("£1,183.23", 118323),
        ("-£5", -500),
        ("£-5", -500),
        ("(12.00)", -1200),
        ("12.00-", -1200),
        ("12.00 DR", -1200),
        ("12.00CR", 1200),
        ("-12.00 DR", -1200),
        ("0.00", 0),
        (".50", 50),
        ("1,234,567.8", 123456780),
    ],
)
def test_amount_is_read_in_pence(text: str, pence: int) -> None:
    assert parse_amount(text, "GBP") == pence


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "amount_empty"),
        ("12..34", "amount_unclear"),
        ("1.234,56", "amount_comma_pence"),
        ("1,23.45", "amount_unclear"),
        ("12,34", "amount_comma_pence"),
        ("1.005", "amount_decimals"),
        ("1.230", "amount_decimals"),
        ("-(12.00)", "amount_unclear"),
        ("(12.00", "amount_bracket"),
        ("--1", "amount_two_signs"),
        ("+-1", "amount_two_signs"),
        ("-5.00 CR", "amount_signs_disagree"),
        ("5 XX", "flag_unclear"),
        ("€5.00", "amount_symbol"),
        ("1e3", "amount_unclear"),
        ("NaN", "amount_unclear"),
        ("£", "amount_unclear"),
        (".", "amount_unclear"),
        ("12 34", "amount_unclear"),
        ("١٢", "amount_unclear"),
        ("=cmd()", "amount_unclear"),
        ("99999999999999999", "amount_too_large"),
        ("9" * 5000, "amount_unclear"),
    ],
)
def test_doubtful_amount_is_refused_with_its_code(text: str, code: str) -> None:
    with pytest.raises(RowRefused) as error:
        parse_amount(text, "GBP")
    assert error.value.codes == [f"statement_{code}"]


def test_long_text_is_cut_where_a_refusal_shows_it() -> None:
    with pytest.raises(RowRefused) as error:
        parse_amount("9" * 5000, "GBP")
    assert error.value.problems[0].facts == {"shown": "9" * 40 + "…"}


def test_amount_with_comma_pence_is_read_when_the_file_says_so() -> None:
    assert parse_amount("1.234,56", "EUR", decimal_mark=",") == 123456
    assert parse_amount("25,", "EUR", decimal_mark=",") == 2500


def test_amount_has_the_decimals_of_its_currency() -> None:
    assert parse_amount("2700", "JPY") == 2700
    assert parse_amount("1.234", "KWD") == 1234
    with pytest.raises(RowRefused, match="statement_amount_decimals"):
        parse_amount("27.5", "JPY")


@settings(deadline=None)
@given(st.integers(min_value=-(10**12), max_value=10**12))
def test_amount_written_with_pence_is_read_back_the_same(minor: int) -> None:
    assert parse_amount(show_amount(minor, "GBP").removesuffix(" GBP"), "GBP") == minor


def test_flag_that_says_neither_way_is_refused() -> None:
    assert (flag_sign("cr"), flag_sign("Debit")) == (1, -1)
    with pytest.raises(RowRefused, match="statement_flag_unclear"):
        flag_sign("X")


def test_currency_is_three_letters() -> None:
    assert currency_code(" gbp") == "GBP"
    with pytest.raises(RowRefused, match="statement_currency_not_a_code"):
        currency_code("£")
