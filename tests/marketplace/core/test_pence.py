"""The only rounding, splitting, reading and writing of money."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.core.pence import format_pounds, parse_pounds, round_pence, split_pence


def test_round_pence_when_half_rounds_away_from_zero() -> None:
    assert round_pence(Decimal("0.5")) == 1
    assert round_pence(Decimal("-2.5")) == -3
    assert round_pence(Fraction(5, 2)) == 3
    assert round_pence(Fraction(-1, 3)) == 0


def test_round_pence_when_given_a_float_refuses() -> None:
    with pytest.raises(TypeError, match="never a float"):
        round_pence(1.5)  # type: ignore[arg-type]


@given(st.integers(-(10**9), 10**9), st.lists(st.integers(0, 10**6), min_size=1, max_size=8))
def test_split_pence_when_split_sums_exactly(total: int, weights: list[int]) -> None:
    if sum(weights) == 0:
        weights[0] = 1
    parts = split_pence(total, weights)
    assert sum(parts) == total
    assert all(part * total >= 0 for part in parts)


def test_split_pence_when_a_penny_is_left_gives_it_to_the_largest_remainder() -> None:
    assert split_pence(1, [1, 1, 1]) == [1, 0, 0]
    assert split_pence(100, [1, 2]) == [33, 67]


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1]])
def test_split_pence_when_weights_are_no_use_refuses(weights: list[int]) -> None:
    with pytest.raises(ValueError, match="weight"):
        split_pence(10, weights)


@pytest.mark.parametrize(
    ("typed", "pence"), [("16.50", 1650), ("£1,204", 120400), (" 3 ", 300), ("£0.5", 50)]
)
def test_parse_pounds_when_readable_gives_pence(typed: str, pence: int) -> None:
    assert parse_pounds(typed) == pence


@pytest.mark.parametrize("typed", ["", "12..34", "1.234,56", "-3", "ten", "1.234", "1,2", "£"])
def test_parse_pounds_when_unreadable_says_how(typed: str) -> None:
    with pytest.raises(ValueError, match=r"like 16\.50"):
        parse_pounds(typed)


def test_format_pounds_shows_thousands_pence_and_a_true_minus() -> None:
    assert format_pounds(123450) == "£1,234.50"
    assert format_pounds(-5) == "−£0.05"


def test_parse_pounds_when_a_million_digits_long_refuses_in_words() -> None:
    with pytest.raises(ValueError, match="pounds and pence"):
        parse_pounds("9" * 1_000_000)
