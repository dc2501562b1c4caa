"""Transfers, groups, reversals, splits and seals, with values only."""

import uuid
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marketplace.core.errors import problem
from payments.ledger.rules import (
    GENESIS,
    AccountKind,
    NewTransfer,
    SealedRow,
    TransferCode,
    is_coded_as,
    paid_in_by,
    reversal_of,
    seal_digest,
    spent_off_plan,
    spent_on,
    split_by_funds,
    transfer_problems,
    unallocated,
)

GROUP = uuid.UUID(int=1)
TRANSFER = NewTransfer(1, 2, 4950, TransferCode.MATCH, date(2026, 9, 16), "match", "7", GROUP)
NAME = {"source": "match", "reference": "7", "leg": 0}


def test_a_good_transfer_has_no_problems() -> None:
    assert transfer_problems([TRANSFER]) == []


@pytest.mark.parametrize("pence", [0, -1, 1.5, True])
def test_only_whole_pence_above_zero_may_move(pence: object) -> None:
    found = transfer_problems([replace(TRANSFER, amount_pence=pence)])  # type: ignore[arg-type]
    assert found[0] == problem("ledger_amount_not_positive", **NAME)


def test_money_moves_between_two_accounts() -> None:
    found = transfer_problems([replace(TRANSFER, credit_id=1)])
    assert found == [problem("ledger_same_account", **NAME)]


def test_one_key_is_given_once() -> None:
    twice = [TRANSFER, replace(TRANSFER, group=uuid.UUID(int=2))]
    assert transfer_problems(twice) == [problem("ledger_given_twice", **NAME)]


def test_legs_that_do_not_add_up_to_their_line_are_refused() -> None:
    legs = [
        replace(TRANSFER, amount_pence=3000, group_total_pence=4950),
        replace(TRANSFER, amount_pence=1949, group_total_pence=4950, leg=1),
    ]
    unbalanced = {"group": str(GROUP), "moved": 4949, "expected": 4950}
    assert transfer_problems(legs) == [problem("ledger_group_unbalanced", **unbalanced)]


def test_a_reversal_swaps_the_sides_and_has_its_own_key() -> None:
    undone = reversal_of(
        TRANSFER, transfer_id=9, effective_date=date(2026, 9, 20), group=uuid.UUID(int=3)
    )
    assert (undone.debit_id, undone.credit_id, undone.amount_pence) == (2, 1, 4950)
    assert undone.key == ("undo:match", "7", 0)
    assert undone.reverses_id == 9


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.integers(1, 10**9),
    st.dictionaries(st.integers(1, 99), st.integers(0, 10**6), min_size=1).filter(
        lambda shares: sum(shares.values()) > 0
    ),
)
def test_a_split_is_exact_and_never_moves_nothing(pence: int, shares: dict[int, int]) -> None:
    parts = split_by_funds(pence, shares)
    assert sum(parts.values()) == pence
    assert all(part > 0 for part in parts.values())


def test_a_penny_over_three_funds_goes_to_one() -> None:
    assert split_by_funds(1, {7: 1, 5: 1, 6: 1}) == {5: 1}


ROW = SealedRow(1, 1, 2, 4950, "match", date(2026, 9, 16), "match", "7", 0, GROUP, None)


def test_a_seal_changes_with_any_column_and_with_the_seal_before() -> None:
    digest = seal_digest(GENESIS, [ROW])
    changed = [
        replace(ROW, amount_pence=4951),
        replace(ROW, source="matc", reference="h7"),
        replace(ROW, reverses_id=0),
    ]
    assert all(seal_digest(GENESIS, [row]) != digest for row in changed)
    assert seal_digest(digest, [ROW]) != digest


def test_account_when_coded_for_others_than_its_own_is_told() -> None:
    for account in (unallocated(1), unallocated(1, "EUR"), spent_on(1, 2, 3), paid_in_by(1, 3)):
        assert is_coded_as(account)
        assert not is_coded_as(replace(account, kind=AccountKind.OFF_PLAN))
        assert not is_coded_as(replace(account, code=f"{account.code}:9"))
        assert not is_coded_as(replace(account, person_id=None))
    assert is_coded_as(spent_off_plan(1, 3))
    assert not is_coded_as(replace(spent_off_plan(1, 3), person_id=2))
    assert not is_coded_as(replace(spent_on(1, 2, 3), fund_id=None))
    assert not is_coded_as(replace(unallocated(1), currency="EUR"))


def test_account_when_opened_before_funds_lasted_keeps_its_code() -> None:
    assert is_coded_as(replace(spent_on(1, 2, 3), code="item:9:9"))
    assert not is_coded_as(replace(spent_on(1, 2, 3), code="fund:9"))
