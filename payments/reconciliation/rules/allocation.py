"""What is owed and what is used up of it, while one person's lines are read in the order of their days."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from payments.reconciliation.rules.candidates import Candidate
from payments.reconciliation.rules.due_dates import DuePeriod
from payments.reconciliation.rules.settings import Settings
from payments.reconciliation.rules.shapes import Explanation, Opening, Share
from payments.reconciliation.rules.values import (
    Claim,
    Income,
    PaymentLine,
    Settled,
    TargetKind,
)

#: A due date of a plan item, or a purchase: its kind, its id, and its day as a number.
Slot = tuple[str, int, int]

# Cost of a day late and of a day early. Judgement: paying late is more usual than paying early. Were
# they equal, a payment between two due dates would be a toss-up and left to a person.
LATE_COST, EARLY_COST = 2, 3


@dataclass(frozen=True, slots=True)
class Allocated:
    """What a line was found to be: its leading candidate, how, and what it uses up."""

    candidate: Candidate
    how: Explanation
    claims: tuple[Claim, ...]
    beside: tuple[int, ...] = ()

    @property
    def days(self) -> int:
        return self.how.days


@dataclass(slots=True)
class Allocations:
    """What is used up so far, and what each line was allocated."""

    used: dict[Slot, int] = field(default_factory=dict)
    by_line: dict[int, Allocated] = field(default_factory=dict)

    @classmethod
    def after(cls, settled: Iterable[Settled]) -> "Allocations":
        """What lines matched earlier have used up."""
        allocations = cls()
        for earlier in settled:
            for claim in earlier.claims:
                allocations.use((claim.kind, claim.id, claim.due.toordinal()), claim.units_c)
        return allocations

    def use(self, slot: Slot, units_c: int) -> None:
        self.used[slot] = self.used.get(slot, 0) + max(units_c, 1)

    def is_free(self, slot: Slot) -> bool:
        return slot not in self.used

    def allocate(
        self,
        line: PaymentLine,
        candidate: Candidate,
        how: Explanation,
        *,
        beside: tuple[int, ...] = (),
    ) -> None:
        """Give a line what an explanation says; `beside` are lines that pay the same due with it."""
        claims = tuple(_claim(share) for share in how.shares)
        for claim in claims:
            self.use((claim.kind, claim.id, claim.due.toordinal()), claim.units_c)
        self.by_line[line.id] = Allocated(candidate, how, claims, beside)


def _claim(share: Share) -> Claim:
    return Claim(TargetKind.PLAN_LINE.value, share.item_id, share.due.first, share.units_c)


def slot_of(candidate: Candidate, due: DuePeriod) -> Slot:
    """A due date as it is used up."""
    return (*candidate.target, due.first.toordinal())


def cost_of(distance: int) -> int:
    """The cost of so many days late (+) or early (-)."""
    return LATE_COST * distance if distance >= 0 else -EARLY_COST * distance


def openings_of(
    line: PaymentLine,
    candidates: Iterable[Candidate],
    allocations: Allocations,
    settings: Settings,
    late: int = 0,
) -> list[Opening]:
    """What is open of one plan item near a line, the nearest first; `late` are days beside the usual."""
    found = []
    for candidate in candidates:
        piece = candidate.source
        if isinstance(piece, Income):
            continue
        for due in candidate.dues(line, settings, late=candidate.days_late(settings) + late):
            room = piece.units_c - allocations.used.get(slot_of(candidate, due), 0)
            if room > 0:
                days = due.distance(line.day)
                found.append(Opening(piece, due, room, cost_of(days), days))
    return sorted(found, key=lambda each: (each.cost, each.due.first, -each.piece.first.toordinal()))


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


def nearest_first(candidates: Sequence[Candidate]) -> dict[int, list[Candidate]]:
    """Candidates by their plan item."""
    found: dict[int, list[Candidate]] = {}
    for candidate in candidates:
        found.setdefault(candidate.source.id, []).append(candidate)
    return found
