"""Payments that fit what was owed, and beside which another may have been for it; or at a price not yet in force."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from statistics import median_low

from payments.reconciliation.rules.allocation import Allocated, Allocations
from payments.reconciliation.rules.explaining import Explaining
from payments.reconciliation.rules.meant import Meant
from payments.reconciliation.rules.naming import read, text_of
from payments.reconciliation.rules.past import NEAR, REMEMBERED, PayeeNames
from payments.reconciliation.rules.values import Claim, FitKind, PaymentLine
from payments.reconciliation.rules.words import Said, purchase_day

# Days between two equal payments for several units each that may be one paid twice. Judgement: half a week.
SEVERAL_UNITS_WITHIN = 3
# By definition: hundredths of one unit. Two trips in two days are two trips.
ONE_UNIT = 100
# Days. Judgement: of what is due more often, several visits of a week are paid one by one.
FORTNIGHT = 14
# Days after its period on which a trip may be booked. Judgement: over a weekend.
BOOKED_AFTER = 3


# Hundredths of a rhythm between two payments that leave no room for a third. Judgement: halfway to two rhythms.
CROWDED = 150


@dataclass(slots=True)
class Doubted:
    """One person's payments when all are read."""

    meant: Meant
    explaining: Explaining
    allocations: Allocations
    _lines: dict[int, PaymentLine] = field(init=False)
    _items: dict[int, set[int]] = field(init=False)
    _lags: dict[int, list[tuple[int, int, int]]] = field(init=False)
    _by_pence: dict[int, list[PaymentLine]] = field(init=False)
    _equals: dict[tuple[int, PayeeNames, int], list[tuple[int, PaymentLine]]] = field(
        default_factory=dict
    )

    def __post_init__(self) -> None:
        case = self.explaining.case
        settled = [each for each in case.settled if each.line.amount_pence < 0]
        self._lines = {each.id: each for each in case.lines if each.amount_pence < 0}
        self._lines |= {each.line.id: each.line for each in settled}
        self._items = {each.line.id: {i for i, _ in each.pence_by_item} for each in settled}
        self._lags = defaultdict(list)
        self._by_pence = defaultdict(list)
        for each in self._lines.values():
            self._by_pence[each.amount_pence].append(each)
        for earlier in settled:
            self._note(earlier.line, earlier.claims)
        for line_id, allocated in self.allocations.by_line.items():
            if line_id in self._lines:
                self._items[line_id] = allocated.how.items
                self._note(self._lines[line_id], allocated.claims)

    def _note(self, line: PaymentLine, claims: Sequence[Claim]) -> None:
        day = _day(line).toordinal()
        for claim in claims:
            self._lags[claim.id].append((day, day - claim.due.toordinal(), line.id))

    def found(self) -> Iterator[tuple[PaymentLine, Allocated, PaymentLine | None]]:
        """Each matched payment that is in doubt, how it was matched, and the payment that makes it so, if one."""
        for line_id, allocated in self.allocations.by_line.items():
            if not (line := self._lines.get(line_id)):
                continue
            if self._is_before_its_price(line, allocated):
                yield line, allocated, None
            elif other := self._doubtful_beside(line, allocated):
                yield line, allocated, other

    def _doubtful_beside(self, line: PaymentLine, allocated: Allocated) -> PaymentLine | None:
        """The first equal payment that makes it doubtful what a payment was for, if one does."""
        if not allocated.candidate.every_days:
            return None
        equal = self._equal_to(line, allocated)
        if allocated.how.kind is not FitKind.PART:
            day, rhythm = _day(line).toordinal(), allocated.candidate.every_days
            start = bisect_left(equal, day - rhythm, key=_when)
            equal = equal[start : bisect_right(equal, day + rhythm, key=_when)]
        others = (each for _, each in equal if each.id != line.id)
        return next((each for each in others if self._is_doubted(line, allocated, each)), None)

    def _equal_to(self, line: PaymentLine, allocated: Allocated) -> list[tuple[int, PaymentLine]]:
        """Payments of the same pence that were or may be for the same plan item, by their days."""
        item, payee = allocated.candidate.source.id, allocated.candidate.naming.payee
        key = (item, payee, line.amount_pence)
        if key not in self._equals:
            found = [
                (_day(each).toordinal(), each)
                for each in self._by_pence[line.amount_pence]
                if self._may_be_for(each, allocated)
            ]
            self._equals[key] = sorted(found, key=lambda each: (each[0], each[1].id))
        return self._equals[key]

    def _is_before_its_price(self, line: PaymentLine, allocated: Allocated) -> bool:
        """Whether a payment is at a price that is dearer than that of the time which it is usually for."""
        for share in allocated.how.shares:
            usual = self._usual_before(share.item_id, line)
            day = _day(line) - timedelta(usual or 0)
            prices = [
                piece.price_pence
                for piece in self.explaining.pieces(share.item_id)
                if piece.holds_on(day)
            ]
            if usual is not None and prices and share.price_pence > max(prices):
                return True
        return False

    def _is_doubted(self, line: PaymentLine, allocated: Allocated, other: PaymentLine) -> bool:
        rhythm = allocated.candidate.every_days
        gap, is_open = (_day(line) - _day(other)).days, other.id not in self._items
        if allocated.how.kind is FitKind.PART:
            if rhythm > FORTNIGHT and self._is_twice(allocated, gap):
                return True
            share = allocated.how.shares[0]
            return is_open and 0 <= share.due.distance(_day(other)) <= BOOKED_AFTER
        within = max(self.explaining.case.settings.repeat_days, rhythm * NEAR // 100)
        if rhythm <= max(abs(gap), 1) or Said.HOLIDAY in read(line).said:
            return False
        if abs(gap) > within:
            return gap > 0 and self._is_crowded(line, allocated)
        mine, theirs = self._off(line, line, allocated), self._off(line, other, allocated)
        if mine > 1 and not is_open and self._fills_a_gap(line, allocated):
            return False
        if gap > 0:
            return mine > 1 or (is_open and theirs <= 1)
        return mine + 1 >= theirs and (is_open or theirs + 1 >= mine)

    def _fills_a_gap(self, line: PaymentLine, allocated: Allocated) -> bool:
        """Whether no other equal payment came about the usual day just before a payment, or none about that after."""
        rhythm, day = allocated.candidate.every_days, _day(line).toordinal()
        usual = day - self._phase(line, line, allocated)
        return not all(self._has_about(line, allocated, slot) for slot in (usual, usual + rhythm))

    def _has_about(self, line: PaymentLine, allocated: Allocated, slot: int) -> bool:
        """Whether another equal payment came about a day."""
        equal, near = self._equal_to(line, allocated), allocated.candidate.every_days // 3
        start = bisect_left(equal, slot - near, key=_when)
        end = bisect_right(equal, slot + near, key=_when)
        return any(each.id != line.id for _, each in equal[start:end])

    def _is_crowded(self, line: PaymentLine, allocated: Allocated) -> bool:
        """Whether a payment off the usual day stands between two equal ones that are one rhythm apart."""
        equal, day = self._equal_to(line, allocated), _day(line).toordinal()
        before = [when for when, each in equal if when <= day and each.id != line.id][-1:]
        after = [when for when, each in equal if when > day][:1]
        is_close = bool(before and after) and (
            (after[0] - before[0]) * 100 < allocated.candidate.every_days * CROWDED
        )
        return is_close and self._off(line, line, allocated) > 0

    def _is_twice(self, allocated: Allocated, gap: int) -> bool:
        """Whether an equal payment came just before a part of several units."""
        return allocated.how.shares[0].units_c > ONE_UNIT and 0 <= gap <= SEVERAL_UNITS_WITHIN

    def _may_be_for(self, other: PaymentLine, allocated: Allocated) -> bool:
        """Whether a payment was for the same plan item, or is open and names it or its payee."""
        item, payee = allocated.candidate.source.id, allocated.candidate.naming.payee
        if other.id in self._items:
            return item in self._items[other.id]
        named = self.meant.candidates.get(other.id, ())
        return self.meant.payee_of(other) == payee or any(e.source.id == item for e in named)

    def _usual(self, item: int, line: PaymentLine) -> int | None:
        """Days from a due to its payment, of the payments of a plan item nearest to another."""
        day = _day(line).toordinal()
        near = sorted(
            (abs(when - day), lag) for when, lag, own in self._lags[item] if own != line.id
        )
        return median_low([lag for _, lag in near[:REMEMBERED]]) if near else None

    def _usual_before(self, item: int, line: PaymentLine) -> int | None:
        """Days from a due to its payment, of the last payments of a plan item before a line."""
        day = _day(line).toordinal()
        before = sorted((when, lag) for when, lag, _ in self._lags[item] if when < day)
        return median_low([lag for _, lag in before[-REMEMBERED:]]) if before else None

    def _off(self, line: PaymentLine, other: PaymentLine, allocated: Allocated) -> int:
        """Days that a payment is off the usual day of what a line was matched to, whichever due it is for."""
        past = self._phase(line, other, allocated)
        return min(past, allocated.candidate.every_days - past)

    def _phase(self, line: PaymentLine, other: PaymentLine, allocated: Allocated) -> int:
        """Days since the last usual day."""
        share = allocated.how.shares[0]
        usual = self._usual(share.item_id, line) or 0
        return ((_day(other) - share.due.first).days - usual) % allocated.candidate.every_days


def _when(each: tuple[int, PaymentLine]) -> int:
    return each[0]


def _day(line: PaymentLine) -> date:
    return purchase_day(text_of(line), line.day)
