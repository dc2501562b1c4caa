"""What of a budget goes into the account: the contribution first, the rest in proportion."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.brokerage.rules import Amount, PayerKind, amounts_for_account

COUNCIL, NHS, PERSON, TOP_UP = (
    PayerKind.COUNCIL,
    PayerKind.NHS,
    PayerKind.PERSON,
    PayerKind.THIRD_PARTY,
)


def weekly(budget: list[tuple[PayerKind, int]], direct_pence: int) -> dict[int, int]:
    """Pence a week by the place in the budget."""
    amounts = {at: (kind, Amount(pence, 500)) for at, (kind, pence) in enumerate(budget)}
    found = amounts_for_account(amounts, direct_pence)
    assert all(amount.one_off_pence == 0 for amount in found.values())
    return {at: amount.weekly_pence for at, amount in found.items()}


@pytest.mark.parametrize(
    ("budget", "direct_pence", "found"),
    [
        # £94.50 a week: £41.20 her own, and £53.30 in the proportion of £205.30 to £40.00.
        ([(COUNCIL, 20530), (NHS, 4000), (PERSON, 4120)], 9450, {0: 4461, 1: 869, 2: 4120}),
        ([(COUNCIL, 20530), (PERSON, 4120)], 4000, {1: 4000}),
        ([(COUNCIL, 20530), (PERSON, 4120)], 4120, {1: 4120}),
        ([(COUNCIL, 20530)], 0, {}),
        # A plan that is approved over its budget is paid for all the same.
        ([(COUNCIL, 4000), (PERSON, 1000)], 9000, {0: 8000, 1: 1000}),
        # The odd penny is the first one's.
        ([(COUNCIL, 100), (NHS, 100), (PERSON, 0)], 3, {0: 2, 1: 1}),
        ([(NHS, 100), (COUNCIL, 100)], 3, {0: 2, 1: 1}),
        # Nobody else pays: what is above the contribution has no payer.
        ([(PERSON, 1000)], 2500, {0: 1000}),
        # A top-up is for its own line.
        ([(COUNCIL, 5000), (TOP_UP, 5000)], 4000, {0: 4000}),
        ([], 4000, {}),
    ],
)
def test_amounts_for_account_when_split_take_the_contribution_first(
    budget: list[tuple[PayerKind, int]], direct_pence: int, found: dict[int, int]
) -> None:
    assert weekly(budget, direct_pence) == found


@given(
    st.lists(
        st.tuples(st.sampled_from([COUNCIL, NHS, PERSON]), st.integers(0, 50_000)), max_size=5
    ),
    st.integers(0, 100_000),
)
def test_amounts_for_account_when_somebody_else_pays_add_up_to_what_is_paid_directly(
    budget: list[tuple[PayerKind, int]], direct_pence: int
) -> None:
    found = weekly(budget, direct_pence)
    own = sum(pence for kind, pence in budget if kind is PERSON)
    paid_by_person = sum(pence for at, pence in found.items() if budget[at][0] is PERSON)
    assert paid_by_person == min(own, direct_pence)
    if any(pence for kind, pence in budget if kind is not PERSON):
        assert sum(found.values()) == direct_pence
