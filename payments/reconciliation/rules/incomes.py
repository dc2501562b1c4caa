"""Money in that an agreement explains. Loads are paid ahead and for any number of weeks."""

from collections.abc import Iterable, Mapping

from payments.reconciliation.rules.allocation import Allocated
from payments.reconciliation.rules.candidates import Candidate
from payments.reconciliation.rules.shapes import Explanation
from payments.reconciliation.rules.values import FitKind, Income, PaymentLine


def allocate_incomes(
    lines: Iterable[PaymentLine], candidates: Mapping[int, tuple[Candidate, ...]]
) -> dict[int, Allocated]:
    """Lines that only one income explains, by line id."""
    found = {}
    for line in lines:
        sure = [c for c in candidates[line.id] if c.is_sure and isinstance(c.source, Income)]
        fitting = [each for each in sure if each.fits and each.rank == sure[0].rank]
        if len(fitting) == 1 and fitting[0] is sure[0]:
            how = Explanation(FitKind.FULL, (), 0)
            found[line.id] = Allocated(fitting[0], how, ())
    return found
