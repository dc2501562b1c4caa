"""One run of the matcher over a person's open lines: what each could be, and what became of it."""

from dataclasses import dataclass

from payments.reconciliation.rules.allocation import Allocations
from payments.reconciliation.rules.candidates import Candidate, candidates_for
from payments.reconciliation.rules.incomes import Incomes
from payments.reconciliation.rules.line_kinds import kind_of
from payments.reconciliation.rules.refunds import Refund, refunds_found
from payments.reconciliation.rules.spending import Spending
from payments.reconciliation.rules.strength import Strength
from payments.reconciliation.rules.values import (
    Case,
    Income,
    PaymentLine,
    Settled,
    TargetKind,
)


@dataclass(frozen=True, slots=True)
class MatchingRun:
    """What is known once every line is read. All but the case is by line id.

    ``purchases`` are the lines matched earlier and now; a refund may give back any of them. ``kinds``
    are lines that are for nobody.
    """

    case: Case
    candidates: dict[int, tuple[Candidate, ...]]
    repeats: dict[int, PaymentLine]
    ties: dict[int, tuple[Candidate, ...]]
    allocations: Allocations
    purchases: tuple[Settled, ...]
    refunds: dict[int, Refund]
    kinds: dict[int, TargetKind]


def run_of(case: Case) -> MatchingRun:
    """Allocate what is certain, in the order of days."""
    lines = sorted(case.lines, key=lambda line: (line.day, line.id))
    candidates = {line.id: candidates_for(line, case) for line in lines}
    kinds = {
        line.id: kind
        for line in lines
        if (kind := kind_of(line, case))
        and not any(_is_rather(each, kind) for each in candidates[line.id])
    }
    rest = [line for line in lines if line.id not in kinds]
    allocations = Allocations.after(case.settled)
    spending = Spending(case, candidates, allocations)
    spending.read_all([line for line in rest if line.amount_pence < 0])
    incoming = [line for line in rest if line.amount_pence > 0]
    incomes = Incomes(case)
    incomes.read_all(incoming, candidates)
    allocations.by_line |= incomes.by_line
    purchases = (*case.settled, *_just_matched(lines, allocations))
    known = allocations.by_line.keys() | incomes.repeats.keys()
    refunds = refunds_found([line for line in incoming if line.id not in known], purchases, case)
    repeats = spending.repeats | incomes.repeats
    return MatchingRun(
        case, candidates, repeats, spending.ties, allocations, purchases, refunds, kinds
    )


def _is_rather(candidate: Candidate, kind: TargetKind) -> bool:
    """Whether a line is rather what it names. The person's own name beside an own account is no income."""
    by_own_name = (
        isinstance(candidate.source, Income) and candidate.strength is not Strength.REFERENCE
    )
    return candidate.is_sure and not (kind is TargetKind.TRANSFER and by_own_name)


def _just_matched(lines: list[PaymentLine], allocations: Allocations) -> list[Settled]:
    return [
        Settled(
            line,
            allocated.candidate.kind,
            allocated.candidate.source.id,
            allocated.claims,
            allocated.how.result,
        )
        for line in lines
        if (allocated := allocations.by_line.get(line.id)) is not None
    ]
