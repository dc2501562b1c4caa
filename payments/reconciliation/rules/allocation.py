"""What is owed and what is used up of it, while one person's lines are read in the order of their days."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from payments.reconciliation.rules.candidates import LONGEST_LATE, Candidate
from payments.reconciliation.rules.due_dates import DuePeriod, days_between, due_near
from payments.reconciliation.rules.settings import Settings
from payments.reconciliation.rules.shapes import DueShare, Explanation, Opening
from payments.reconciliation.rules.values import (
    Claim,
    PaymentLine,
    Planned,
    Settled,
    TargetKind,
)

#: A due date of a plan item, or a purchase: its kind, its id, and its day as a number.
Slot = tuple[str, int, int]

# Cost of a day late and of a day early. Judgement: paying late is more usual than paying early. Were
# they equal, a payment between two due dates would be a toss-up and left to a person.
LATE_COST, EARLY_COST = 2, 3
# Days after its period within which the rest of a partly paid one is looked for. Judgement: bookings follow
# by a few days; later, what was not used was not used.
REST_WITHIN = 3
# Days before the day of what is bought once on which it may be paid, or its deposit. Judgement: a stay is
# booked a season ahead.
BOOKED_AHEAD = 200
# For how long after a change the price before it is still paid. Judgement: two months of standing orders.
OLD_PRICE_FOR = timedelta(60)


@dataclass(frozen=True, slots=True)
class Allocated:
    """What a line was found to be: its leading candidate, how, and what it uses up."""

    candidate: Candidate
    how: Explanation
    claims: tuple[Claim, ...]

    @property
    def days(self) -> int:
        return self.how.days


@dataclass(slots=True)
class Allocations:
    """What is used up, and what each line was allocated.

    ``used_then`` leaves out what lines matched earlier use up that are of later days than the line that is
    being read: a line is read by what was known on its day, as when it was read the first time.
    """

    used: dict[Slot, int] = field(default_factory=dict)
    used_then: dict[Slot, int] = field(default_factory=dict)
    by_line: dict[int, Allocated] = field(default_factory=dict)

    @classmethod
    def after(cls, settled: Iterable[Settled]) -> "Allocations":
        """What lines matched earlier have used up."""
        allocations = cls()
        for earlier in settled:
            _use(allocations.used, earlier.claims)
        return allocations

    def pass_by(self, settled: Settled) -> None:
        """What a line matched earlier uses up is so from here on."""
        _use(self.used_then, settled.claims)

    def is_as_then(self, how: Explanation) -> bool:
        """Whether no later line has used up what a reading would."""
        slots = {_slot_of(_claim(share)) for share in how.shares}
        return all(self.used.get(slot) == self.used_then.get(slot) for slot in slots)

    def is_unused(self, share: DueShare) -> bool:
        return _slot_of(_claim(share)) not in self.used

    def has_later(self, share: DueShare) -> bool:
        """Whether a later due of the same plan item is paid."""
        kind, item, day = _slot_of(_claim(share))
        return any(k == kind and i == item and d > day for k, i, d in self.used)

    def is_free(self, slot: Slot) -> bool:
        return slot not in self.used

    def allocate(self, line: PaymentLine, candidate: Candidate, how: Explanation) -> None:
        """Give a line what an explanation says."""
        claims = tuple(_claim(share) for share in how.shares)
        _use(self.used, claims)
        _use(self.used_then, claims)
        self.by_line[line.id] = Allocated(candidate, how, claims)


def _use(used: dict[Slot, int], claims: Iterable[Claim]) -> None:
    for claim in claims:
        slot = _slot_of(claim)
        used[slot] = used.get(slot, 0) + max(claim.units_c, 1)


def _slot_of(claim: Claim) -> Slot:
    return (claim.kind, claim.id, claim.due.toordinal())


def _claim(share: DueShare) -> Claim:
    return Claim(TargetKind.PLAN_LINE.value, share.item_id, share.due.first, share.units_c)


def slot_of(candidate: Candidate, due: DuePeriod) -> Slot:
    """A due date as it is used up."""
    return (*candidate.target, due.first.toordinal())


def cost_of(distance: int) -> int:
    """The cost of so many days late (+) or early (-)."""
    return LATE_COST * distance if distance >= 0 else -EARLY_COST * distance


def openings_of(
    day: date,
    pieces: Sequence[Planned],
    used: Mapping[Slot, int],
    settings: Settings,
    late: int = 0,
    usual: int | None = None,
) -> list[Opening]:
    """What is open of one plan item near the day of a payment, the nearest first; `pieces` are what it is
    at each price and between its pauses, `late` are days beside the usual.

    Each due at its own price, at that of the day, and at the one before where it has just changed:
    standing orders keep an old price for weeks, and a due may begin before the change and be paid after.
    """
    found = []
    prices = _prices_near(day, pieces)
    for piece in pieces:
        most = max(settings.days_late, min(days_between(piece), LONGEST_LATE)) + late
        early = settings.days_early if _comes_again(piece) else BOOKED_AHEAD
        for due in due_near(piece, day, early=early, late=most):
            taken = used.get((TargetKind.PLAN_LINE.value, piece.id, due.first.toordinal()), 0)
            days = due.distance(day)
            if taken and _comes_again(piece) and not 0 <= days <= REST_WITHIN:
                continue
            if (room := piece.units_c - taken) <= 0:
                continue
            cost = cost_of(days) if usual is None else abs((day - due.first).days - usual)
            found.append(Opening(piece, due, room, cost, days))
            found += [
                Opening(replace(piece, price_pence=price), due, room, cost + 1, days)
                for price in sorted(prices - {piece.price_pence})
            ]
    return sorted(
        found, key=lambda each: (each.cost, each.due.first, -each.piece.first.toordinal())
    )


def _comes_again(piece: Planned) -> bool:
    return piece.recurs or bool(piece.due_on)


def _prices_near(day: date, pieces: Iterable[Planned]) -> set[int]:
    """The price on a day, and the one before it where that ended not long ago."""
    near = day - OLD_PRICE_FOR
    return {
        piece.price_pence
        for piece in pieces
        if piece.first <= day and (piece.until is None or piece.until > near)
    }


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
