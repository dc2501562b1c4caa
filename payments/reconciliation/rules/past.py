"""What earlier payments of one person say of a later one: what repeats them, what is owed, and by which number a
payee is known again."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from payments.reconciliation.rules.candidates import SURE
from payments.reconciliation.rules.due_dates import days_between
from payments.reconciliation.rules.naming import Naming, read, text_of
from payments.reconciliation.rules.shapes import Explanation
from payments.reconciliation.rules.values import (
    Case,
    Claim,
    FitKind,
    PaymentLine,
    Planned,
    TargetKind,
)
from payments.reconciliation.rules.words import Said, numbers_in, purchase_day

# Hundredths of a rhythm within which an equal payment may be the same bill once more. Judgement: two thirds;
# more doubts every payment that comes some days early.
NEAR = 65
# Hundredths of a rhythm by which several periods at once may come sooner than the last of them. Judgement: half.
HALF = 50
# Hundredths of a rhythm after which a payment is missing. Judgement: halfway to the second.
MISSED = 150
# Figures and letters of a number by which a payee is known again. Judgement: a mandate or a customer number;
# a card's last four are no payee's.
LEAST_NUMBER = 6

#: A payee of the plan: the names that it goes by.
PayeeNames = tuple[str, ...]


@dataclass(slots=True)
class Past:
    """Payments so far: by payee and pence, by what nobody is named for, and how each plan item is paid."""

    case: Case
    usual: dict[int, int] = field(default_factory=dict)
    _paid: dict[tuple[PayeeNames, int], list[PaymentLine]] = field(
        default_factory=lambda: defaultdict(list)
    )
    _unknown: dict[int, list[PaymentLine]] = field(default_factory=lambda: defaultdict(list))
    _last: dict[PayeeNames, date] = field(default_factory=dict)
    _learnt: dict[str, set[PayeeNames]] = field(default_factory=lambda: defaultdict(set))

    def note(
        self,
        line: PaymentLine,
        payee: PayeeNames,
        naming: Naming | None,
        claims: Iterable[Claim],
        *,
        names_nobody: bool,
    ) -> None:
        """Remember a payment: whom it named, and what of the plan it used up."""
        if names_nobody:
            self._unknown[line.amount_pence].append(line)
        if naming and naming.evidence.coverage and naming.strength in SURE:
            for number in _numbers(line, self.case):
                self._learnt[number].add(naming.payee)
        day = purchase_day(text_of(line), line.day)
        for claim in claims:
            if claim.kind == TargetKind.PLAN_LINE:
                self.usual[claim.id] = (day - claim.due).days
        self._last[payee] = line.day
        self._paid[self._key(line, payee)].append(line)

    def payee_by_number(self, line: PaymentLine) -> PayeeNames | None:
        """The one payee whom earlier lines named beside a mandate, account or customer number of this one."""
        numbers = _numbers(line, self.case)
        payees = set().union(*(self._learnt[each] for each in numbers if each in self._learnt))
        return payees.pop() if len(payees) == 1 else None

    def is_owed(
        self, line: PaymentLine, payee: PayeeNames, how: Explanation, pieces: Sequence[Planned]
    ) -> bool:
        """Whether several periods at once are owed, so long ago was the payee's last payment; or staff have
        confirmed that so many are paid at once. `pieces` are all that is planned."""
        periods = Counter(share.item_id for share in how.shares)
        if not periods or max(periods.values()) < 2:
            return True
        item, count = periods.most_common(1)[0]
        own = [piece for piece in pieces if piece.id == item]
        if len(periods) == 1 and any(count in piece.confirmed_periods for piece in own):
            return True
        last, rhythm = self._last.get(payee), max(days_between(piece) for piece in own)
        return last is not None and (line.day - last).days * 100 >= rhythm * (100 * count - HALF)

    def repeated_by(
        self, line: PaymentLine, payee: PayeeNames, chosen: Explanation, rhythm: int
    ) -> PaymentLine | None:
        """An equal payment shortly before, unless the plan has room for both in its time."""
        if chosen.kind is FitKind.PART:
            return None
        unknown, before = self._unknown[line.amount_pence], self._before(line, payee)
        if any(self._is_near(line, each, rhythm) for each in unknown):
            return unknown[-1]
        if not before or not self._is_near(line, before[-1], rhythm):
            return None
        bought, earlier = (purchase_day(text_of(each), each.day) for each in (line, before[-1]))
        gap = (bought - earlier).days
        is_once_more = gap > self.case.settings.repeat_days and (
            (bought != line.day and chosen.days == 0)
            or Said.HOLIDAY in read(line).said
            or (chosen.days > 0 and _was_missed(before, rhythm))
        )
        return None if is_once_more or 0 < rhythm <= max(gap, 1) else before[-1]

    def equal_before(self, line: PaymentLine, payee: PayeeNames, rhythm: int) -> PaymentLine | None:
        """An equal payment shortly before one that nothing explains."""
        before = self._before(line, payee)
        return before[-1] if before and self._is_near(line, before[-1], rhythm) else None

    def _before(self, line: PaymentLine, payee: PayeeNames) -> list[PaymentLine]:
        """Earlier payments of the same pence to the same payee, in order."""
        return self._paid.get(self._key(line, payee), [])

    def _key(self, line: PaymentLine, payee: PayeeNames) -> tuple[PayeeNames, int]:
        return (payee or (read(line).squeezed,), line.amount_pence)

    def _is_near(self, line: PaymentLine, earlier: PaymentLine, rhythm: int) -> bool:
        within = max(self.case.settings.repeat_days, rhythm * NEAR // 100)
        return (line.day - earlier.day).days <= within


def _was_missed(before: Sequence[PaymentLine], rhythm: int) -> bool:
    """Whether the payment before the last had come so long before that one of them is missing."""
    if len(before) < 2:
        return False
    return (before[-1].day - before[-2].day).days * 100 >= rhythm * MISSED


def _numbers(line: PaymentLine, case: Case) -> set[str]:
    """Numbers in a line by which its payee may be known again."""
    own = "".join(case.own_accounts)
    return {
        each
        for each in numbers_in(text_of(line)) | read(line).accounts
        if len(each) >= LEAST_NUMBER and each not in own
    }
