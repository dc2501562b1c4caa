"""Weekly money and money that is paid once, in one payment of the same payer into the same account.

It is known when it is to the penny one payment of weekly money that is due, and one amount that is due
once. Where the sum could be read in another way too, it is a tie, and a person looks.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from marketplace.brokerage.rules import (
    ExpectedPayment,
    FundingSegment,
    FundPart,
    PayerKind,
    expected_payments,
)
from payments.reconciliation.rules.agreed_payments import Target, by_target
from payments.reconciliation.rules.shares import payer_of
from payments.reconciliation.rules.values import Income, JointPayment, TargetKind

#: Whose money a fund is.
Payer = tuple[PayerKind, str]


@dataclass(frozen=True, slots=True)
class _Due:
    """Pence that an agreement is to pay in on a day, of one target."""

    agreement_id: int
    target: Target
    day: date
    pence: int


def with_joint_payments(
    incomes: Iterable[Income],
    segments: Sequence[FundingSegment],
    accounts: Iterable[Collection[int]],
    until: date,
    near: timedelta,
) -> list[Income]:
    """Incomes with what may come as one before a day: weekly money with money that is paid once.

    `accounts` are the ids of the agreements that pay into each account; both are due within twice `near`.
    """
    found = list(incomes)
    onces = [each for each in segments if any(part.one_off_pence for part in each.paid_in)]
    if not onces:
        return found
    together = [frozenset(each) for each in accounts]
    payers = _payers(segments)
    joint: dict[Target, set[JointPayment]] = defaultdict(set)
    for load in _dues([_with_parts(each, _weekly_alone) for each in segments], until):
        for one in _dues([_with_parts(each, _once_alone) for each in onces], until):
            is_near = abs(load.day - one.day) <= 2 * near
            if is_near and _may_be_one(load, one, payers, together, found):
                joint[load.target].add(
                    JointPayment(load.day, load.pence, one.day, one.pence, one.target[1])
                )
    return [
        replace(each, joint=tuple(sorted(joint[each.kind, each.id]))) if each.weekly_pence else each
        for each in found
    ]


def _may_be_one(
    load: _Due,
    one: _Due,
    payers: Mapping[int, Collection[Payer]],
    together: Iterable[Collection[int]],
    incomes: Iterable[Income],
) -> bool:
    """Whether they are of one payer into one account; those of one agreement are told apart by whole
    weeks alone, since they are shared by its rates and by what it pays once."""
    kind, agreements = load.target[0], {load.agreement_id, one.agreement_id}
    if load.target == one.target:
        rates = [each.weekly_pence for each in incomes if (each.kind, each.id) == load.target]
        return any(load.pence % rate == 0 for rate in rates if rate)
    if len(agreements) == 1 or kind is not one.target[0] or kind is TargetKind.FUND:
        return False
    is_own = kind is TargetKind.CONTRIBUTION
    if not is_own and payers[load.agreement_id] != payers[one.agreement_id]:
        return False
    return any(agreements <= set(ids) for ids in together)


def _weekly_alone(part: FundPart) -> FundPart:
    return replace(part, one_off_pence=0)


def _once_alone(part: FundPart) -> FundPart:
    return replace(part, weekly_pence=0)


def _with_parts(segment: FundingSegment, change: Callable[[FundPart], FundPart]) -> FundingSegment:
    return replace(segment, parts=tuple(map(change, segment.parts)))


def _dues(segments: Sequence[FundingSegment], until: date) -> list[_Due]:
    parts = {part.fund_id: part for each in segments for part in each.parts}
    payments = expected_payments(segments, start=date.min, until=until)
    return [due for payment in payments for due in _of_payment(payment, parts)]


def _of_payment(payment: ExpectedPayment, parts: Mapping[int, FundPart]) -> Iterator[_Due]:
    for target, pence in by_target(payment, parts).items():
        yield _Due(payment.agreement_id, target, payment.day, pence)


def _payers(segments: Iterable[FundingSegment]) -> dict[int, set[Payer]]:
    """By agreement, who pays beside the person and a third party: what a load is known by."""
    found: dict[int, set[Payer]] = {}
    for segment in segments:
        shared = [p for p in segment.paid_in if not p.is_contribution and not p.is_top_up]
        found.setdefault(segment.agreement_id, set()).update(payer_of(part) for part in shared)
    return found
