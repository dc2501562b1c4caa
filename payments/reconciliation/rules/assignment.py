"""Pairing lines with due dates, all at once: the least total distance, and nothing that is a toss-up.

No line is taken first, so the answer does not depend on the order of arrival. A pair is certain only
when its line goes to the same class (the same plan item, say) in every best answer. The method is that
of shortest augmenting paths.
"""

from collections import deque
from collections.abc import Callable, Hashable, Mapping
from typing import TypeVar

L = TypeVar("L", bound=Hashable)
S = TypeVar("S", bound=Hashable)

# Cost of leaving a line without a slot. Judgement: far above any sum of distances (days times 10**7).
# Lower would leave a line unpaired rather than give it a distant slot.
UNPAIRED = 10**15
# Lines that compete with one another and are still solved. Judgement: more than a year of weekly payments
# for one price. The time grows with the fourth power: 80 that all compete took 12 seconds, 40 took 0.6.
LARGEST = 80


def certain_pairs(
    costs: Mapping[L, Mapping[S, int]], class_of: Callable[[S], Hashable]
) -> dict[L, S]:
    """The pairs on which every best assignment agrees. ``costs`` are not negative and far below UNPAIRED.

    More than eighty lines that compete are left alone: a person sees them sooner than we solve it.
    """
    pairs: dict[L, S] = {}
    for lines in _competing(costs):
        group = {line: costs[line] for line in lines}
        if (first := _first_choices(group, class_of)) is not None:
            pairs |= first
        elif len(group) <= LARGEST:
            pairs |= _agreed(group, class_of)
    return pairs


def _competing(costs: Mapping[L, Mapping[S, int]]) -> list[list[L]]:
    """Groups of lines that compete for the same slots, directly or through others."""
    by_slot: dict[S, list[L]] = {}
    for line, slots in costs.items():
        for slot in slots:
            by_slot.setdefault(slot, []).append(line)
    seen: set[L] = set()
    groups = []
    for start, slots in costs.items():
        if start not in seen and slots:
            group = _reach(start, costs, by_slot)
            seen |= set(group)
            groups.append(group)
    return groups


def _reach(start: L, costs: Mapping[L, Mapping[S, int]], by_slot: Mapping[S, list[L]]) -> list[L]:
    """The line and all that compete with it; a dict keeps their order."""
    group = {start: None}
    todo = [start]
    while todo:
        for slot in costs[todo.pop()]:
            for other in by_slot[slot]:
                if other not in group:
                    group[other] = None
                    todo.append(other)
    return list(group)


def _first_choices(
    group: Mapping[L, Mapping[S, int]], class_of: Callable[[S], Hashable]
) -> dict[L, S] | None:
    """The answer when best slots differ and each beats every other class; else None."""
    pairs: dict[L, S] = {}
    for line, slots in group.items():
        best = min(slots, key=slots.__getitem__)
        if any(slots[s] <= slots[best] and class_of(s) != class_of(best) for s in slots):
            return None
        pairs[line] = best
    return pairs if len(set(pairs.values())) == len(pairs) else None


def _agreed(group: Mapping[L, Mapping[S, int]], class_of: Callable[[S], Hashable]) -> dict[L, S]:
    pairs = assign(group)
    classes = {class_of(slot) for slots in group.values() for slot in slots}
    if len(classes) == 1 and len(pairs) == len(group):
        # Everybody has a place, and there is only one place to be.
        return pairs
    best = total(group, pairs)
    agreed = {}
    for line, slot in pairs.items():
        others = {s: c for s, c in group[line].items() if class_of(s) != class_of(slot)}
        without = {**group, line: others}
        if total(without, assign(without)) > best:
            agreed[line] = slot
    return agreed


def total(costs: Mapping[L, Mapping[S, int]], pairs: Mapping[L, S]) -> int:
    """The cost of an assignment, with the price of each line left unpaired."""
    paired = sum(costs[line][slot] for line, slot in pairs.items())
    return paired + UNPAIRED * (len(costs) - len(pairs))


def assign(costs: Mapping[L, Mapping[S, int]]) -> dict[L, S]:
    """A cheapest assignment that pairs as many lines as can be, by shortest augmenting paths."""
    owner: dict[S, L] = {}
    pairs: dict[L, S] = {}
    for line in costs:
        _augment(line, costs, owner, pairs)
    return pairs


def _augment(
    start: L, costs: Mapping[L, Mapping[S, int]], owner: dict[S, L], pairs: dict[L, S]
) -> None:
    reached: dict[L, int] = {start: 0}
    via: dict[L, tuple[L, S]] = {}
    best_cost, end_line, end_slot = UNPAIRED, start, None
    todo = deque([start])
    while todo:
        line = todo.popleft()
        if reached[line] + UNPAIRED < best_cost:
            best_cost, end_line, end_slot = reached[line] + UNPAIRED, line, None
        for slot, cost in costs[line].items():
            holder = owner.get(slot)
            so_far = reached[line] + cost
            if holder is None:
                if so_far < best_cost:
                    best_cost, end_line, end_slot = so_far, line, slot
            elif holder != line and so_far - costs[holder][slot] < reached.get(holder, UNPAIRED):
                reached[holder] = so_far - costs[holder][slot]
                via[holder] = (line, slot)
                todo.append(holder)
    _flip(end_line, end_slot, start, via, owner, pairs)


def _flip(
    line: L,
    slot: S | None,
    start: L,
    via: Mapping[L, tuple[L, S]],
    owner: dict[S, L],
    pairs: dict[L, S],
) -> None:
    """Give each line on the path the slot it reached; the last takes a free one, or none."""
    while True:
        if slot is None:
            pairs.pop(line, None)
        else:
            pairs[line], owner[slot] = slot, line
        if line == start:
            return
        line, slot = via[line]
