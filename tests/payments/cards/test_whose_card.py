"""Whose a row of a programme's file is, with values in hand."""

import pytest

from marketplace.core.errors import Problem
from payments.cards.rules import KnownCard, stated_number, whose_card
from payments.gateway.contract import CardNamed

KNOWN = [
    KnownCard(1, "4471"),
    KnownCard(1, "0382"),
    KnownCard(2, "5582", "tok-2"),
    KnownCard(3, "5582", "tok-3"),
    KnownCard(4, "6693", comes_by_event=True),
    KnownCard(5, "4476", is_shared=True),
    KnownCard(6, "4476", is_shared=True),
    KnownCard(7, "8812", is_shared=True),
]


@pytest.mark.parametrize(
    ("number", "reference", "account"),
    [
        ("****4471", "", 1),
        ("4929 0000 0000 4471", "", 1),
        ("4929000000004471", "", 1),
        ("382", "", 1),
        ("5582", "tok-3", 3),
        ("", "tok-2", 2),
        ("tok-2", "", 2),
        ("4471", "tok-9", 1),
    ],
)
def test_row_that_one_account_fits_is_its(number: str, reference: str, account: int) -> None:
    assert whose_card(CardNamed(number, reference), KNOWN) == account


@pytest.mark.parametrize(
    ("number", "reference", "code"),
    [
        ("", "", "statement_row_no_card"),
        ("9999", "", "statement_row_unknown_card"),
        ("4476", "", "statement_row_of_a_share"),
        ("8812", "", "statement_row_of_a_share"),
        ("5582", "", "statement_row_card_of_several"),
        ("5582", "tok-9", "statement_row_unknown_reference"),
        ("4471", "tok-2", "statement_row_card_contradicts"),
        ("tok-2", "tok-3", "statement_row_card_contradicts"),
        ("6693", "", "statement_row_comes_by_event"),
    ],
)
def test_row_that_none_or_several_fit_says_why(number: str, reference: str, code: str) -> None:
    found = whose_card(CardNamed(number, reference), KNOWN)
    assert isinstance(found, Problem)
    assert found.code == code


def test_number_that_is_a_reference_states_no_digits() -> None:
    assert stated_number("382", {"0382", "4471"}) == "0382"
    assert stated_number("tok-2", {"5582"}) == ""
