"""Which money is agreed for when, by which road, and what is to be paid in on which days."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import count

from marketplace.brokerage.rules.kinds import (
    PayerKind,
    PaymentBasis,
    PaymentRoad,
    PaymentSchedule,
)
from marketplace.core.pence import round_pence
from marketplace.core.periods import add_months

DAYS_A_WEEK = 7
_DAYS: Mapping[PaymentSchedule, int] = {
    PaymentSchedule.WEEK: 7,
    PaymentSchedule.FORTNIGHT: 14,
    PaymentSchedule.FOUR_WEEKS: 28,
}


@dataclass(frozen=True, slots=True)
class FundPart:
    """How much of one fund goes by an agreement for a time, in pence a week and once."""

    fund_id: int
    payer_kind: PayerKind
    payer_name: str
    weekly_pence: int
    one_off_pence: int = 0

    @property
    def is_contribution(self) -> bool:
        return self.payer_kind is PayerKind.PERSON

    @property
    def is_top_up(self) -> bool:
        return self.payer_kind is PayerKind.THIRD_PARTY


@dataclass(frozen=True, slots=True)
class FundingSegment:
    """The days in which one agreement pays the same: by which road, how much of each fund, and what is
    written on its payments and on the contribution, where that is agreed."""

    agreement_id: int
    road: PaymentRoad
    basis: PaymentBasis
    schedule: PaymentSchedule
    first_payment: date
    first: date
    until: date | None
    parts: tuple[FundPart, ...]
    payment_reference: str = ""
    contribution_reference: str = ""
    #: How many weeks of its money may be left over; None where the council's figure holds.
    contingency_weeks: int | None = None

    def holds_on(self, day: date) -> bool:
        return self.first <= day and (self.until is None or day < self.until)

    def days_within(self, start: date, until: date) -> int:
        """How many days from one until another it holds for."""
        last = until if self.until is None else min(self.until, until)
        return max((last - max(self.first, start)).days, 0)

    @property
    def paid_in(self) -> tuple[FundPart, ...]:
        """The funds that are paid into the account: with gross, not the contribution."""
        if self.basis is PaymentBasis.NET:
            return self.parts
        return tuple(part for part in self.parts if not part.is_contribution)


def joined(segments: Iterable[FundingSegment]) -> list[FundingSegment]:
    """Segments with those made one that follow one another and pay the same: agreeing the same again
    is no change. In the order given, which must be by agreement and first day."""
    found: list[FundingSegment] = []
    for segment in segments:
        last = found[-1] if found else None
        if (
            last
            and last.until == segment.first
            and last == replace(segment, first=last.first, until=last.until)
        ):
            found[-1] = replace(last, until=segment.until)
        else:
            found.append(segment)
    return found


@dataclass(frozen=True, slots=True)
class ExpectedPayment:
    """What an agreement is to have paid in on a day, in pence by fund."""

    agreement_id: int
    day: date
    pence: Mapping[int, int]

    @property
    def total_pence(self) -> int:
        return sum(self.pence.values())


def rate_over(weekly_pence: int, days: int) -> Fraction:
    """What a weekly rate comes to over so many days, exact."""
    return Fraction(weekly_pence * days, DAYS_A_WEEK)


def payment_days(schedule: PaymentSchedule, first: date) -> Iterator[date]:
    """The days on which a schedule pays, without end; of a month that is shorter, its last day."""
    for number in count():
        if schedule is PaymentSchedule.MONTH:
            yield add_months(first, number)
        else:
            yield first + timedelta(number * _DAYS[schedule])


def expected_payments(
    segments: Iterable[FundingSegment], *, start: date, until: date
) -> list[ExpectedPayment]:
    """What is to be paid in from one day until another, by day and then agreement.

    The payment of a day covers the days until the next. One-off money comes on the first day of its
    terms.
    """
    by_agreement: dict[int, list[FundingSegment]] = defaultdict(list)
    for segment in segments:
        by_agreement[segment.agreement_id].append(segment)
    found = [
        payment
        for agreement_id, of_agreement in by_agreement.items()
        for payment in _of_agreement(agreement_id, of_agreement, until)
        if payment.day >= start
    ]
    return sorted(found, key=lambda payment: (payment.day, payment.agreement_id))


def _of_agreement(
    agreement_id: int, segments: Sequence[FundingSegment], until: date
) -> Iterator[ExpectedPayment]:
    for segment in segments:
        once = {part.fund_id: part.one_off_pence for part in segment.paid_in if part.one_off_pence}
        if once and segment.first < until:
            yield ExpectedPayment(agreement_id, segment.first, once)
    days = payment_days(segments[0].schedule, segments[0].first_payment)
    ends = [segment.until for segment in segments]
    last = until if None in ends else min(until, max(end for end in ends if end))
    day = next(days)
    while day < last:
        following = next(days)
        pence = _covered(segments, day, following)
        if any(pence.values()):
            yield ExpectedPayment(agreement_id, day, pence)
        day = following


def _covered(segments: Iterable[FundingSegment], day: date, following: date) -> dict[int, int]:
    exact: dict[int, Fraction] = defaultdict(Fraction)
    for segment in segments:
        days = segment.days_within(day, following)
        for part in segment.paid_in if days else ():
            exact[part.fund_id] += rate_over(part.weekly_pence, days)
    return {fund_id: round_pence(pence) for fund_id, pence in sorted(exact.items()) if pence}


def next_payment_day(segments: Iterable[FundingSegment], after: date, until: date) -> date | None:
    """The first payment day after a day, and before another, on which weekly money is to be paid in."""
    weekly = [
        replace(s, parts=tuple(replace(p, one_off_pence=0) for p in s.parts)) for s in segments
    ]
    payments = expected_payments(weekly, start=after + timedelta(1), until=until)
    return payments[0].day if payments else None
