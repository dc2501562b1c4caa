"""What earlier payments of one person say of a later one: what repeats them, what is owed, and by which number a
payee is known again."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from statistics import median_low

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

# Payments of a plan item by which its usual day is told. Judgement: one that is late does not move it.
REMEMBERED = 5
# By definition: a rhythm of one week may be a day early, of four weeks four days.
WEEK = 7

#: A payee of the plan: the names that it goes by.
PayeeNames = tuple[str, ...]


@dataclass(slots=True)
class Past:
    """Payments so far: by payee and pence, by what nobody is named for, and how each plan item is paid."""

    case: Case
    usual: dict[int, int] = field(default_factory=dict)
    _lags: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    _paid: dict[tuple[PayeeNames, int], list[PaymentLine]] = field(
        default_factory=lambda: defaultdict(list)
    )
    _unknown: dict[int, list[PaymentLine]] = field(default_factory=lambda: defaultdict(list))
    _items: dict[int, set[int]] = field(default_factory=dict)
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
        latest = {claim.id: claim for claim in sorted(claims, key=lambda each: each.due)}
        self._items[line.id] = {claim.id for claim in latest.values()}
        for claim in latest.values():
            if claim.kind == TargetKind.PLAN_LINE:
                lags = [*self._lags[claim.id], (day - claim.due).days][-REMEMBERED:]
                self._lags[claim.id], self.usual[claim.id] = lags, median_low(lags)
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
        self,
        line: PaymentLine,
        payee: PayeeNames,
        chosen: Explanation,
        rhythm: int,
        *,
        is_told_by_day: bool = False,
    ) -> PaymentLine | None:
        """An equal payment shortly before, unless the plan has room for both in its time, or the days of both
        (``is_told_by_day``) say that they are for two things."""
        if chosen.kind is FitKind.PART:
            return None
        unknown, before = self._unknown[line.amount_pence], self._before(line, payee)
        if is_told_by_day:
            before = [each for each in before if self._items[each.id] <= chosen.items]
        since = min(share.due.first for share in chosen.shares)
        if any(self._is_near(line, each, rhythm) or each.day >= since for each in unknown):
            return unknown[-1]
        if not before or not self._is_near(line, before[-1], rhythm):
            return None
        bought, earlier = (purchase_day(text_of(each), each.day) for each in (line, before[-1]))
        gap = (bought - earlier).days
        if gap > self.case.settings.repeat_days and (
            Said.HOLIDAY in read(line).said or self._is_in_time(bought, chosen, before, rhythm)
        ):
            return None
        return None if 0 < rhythm <= max(gap, 1) else before[-1]

    def _is_in_time(
        self, bought: date, chosen: Explanation, before: Sequence[PaymentLine], rhythm: int
    ) -> bool:
        """Whether a payment came on its usual day, or for a due that was missed."""
        share = chosen.shares[0]
        usual = self.usual.get(share.item_id)
        days = (bought - share.due.first).days
        if usual is not None and abs(days - usual) <= max(1, rhythm // WEEK):
            return True
        return chosen.days > 0 and _was_missed(before, rhythm)

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
