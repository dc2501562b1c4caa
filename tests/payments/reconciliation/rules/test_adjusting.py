"""The transfers that put shares of a closed period right: the fewest, and to the penny."""

import uuid
from collections import Counter
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from payments.ledger.rules import NewTransfer, transfer_problems
from payments.reconciliation.rules.posting import NewPart, account_of, adjusting_legs

GROUP = uuid.UUID(int=7)
FUNDS = (1, 2, 3, 4)


def legs(before: list[NewPart], after: list[NewPart], line_pence: int) -> list[NewTransfer]:
    parts = [*before, *after]
    codes = sorted({account_of(part, 9, line_pence).code for part in parts})
    return adjusting_legs(
        before,
        after,
        person_id=9,
        line_pence=line_pence,
        effective_date=date(2026, 11, 1),
        group=GROUP,
        number=2,
        account_ids={code: number for number, code in enumerate(codes, 1)},
    )


def test_shares_of_two_funds_when_changed_are_one_transfer() -> None:
    before = [NewPart(1, 1464, 5), NewPart(2, 3486, 5)]
    (moved,) = legs(before, [NewPart(1, 4950, 5)], -4950)
    assert (moved.debit_id, moved.credit_id, moved.amount_pence) == (1, 2, 3486)
    assert (moved.reference, moved.leg, moved.total_pence) == (f"{GROUP}:2", 0, 3486)


def test_shares_of_money_in_when_changed_go_the_other_way() -> None:
    before = [NewPart(1, 1000), NewPart(2, 500)]
    (moved,) = legs(before, [NewPart(1, 900), NewPart(2, 600)], 1500)
    assert (moved.debit_id, moved.credit_id, moved.amount_pence) == (1, 2, 100)


@given(st.data())
def test_shares_after_adjusting_are_the_new_ones_whatever_they_were(data: st.DataObject) -> None:
    weights = st.lists(st.integers(0, 500), min_size=4, max_size=4).filter(any)
    old = data.draw(weights)
    new = data.draw(st.permutations(old))
    before, after = (
        [NewPart(fund, pence, 5) for fund, pence in zip(FUNDS, shares, strict=True) if pence]
        for shares in (old, new)
    )
    made = legs(before, after, -sum(old))
    assert transfer_problems(made) == []
    assert len(made) <= len(FUNDS) - 1
    codes = sorted({account_of(part, 9, -1).code for part in [*before, *after]})
    moved: Counter[str] = Counter()
    for leg in made:
        moved[codes[leg.debit_id - 1]] += leg.amount_pence
        moved[codes[leg.credit_id - 1]] -= leg.amount_pence
    wanted: Counter[str] = Counter()
    for parts, sign in ((after, 1), (before, -1)):
        for part in parts:
            wanted[account_of(part, 9, -1).code] += sign * part.amount_pence
    assert {code: pence for code, pence in moved.items() if pence} == {
        code: pence for code, pence in wanted.items() if pence
    }
