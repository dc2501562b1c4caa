"""Steps of a sequence that move money: paid in, spent, given back, undone, matched again."""

from dataclasses import dataclass
from datetime import timedelta

from payments.reconciliation.actions import Chosen
from payments.reconciliation.rules.values import TargetKind
from tests.payments.reconciliation.proof.steps import Case, Step


@dataclass(frozen=True)
class PayIn(Step):
    """Money in, booked some days before it is told of, and matched by staff."""

    which: int = 0
    pence: int = 10_000
    late: int = 0
    kind: TargetKind = TargetKind.LOAD
    fund: str = "council"

    def take(self, case: Case) -> bool:
        subject = case.subject
        line = case.purse.receive(self.pence, case.today - timedelta(self.late))
        subject.later()
        agreement = subject.agreements[self.which % len(subject.agreements)]
        target = subject.funds[self.fund] if self.kind is TargetKind.FUND else agreement
        return case.purse.confirm(line, self.kind, target.pk)


@dataclass(frozen=True)
class Spend(Step):
    """Money out: for a line of the plan, outside it, split between two lines, or not matched."""

    line: int | None = 0
    pence: int = 5_000
    late: int = 0
    split: bool = False
    left_open: bool = False

    def take(self, case: Case) -> bool:
        line = case.purse.receive(-self.pence, case.today - timedelta(self.late))
        case.subject.later()
        return self.left_open or match_spending(case, line, self.line, split=self.split)


def match_spending(case: Case, line_id: int, key: int | None, *, split: bool = False) -> bool:
    known = sorted(case.planner.lines)
    if key is None or not known:
        return case.purse.confirm(line_id, TargetKind.OFF_PLAN)
    targets = [case.planner.lines[known[(key + n) % len(known)]] for n in (0, 1)]
    pence = next(-each.amount_pence for each in case.purse.lines if each.pk == line_id)
    if not split or pence < 2 or targets[0] == targets[1]:
        return case.purse.confirm(line_id, TargetKind.PLAN_LINE, targets[0])
    parts = (pence // 3 or 1, pence - (pence // 3 or 1))
    chosen = [Chosen(TargetKind.PLAN_LINE, t, p) for t, p in zip(targets, parts, strict=True)]
    return case.purse.split(line_id, chosen)


@dataclass(frozen=True)
class SpendByRule(Step):
    """Money out with the name and price of a line of the plan, which the matcher may know."""

    line: int = 0
    late: int = 0

    def take(self, case: Case) -> bool:
        lines = case.subject.told.books(case.today)
        booked = case.today - timedelta(self.late)
        known = sorted(case.planner.lines)
        if not known:
            return False
        key = known[self.line % len(known)]
        row = lines.line_on(case.planner.lines[key], booked)
        if row is None:
            return False
        pence = row.price * row.quantity // 100
        case.purse.receive(-pence, booked, case.planner.provider(key), by_rule=True)
        return True


@dataclass(frozen=True)
class GiveBack(Step):
    """A whole purchase comes back."""

    which: int = 0
    after: int = 0

    def take(self, case: Case) -> bool:
        bought = [
            line
            for line in case.purse.lines
            if line.amount_pence < 0 and len(case.purse.told[line.pk]) == 1
        ]
        if not bought:
            return False
        line = bought[self.which % len(bought)]
        booked = min(line.booked_date + timedelta(self.after), case.today)
        case.purse.give_back(line.pk, booked)
        return True


@dataclass(frozen=True)
class Undo(Step):
    which: int = 0

    def take(self, case: Case) -> bool:
        matched = sorted(case.purse.known)
        return bool(matched) and case.purse.undo(matched[self.which % len(matched)])


@dataclass(frozen=True)
class MatchAgain(Step):
    """A payment that nobody has matched, or that was undone, is matched by staff."""

    which: int = 0
    line: int | None = 0

    def take(self, case: Case) -> bool:
        waiting = [line for line in case.purse.lines if line.pk not in case.purse.known]
        if not waiting:
            return False
        line = waiting[self.which % len(waiting)]
        if line.amount_pence < 0:
            return match_spending(case, line.pk, self.line)
        agreement = case.subject.agreements[self.which % len(case.subject.agreements)]
        return case.purse.confirm(line.pk, TargetKind.LOAD, agreement.pk)
