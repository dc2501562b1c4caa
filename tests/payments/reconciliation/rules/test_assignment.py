"""Pairing all at once, against every assignment there is."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from payments.reconciliation.rules.assignment import assign, certain_pairs, total

Costs = dict[int, dict[str, int]]
SLOTS = ["a1", "a2", "b1", "b2"]


def best_assignments(costs: Costs) -> list[dict[int, str]]:
    found: list[tuple[int, dict[int, str]]] = []
    for choice in product([None, *SLOTS], repeat=len(costs)):
        pairs = {line: slot for line, slot in zip(costs, choice, strict=True) if slot}
        if len(set(pairs.values())) == len(pairs) and all(s in costs[n] for n, s in pairs.items()):
            found.append((total(costs, pairs), pairs))
    least = min(cost for cost, _ in found)
    return [pairs for cost, pairs in found if cost == least]


all_costs = st.dictionaries(
    st.integers(1, 4), st.dictionaries(st.sampled_from(SLOTS), st.integers(0, 5)), max_size=4
)


@settings(max_examples=300, deadline=None)
@given(all_costs)
def test_no_assignment_is_cheaper(costs: Costs) -> None:
    assert assign(costs) in best_assignments(costs)


@settings(max_examples=300, deadline=None)
@given(all_costs)
def test_a_pair_is_certain_only_where_every_best_assignment_agrees(costs: Costs) -> None:
    best = best_assignments(costs)
    certain = certain_pairs(costs, class_of=lambda slot: slot[0])
    for line in costs:
        classes = {pairs[line][0] if line in pairs else None for pairs in best}
        if len(classes) == 1 and None not in classes:
            assert certain[line][0] in classes
        else:
            assert line not in certain


def test_a_group_too_large_to_solve_is_left_to_a_person() -> None:
    costs = {line: {"a1": 1, "a2": 1} for line in range(81)}
    assert certain_pairs(costs, class_of=lambda slot: slot[0]) == {}
