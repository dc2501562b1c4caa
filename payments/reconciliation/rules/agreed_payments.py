"""Payments in that are agreed to the penny and are no number of whole weeks.

Where terms begin or end between two payment days, the payment covers some days at each rate. Money that
is paid once comes on the first day of its terms.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from marketplace.brokerage.rules import (
    ExpectedPayment,
    FundingSegment,
    FundPart,
    PayerKind,
    expected_payments,
)
from payments.reconciliation.rules.shares import payer_of
from payments.reconciliation.rules.values import Income, TargetKind

#: What money in is matched to: its kind, and the id of an agreement or a fund.
Target = tuple[TargetKind, int]


def with_agreed_payments(
    incomes: Iterable[Income], segments: Sequence[FundingSegment], until: date
) -> list[Income]:
    """Incomes with what their agreements are to pay before a day that is no number of weeks."""
    found = list(incomes)
    changing = [segment for segment in segments if _changes(segment) or _pays_once(segment)]
    if not changing:
        return found
    agreements = {segment.agreement_id for segment in changing}
    of_agreements = [segment for segment in segments if segment.agreement_id in agreements]
    parts = {part.fund_id: part for segment in of_agreements for part in segment.parts}
    rates: dict[Target, set[int]] = defaultdict(set)
    for one in found:
        rates[one.kind, one.id].add(one.weekly_pence)
    uneven: dict[Target, list[tuple[date, int]]] = defaultdict(list)
    for payment in expected_payments(of_agreements, start=date.min, until=until):
        for target, pence in by_target(payment, parts).items():
            if all(pence % weekly for weekly in rates[target] - {0}):
                uneven[target].append((payment.day, pence))
    return [replace(one, payments=tuple(uneven[one.kind, one.id])) for one in found]


def _changes(segment: FundingSegment) -> bool:
    return segment.until is not None or segment.first != segment.first_payment


def _pays_once(segment: FundingSegment) -> bool:
    return any(part.one_off_pence for part in segment.paid_in)


def by_target(payment: ExpectedPayment, parts: Mapping[int, FundPart]) -> dict[Target, int]:
    """What a payment is matched to, with its pence: divided as the incomes are."""
    pence: dict[Target, int] = defaultdict(int)
    first_of: dict[tuple[PayerKind, str], int] = {}
    for fund_id, amount in sorted(payment.pence.items()):
        part = parts[fund_id]
        if part.is_contribution:
            pence[TargetKind.CONTRIBUTION, payment.agreement_id] += amount
            continue
        # One payer alone is known by their first fund.
        pence[TargetKind.FUND, first_of.setdefault(payer_of(part), fund_id)] += amount
        if not part.is_top_up:
            pence[TargetKind.LOAD, payment.agreement_id] += amount
    return pence
