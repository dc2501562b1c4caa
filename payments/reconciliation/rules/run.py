"""One run of the matcher over a person's open lines: what each could be, and what became of it."""

from dataclasses import dataclass

from payments.reconciliation.rules.allocation import (
    Allocations,
    Led,
    allocate_incomes,
    allocate_parts,
    allocate_several,
    allocate_whole,
)
from payments.reconciliation.rules.candidates import Candidate, candidates_for, leaders
from payments.reconciliation.rules.refunds import purchases_refunded
from payments.reconciliation.rules.repeats import doubtful_repeats
from payments.reconciliation.rules.values import Case, PaymentLine, Settled


@dataclass(frozen=True, slots=True)
class MatchingRun:
    """What is known once every pass is done. All but the case is by line id.

    ``purchases`` are the lines matched earlier and now; a refund may give back any of them.
    """

    case: Case
    candidates: dict[int, tuple[Candidate, ...]]
    repeats: dict[int, PaymentLine]
    allocations: Allocations
    purchases: tuple[Settled, ...]
    refunds: dict[int, Settled]


def run_of(case: Case) -> MatchingRun:
    """Allocate what is certain. Weak evidence never takes what strong evidence left undecided."""
    lines = sorted(case.lines, key=lambda line: (line.day, line.id))
    candidates = {line.id: candidates_for(line, case) for line in lines}
    repeats = doubtful_repeats(case, candidates)
    led = [
        (line, ahead)
        for line in lines
        if line.id not in repeats and (ahead := leaders(candidates[line.id]))
    ]
    allocations = _allocate(case, led)
    purchases = (*case.settled, *_just_matched(lines, allocations))
    refunds = purchases_refunded(
        [
            line
            for line in lines
            if line.amount_pence > 0 and not any(c.is_sure for c in candidates[line.id])
        ],
        purchases,
        allocations.used,
        case.settings.refund_days,
    )
    return MatchingRun(case, candidates, repeats, allocations, purchases, refunds)


def _allocate(case: Case, led: list[Led]) -> Allocations:
    allocations = Allocations.after(case.settled)
    allocate_whole(led, allocations, case.settings)
    allocate_incomes(led, allocations)
    allocate_parts(led, allocations, case.settings)
    allocate_several(led, allocations, case.settings)
    return allocations


def _just_matched(lines: list[PaymentLine], allocations: Allocations) -> list[Settled]:
    return [
        Settled(line, allocated[0].kind, allocated[0].source.id, allocated[1])
        for line in lines
        if (allocated := allocations.by_line.get(line.id)) is not None
    ]
