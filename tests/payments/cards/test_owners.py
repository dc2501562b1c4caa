"""Whether a file is of the account that it was sent for."""

import pytest

from payments.cards.rules import (
    FileOwner,
    Proof,
    balance_proof,
    digits_of,
    holder_proof,
    number_proof,
    owner_problems,
)


@pytest.mark.parametrize(
    ("stated", "digits"),
    [
        ("GB33BUKB20201555555555", "5555"),
        ("20-00-00 1234 5678", "5678"),
        ("****4471", "4471"),
        ("", ""),
    ],
)
def test_digits_are_the_last_of_whatever_number_is_stated(stated: str, digits: str) -> None:
    assert digits_of(stated) == digits


def test_number_is_compared_with_every_one_that_is_known() -> None:
    assert number_proof("4471", {"9920", "4471"}) is Proof.PROVEN
    assert number_proof("4471", {"9920"}) is Proof.AGAINST
    assert number_proof("", {"9920"}) is number_proof("4471", set()) is Proof.SILENT


@pytest.mark.parametrize(
    ("stated", "proof"),
    [
        ("MRS M OKAFOR", Proof.PROVEN),
        ("Okafor, Margaret", Proof.PROVEN),
        ("MR D PATEL", Proof.AGAINST),
        ("Fernshire Council", Proof.SILENT),
        ("Fernshire Council re M Okafor", Proof.PROVEN),
        ("", Proof.SILENT),
    ],
)
def test_holder_has_one_name_in_common(stated: str, proof: Proof) -> None:
    assert holder_proof(stated, {"Margaret Okafor"}, council="Fernshire Council") is proof


def test_balance_is_proved_by_what_is_here_or_by_what_it_follows() -> None:
    assert balance_proof(same_lines=1, follows=False) is Proof.PROVEN
    assert balance_proof(same_lines=0, follows=True) is Proof.PROVEN
    assert balance_proof(same_lines=0, follows=False) is Proof.AGAINST
    assert balance_proof(same_lines=0, follows=None) is Proof.SILENT


def codes(owner: FileOwner) -> list[str]:
    return [one.code for one in owner_problems(owner, ending="1", last4="2", holder="X")]


def test_balance_that_does_not_follow_is_a_missing_page_where_the_number_is_right() -> None:
    against, proven, silent = Proof.AGAINST, Proof.PROVEN, Proof.SILENT
    assert codes(FileOwner(proven, silent, against)) == []
    assert codes(FileOwner(silent, proven, against)) == ["statement_other_balance"]
    assert codes(FileOwner(against, against, silent)) == [
        "statement_other_account",
        "statement_other_holder",
    ]
    assert FileOwner(silent, silent, silent).is_unproved
    assert not FileOwner(silent, silent, proven).is_unproved
