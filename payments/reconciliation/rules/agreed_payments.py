"""Payments in that are agreed to the penny and are no number of whole weeks.

Where terms begin or end between two payment days, the payment covers some days at each rate.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from marketplace.brokerage.rules import ExpectedPayment, FundingSegment, FundPart, expected_payments
from payments.reconciliation.rules.values import Income, TargetKind


def with_agreed_payments(
    incomes: Iterable[Income], segments: Sequence[FundingSegment], until: date
) -> list[Income]:
    """Incomes with what their agreements are to pay before a day that is no number of weeks."""
    changing = [segment for segment in segments if _changes(segment)]
    if not changing:
        return list(incomes)
    agreements = {segment.agreement_id for segment in changing}
    of_agreements = [segment for segment in segments if segment.agreement_id in agreements]
    parts = {part.fund_id: part for segment in of_agreements for part in segment.parts}
    by_income: dict[tuple[TargetKind, int], list[tuple[date, int]]] = defaultdict(list)
    for payment in expected_payments(of_agreements, start=date.min, until=until):
        for target, pence in _targets(payment, parts):
            by_income[target].append((payment.day, pence))
    return [replace(one, payments=tuple(_uneven(one, by_income))) for one in incomes]


def _changes(segment: FundingSegment) -> bool:
    return segment.until is not None or segment.first != segment.first_payment


def _targets(
    payment: ExpectedPayment, parts: dict[int, FundPart]
) -> Iterator[tuple[tuple[TargetKind, int], int]]:
    """What a payment is matched to, with its pence: the same division as the incomes have."""
    pence: dict[tuple[TargetKind, int], int] = defaultdict(int)
    for fund_id, amount in payment.pence.items():
        part = parts[fund_id]
        if part.is_contribution:
            pence[TargetKind.CONTRIBUTION, payment.agreement_id] += amount
        elif part.is_top_up:
            pence[TargetKind.FUND, fund_id] += amount
        else:
            pence[TargetKind.LOAD, payment.agreement_id] += amount
    yield from pence.items()


def _uneven(
    income: Income, payments: dict[tuple[TargetKind, int], list[tuple[date, int]]]
) -> Iterator[tuple[date, int]]:
    for day, pence in payments[income.kind, income.id]:
        if pence and (not income.weekly_pence or pence % income.weekly_pence):
            yield day, pence
