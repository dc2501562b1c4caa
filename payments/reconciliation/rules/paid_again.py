"""Payments that repeat another: which of them were owed after all, and which of two equal ones nobody can tell."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from payments.reconciliation.rules.allocation import Allocated, Allocations
from payments.reconciliation.rules.candidates import Candidate
from payments.reconciliation.rules.doubted import Doubted
from payments.reconciliation.rules.explaining import Explaining
from payments.reconciliation.rules.meant import Meant
from payments.reconciliation.rules.naming import text_of
from payments.reconciliation.rules.readings import plainest
from payments.reconciliation.rules.shapes import Explanation
from payments.reconciliation.rules.values import PaymentLine
from payments.reconciliation.rules.words import purchase_day


@dataclass(slots=True)
class PaidAgain:
    """What repeats what, by line id, and which of the repeats may be owed still when all payments are read."""

    meant: Meant
    explaining: Explaining
    allocations: Allocations
    ties: dict[int, tuple[Candidate, ...]]
    repeats: dict[int, PaymentLine] = field(default_factory=dict)
    _waiting: list[tuple[PaymentLine, Candidate, Sequence[Candidate]]] = field(default_factory=list)

    def note(
        self,
        line: PaymentLine,
        first: PaymentLine,
        leading: Candidate,
        candidates: Sequence[Candidate],
    ) -> None:
        """Remember a repeat. What comes again at once is owed to nobody."""
        self.repeats[line.id] = first
        if (line.day - first.day).days > self.explaining.case.settings.repeat_days:
            self._waiting.append((line, leading, candidates))

    def settle(self) -> None:
        """When all payments are read: match what was owed, and leave what may be either."""
        self._settle_what_waited()
        self._leave_what_may_be_either()
        doubted = Doubted(self.meant, self.explaining, self.allocations)
        for line, allocated, other in list(doubted.found()):
            if other and (other.day, other.id) < (line.day, line.id):
                self.repeats.setdefault(line.id, other)
            self._leave(line, allocated)

    def _settle_what_waited(self) -> None:
        """What looked like a repeat, and is owed still when later payments have come, is what was owed."""
        for line, leading, candidates in self._waiting:
            chosen = plainest(self.explaining.explained(line, candidates, self.allocations.used))
            if (
                chosen
                and chosen.items == {leading.source.id}
                and self._is_owed_still(line, leading, chosen)
            ):
                self.allocations.allocate(line, leading, chosen)
                del self.repeats[line.id]

    def _is_owed_still(self, line: PaymentLine, leading: Candidate, chosen: Explanation) -> bool:
        """Whether later dues are paid and this is not, and no other open payment may be for it."""
        within = timedelta(max(leading.every_days, self.explaining.case.settings.repeat_days))
        payee = leading.naming.payee
        may_be_it = any(
            abs(each.day - line.day) <= within
            and (each.amount_pence == line.amount_pence or self.meant.payee_of(each) == payee)
            for each in self.explaining.case.lines
            if each.id != line.id
            and each.amount_pence < 0
            and each.id not in self.allocations.by_line
        )
        return not may_be_it and self.allocations.has_later(chosen.shares[-1])

    def _leave_what_may_be_either(self) -> None:
        """Of equal payments, one of which was not owed, those are left too that are not plainly what was."""
        lines = {line.id: line for line in self.explaining.case.lines}
        for line_id, first in self.repeats.items():
            again = lines[line_id]
            before = self.allocations.by_line.get(first.id)
            if before and not self._is_plainly_first(first, again, before.how):
                self._leave(first, before)
            for each in lines.values():
                after = self.allocations.by_line.get(each.id)
                if after and self._is_as_near(first, again, each, after):
                    self._leave(each, after)

    def _leave(self, line: PaymentLine, found: Allocated) -> None:
        """What it was for stays used up: one of the two was for it."""
        del self.allocations.by_line[line.id]
        self.ties[line.id] = (found.candidate,)

    def _is_as_near(
        self, first: PaymentLine, again: PaymentLine, after: PaymentLine, found: Allocated
    ) -> bool:
        """Whether the payment after a repeat came as soon after it as it after the one before."""
        is_equal = (
            after.amount_pence == again.amount_pence
            and found.candidate.naming.payee == self.meant.payee_of(again)
        )
        gap = min((again.day - first.day).days, self.explaining.case.settings.repeat_days)
        return is_equal and 0 <= (after.day - again.day).days <= gap and after.id != first.id

    def _is_plainly_first(self, first: PaymentLine, again: PaymentLine, how: Explanation) -> bool:
        """Whether a payment came on its usual day, and the other some days later."""
        bought, later = (purchase_day(text_of(each), each.day) for each in (first, again))
        share = how.shares[0]
        usual = self.explaining.past.usual.get(share.item_id)
        days = (bought - share.due.first).days
        in_time = share.due.distance(bought) == 0 if usual is None else abs(days - usual) <= 1
        return in_time and (later - bought).days > 1
