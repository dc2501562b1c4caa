"""Money in that an agreement explains. Loads are paid ahead and for any number of weeks."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from payments.reconciliation.rules.allocation import Allocated
from payments.reconciliation.rules.candidates import Candidate
from payments.reconciliation.rules.naming import read
from payments.reconciliation.rules.payers import CARE_WORDS, OTHER_WORDS
from payments.reconciliation.rules.shapes import Explanation
from payments.reconciliation.rules.strength import Strength
from payments.reconciliation.rules.values import (
    Case,
    FitKind,
    Income,
    PaymentLine,
    TargetKind,
)


@dataclass(slots=True)
class Incomes:
    """Money in that only one income explains, by line id, and what repeats what.

    What its payer names beyond doubt is so whatever its amount; the difference is found by a rule.
    """

    case: Case
    by_line: dict[int, Allocated] = field(default_factory=dict)
    repeats: dict[int, PaymentLine] = field(default_factory=dict)
    _paid: dict[tuple[str, int, int], list[PaymentLine]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def read_all(
        self, lines: Iterable[PaymentLine], candidates: Mapping[int, tuple[Candidate, ...]]
    ) -> None:
        """Allocate what is certain, in the order of days. The same again at once is left, but for contributions:
        people pay several weeks in several payments."""
        for settled in self.case.settled:
            target = (settled.target_kind.value, settled.target_id)
            self._paid[*target, settled.line.amount_pence].append(settled.line)
        for line in sorted(lines, key=lambda line: (line.day, line.id)):
            named = [c for c in candidates[line.id] if c.is_sure and isinstance(c.source, Income)]
            if chosen := _only(line, named):
                self._allocate(line, chosen)

    def _allocate(self, line: PaymentLine, chosen: Candidate) -> None:
        paid = self._paid[*chosen.target, line.amount_pence]
        within = self.case.settings.repeat_days
        again = next((each for each in paid if abs((line.day - each.day).days) <= within), None)
        if again and chosen.kind is not TargetKind.CONTRIBUTION:
            self.repeats[line.id] = again
        else:
            self.by_line[line.id] = Allocated(chosen, Explanation(FitKind.FULL, (), 0), ())
        paid.append(line)


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
