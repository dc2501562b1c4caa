"""Money in that an agreement explains. Loads are paid ahead and for any number of weeks."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from payments.reconciliation.rules.allocation import Allocated
from payments.reconciliation.rules.amount_fit import WHOLE
from payments.reconciliation.rules.candidates import Candidate
from payments.reconciliation.rules.due_dates import DuePeriod
from payments.reconciliation.rules.naming import read
from payments.reconciliation.rules.payers import CARE_WORDS, OTHER_WORDS
from payments.reconciliation.rules.shapes import DueShare, Explanation
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
        people pay several weeks in several payments. What is agreed for one day comes once."""
        for settled in self.case.settled:
            target = (settled.target_kind.value, settled.target_id)
            self._paid[*target, settled.line.amount_pence].append(settled.line)
        for line in sorted(lines, key=lambda line: (line.day, line.id)):
            named = [c for c in candidates[line.id] if c.is_sure and isinstance(c.source, Income)]
            chosen = _only(line, named)
            if chosen and not chosen.fit.is_tied:
                self._allocate(line, chosen)

    def _allocate(self, line: PaymentLine, chosen: Candidate) -> None:
        paid = self._paid[*chosen.target, line.amount_pence]
        if again := next((each for each in paid if self._is_repeat(line, each, chosen)), None):
            self.repeats[line.id] = again
        else:
            how = Explanation(FitKind.FULL, _shares(chosen, line), 0)
            self.by_line[line.id] = Allocated(chosen, how, ())
        paid.append(line)

    def _is_repeat(self, line: PaymentLine, earlier: PaymentLine, chosen: Candidate) -> bool:
        """Whether an equal payment came at once before, or for the one day for which this is agreed."""
        if due := chosen.fit.agreed_for:
            return abs((earlier.day - due).days) <= self.case.settings.advance_days
        at_once = abs((line.day - earlier.day).days) <= self.case.settings.repeat_days
        return at_once and chosen.kind is not TargetKind.CONTRIBUTION


def _shares(chosen: Candidate, line: PaymentLine) -> tuple[DueShare, ...]:
    """What goes to each of two agreements, where a payment is of both."""
    day = DuePeriod(line.day, line.day)
    return tuple(DueShare(id_, pence, day, WHOLE) for id_, pence in chosen.joint_parts)


def _only(line: PaymentLine, named: Sequence[Candidate]) -> Candidate | None:
    fitting = [each for each in named if each.fits]
    best = [each for each in fitting if each.rank == fitting[0].rank]
    if len(best) == 1:
        return best[0]
    beyond_doubt = [each for each in named if _is_beyond_doubt(line, each)]
    return beyond_doubt[0] if not fitting and len(beyond_doubt) == 1 else None


def _is_beyond_doubt(line: PaymentLine, candidate: Candidate) -> bool:
    """Whether it is known by its reference, or by a public payer's whole name beside words of care."""
    tokens = set(read(line).tokens)
    if candidate.strength is Strength.REFERENCE:
        return True
    is_named = candidate.strength is Strength.SAME_NAME
    is_public = candidate.kind is not TargetKind.CONTRIBUTION and is_named
    return is_public and bool(tokens & CARE_WORDS) and not tokens & OTHER_WORDS
