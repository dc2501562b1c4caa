"""Money in that an agreement explains. Loads are paid ahead and for any number of weeks."""

from collections.abc import Iterable, Mapping, Sequence

from payments.reconciliation.rules.allocation import Allocated
from payments.reconciliation.rules.candidates import Candidate
from payments.reconciliation.rules.naming import read
from payments.reconciliation.rules.payers import CARE_WORDS, OTHER_WORDS
from payments.reconciliation.rules.shapes import Explanation
from payments.reconciliation.rules.strength import Strength
from payments.reconciliation.rules.values import FitKind, Income, PaymentLine, TargetKind


def allocate_incomes(
    lines: Iterable[PaymentLine], candidates: Mapping[int, tuple[Candidate, ...]]
) -> dict[int, Allocated]:
    """Lines that only one income explains, by line id. What its payer names beyond doubt is so whatever its
    amount; the difference is found by a rule."""
    found = {}
    for line in lines:
        named = [c for c in candidates[line.id] if c.is_sure and isinstance(c.source, Income)]
        if chosen := _only(line, named):
            found[line.id] = Allocated(chosen, Explanation(FitKind.FULL, (), 0), ())
    return found


def _only(line: PaymentLine, named: Sequence[Candidate]) -> Candidate | None:
    fitting = [each for each in named if each.fits]
    best = [each for each in fitting if each.rank == fitting[0].rank]
    if len(best) == 1:
        return best[0]
    beyond_doubt = [each for each in named if _is_beyond_doubt(line, each)]
    return beyond_doubt[0] if not fitting and len(beyond_doubt) == 1 else None


def _is_beyond_doubt(line: PaymentLine, candidate: Candidate) -> bool:
    """Whether it is known by its reference, or by a public payer's name beside words of care."""
    tokens = set(read(line).tokens)
    if candidate.strength is Strength.REFERENCE:
        return True
    by_name = (
        candidate.kind is not TargetKind.CONTRIBUTION and candidate.strength is Strength.SAME_NAME
    )
    return by_name and bool(tokens & CARE_WORDS) and not tokens & OTHER_WORDS
