"""Why a payment was shared between funds as it was: by which weights, and what was charged before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from marketplace.brokerage.rules import FundPart, ShareRule
from payments.reconciliation.rules.charges import Charge, shares_of
from payments.reconciliation.rules.shares import AccountFunding, contribution_due, mix_on
from payments.reconciliation.rules.values import TargetKind


class SharedBy(StrEnum):
    """By what a part of a payment was shared."""

    WEEKLY = "weekly"
    ONE_OFF = "one_off"
    CONTRIBUTION_FIRST = "contribution_first"
    PURCHASE = "purchase"
    EXPECTED = "expected"
    PAYER = "payer"


@dataclass(frozen=True, slots=True)
class ShareReason:
    """Why one part of a payment has its shares.

    `weights` are pence by fund. With contribution first, `due_pence` of the contribution was due by
    the payment's day, and earlier payments had used `used_pence` of it.
    """

    by: SharedBy
    agreement_id: int | None = None
    weights: Mapping[int, int] = field(default_factory=dict)
    due_pence: int = 0
    used_pence: int = 0


def share_reason(charge: Charge, funding: AccountFunding, earlier: Iterable[Charge]) -> ShareReason:
    """Why a charge has its shares; `earlier` are all charges of its account that came before it."""
    if charge.refund_of is not None:
        return ShareReason(SharedBy.PURCHASE)
    if charge.is_income:
        of_payer = charge.kind is not TargetKind.LOAD
        return ShareReason(SharedBy.PAYER if of_payer else SharedBy.EXPECTED)
    mix = mix_on(funding.segments, charge.day, charge.agreement_id)
    weights = {fund_id: part.weekly_pence for fund_id, part in mix.items()}
    own = next((fund_id for fund_id, part in mix.items() if part.is_contribution), None)
    first = funding.rule_on(charge.day) is ShareRule.CONTRIBUTION_FIRST
    if own is not None and len(mix) > 1 and first and not charge.is_money_in:
        return ShareReason(
            SharedBy.CONTRIBUTION_FIRST,
            charge.agreement_id,
            {fund_id: weight for fund_id, weight in weights.items() if fund_id != own},
            contribution_due(funding.segments, own, charge.day),
            _used(own, charge, funding, earlier),
        )
    by = SharedBy.ONE_OFF if _is_one_off(charge, funding, mix) else SharedBy.WEEKLY
    return ShareReason(by, charge.agreement_id, weights)


def _is_one_off(charge: Charge, funding: AccountFunding, mix: Mapping[int, FundPart]) -> bool:
    """Whether the weights are one-off money: the agreement named pays nothing weekly on that day."""
    weekly = {
        part.fund_id
        for segment in funding.segments
        if segment.agreement_id == charge.agreement_id and segment.holds_on(charge.day)
        for part in segment.paid_in
        if part.weekly_pence
    }
    return charge.agreement_id is not None and bool(mix) and not weekly


def _used(fund_id: int, charge: Charge, funding: AccountFunding, earlier: Iterable[Charge]) -> int:
    """What payments before this one have charged to a fund, less what was given back."""
    before = [each for each in earlier if (each.day, each.key) < (charge.day, charge.key)]
    shares = shares_of(before, {charge.account_id: funding})
    spent = [each for each in before if not each.is_income and each.key in shares]
    return sum(shares[each.key].get(fund_id, 0) * (-1 if each.is_money_in else 1) for each in spent)
