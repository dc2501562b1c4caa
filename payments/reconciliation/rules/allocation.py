"""The passes that allocate due dates to lines, strongest evidence first.

What a pass leaves undecided keeps its dates: no weaker evidence may take them and so decide a tie
that was left for a person. That is why matching again changes nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from payments.reconciliation.rules.assignment import certain_pairs
from payments.reconciliation.rules.candidates import SURE, Candidate
from payments.reconciliation.rules.due_dates import DuePeriod
from payments.reconciliation.rules.settings import Settings
from payments.reconciliation.rules.values import (
    Claim,
    FitKind,
    Income,
    PaymentLine,
    Settled,
    Strength,
)

#: A due date of a plan item, or a purchase: its kind, its id, and its day as a number.
Slot = tuple[str, int, int]
#: A line with the candidates that lead it.
Led = tuple[PaymentLine, tuple[Candidate, ...]]

# Cost of a day late and of a day early. Judgement: paying late is more usual than paying early. Were
# they equal, a payment between two due dates would be a toss-up and left to a person.
LATE_COST, EARLY_COST = 2, 3
# What a day's distance costs. By definition: above any date as a number (3.7 million for the year 9999),
# which only breaks ties and must never outweigh a distance.
DISTANCE_WEIGHT = 10**7


@dataclass(slots=True)
class Allocations:
    """What is used up so far, what is reserved, and what each line was allocated."""

    used: dict[Slot, int] = field(default_factory=dict)
    reserved: set[Slot] = field(default_factory=set)
    by_line: dict[int, tuple[Candidate, tuple[Claim, ...], int]] = field(default_factory=dict)

    @classmethod
    def after(cls, settled: Iterable[Settled]) -> "Allocations":
        """What lines matched earlier have used up."""
        allocations = cls()
        for earlier in settled:
            for claim in earlier.claims:
                slot = (claim.kind, claim.id, claim.due.toordinal())
                units_c = max(claim.units_c, 1)
                allocations.used[slot] = allocations.used.get(slot, 0) + units_c
        return allocations

    def is_free(self, slot: Slot) -> bool:
        return slot not in self.used and slot not in self.reserved

    def allocate(
        self, line: PaymentLine, candidate: Candidate, dues: Sequence[DuePeriod], units_c: int
    ) -> None:
        """Give a line these due dates of a candidate, so many hundredths of a unit of each."""
        claims = []
        for due in dues:
            slot = slot_of(candidate, due)
            self.used[slot] = self.used.get(slot, 0) + max(units_c, 1)
            claims.append(Claim(*candidate.target, due.first, units_c))
        days = dues[0].distance(line.day) if len(dues) == 1 else 0
        self.by_line[line.id] = (candidate, tuple(claims), days)


def slot_of(candidate: Candidate, due: DuePeriod) -> Slot:
    """A due date as it is used up."""
    return (*candidate.target, due.first.toordinal())


def allocate_whole(lines: Iterable[Led], allocations: Allocations, settings: Settings) -> None:
    """Whole payments against whole due dates, for every strength in turn, all lines at once."""
    whole = [(line, candidates) for line, candidates in lines if _is_whole(candidates[0])]
    for strength in SURE:
        pairings = {
            line.id: _pairings(line, candidates, allocations, settings)
            for line, candidates in whole
            if candidates[0].strength is strength
        }
        costs = {
            line_id: {slot: cost_to(each.line, each.days) for slot, each in slots.items()}
            for line_id, slots in pairings.items()
        }
        pairs = certain_pairs(costs, class_of=_class_of)
        for line_id, slot in sorted(pairs.items()):
            chosen = pairings[line_id][slot]
            units_c = chosen.candidate.fit.units_c
            allocations.allocate(chosen.line, chosen.candidate, [chosen.due], units_c)
        for line_id in costs.keys() - pairs.keys():
            allocations.reserved.update(
                slot for slot in costs[line_id] if slot not in allocations.used
            )


@dataclass(frozen=True, slots=True)
class _Pairing:
    line: PaymentLine
    candidate: Candidate
    due: DuePeriod
    days: int


def _pairings(
    line: PaymentLine, candidates: Iterable[Candidate], allocations: Allocations, settings: Settings
) -> dict[Slot, _Pairing]:
    return {
        slot: _Pairing(line, candidate, due, due.distance(line.day))
        for candidate in candidates
        for due in candidate.dues(line, settings)
        if allocations.is_free(slot := slot_of(candidate, due))
    }


def _is_whole(candidate: Candidate) -> bool:
    if isinstance(candidate.source, Income):
        return False
    near = candidate.fit.kind is FitKind.NEAR and candidate.strength <= Strength.SAME_NAME
    return near or candidate.fit.kind is FitKind.FULL


def _cost(distance: int) -> int:
    return LATE_COST * distance if distance >= 0 else -EARLY_COST * distance


def cost_to(line: PaymentLine, distance: int) -> int:
    """The cost of pairing a line with a slot so many days away."""
    # Where two lines would do as well, the earlier one has the date. The day is the same for all of
    # a line's choices, so it never decides what a line is for.
    return _cost(distance) * DISTANCE_WEIGHT + line.day.toordinal()


def _class_of(slot: Slot) -> tuple[str, int]:
    return slot[:2]


def allocate_incomes(lines: Iterable[Led], allocations: Allocations) -> None:
    """Money in that only one income explains. Loads are paid ahead and for any number of weeks."""
    for line, candidates in lines:
        only = candidates[0]
        if isinstance(only.source, Income) and len(candidates) == 1 and only.is_sure:
            allocations.by_line[line.id] = (only, (), 0)


def allocate_parts(lines: Iterable[Led], allocations: Allocations, settings: Settings) -> None:
    """Part of what is planned for a period, while the period has that much left. In date order."""
    for line, candidates in lines:
        only = candidates[0]
        if len(candidates) > 1 or not only.is_sure or only.fit.kind is not FitKind.PART:
            continue
        dues = [
            due
            for due in only.dues(line, settings)
            if (slot := slot_of(only, due)) not in allocations.reserved
            and allocations.used.get(slot, 0) <= only.fit.room_c
        ]
        if dues:
            nearest = min(dues, key=lambda due: (_cost(due.distance(line.day)), due.first))
            allocations.allocate(line, only, [nearest], only.fit.units_c)


def allocate_several(lines: Iterable[Led], allocations: Allocations, settings: Settings) -> None:
    """Several periods at once, where staff have confirmed that number before. Oldest first."""
    for line, candidates in lines:
        only = candidates[0]
        if len(candidates) > 1 or not only.is_sure or not only.fit.trusted:
            continue
        if dues := several_dues(line, only, allocations, settings):
            allocations.allocate(line, only, dues, only.fit.units_c // only.fit.periods)


def several_dues(
    line: PaymentLine, candidate: Candidate, allocations: Allocations, settings: Settings
) -> list[DuePeriod]:
    """The oldest unpaid due dates that a payment for several periods covers; none if too few."""
    periods = candidate.fit.periods
    free = [
        due
        for due in candidate.dues(line, settings, late=candidate.days_late(settings))
        if allocations.is_free(slot_of(candidate, due))
    ]
    return free[:periods] if len(free) >= periods else []
