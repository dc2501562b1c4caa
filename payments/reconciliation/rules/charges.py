"""What each part of a payment was for, so that it can be shared between funds, now or again."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from payments.reconciliation.rules.posting import NewPart
from payments.reconciliation.rules.shares import (
    AccountFunding,
    Key,
    SharedPayment,
    Shares,
    money_in_shares,
    payer_shares,
    share_all,
)
from payments.reconciliation.rules.values import INCOME_KINDS, TargetKind


@dataclass(frozen=True, slots=True)
class Charge:
    """Pence, above zero, of a received line that went to one target, out of one account or into it.

    `agreement_id` is what the plan line names; `refund_of` the received line of what was given back.
    """

    line_id: int
    account_id: int
    day: date
    pence: int
    kind: TargetKind
    target_id: int = 0
    is_money_in: bool = False
    agreement_id: int | None = None
    refund_of: int | None = None

    @property
    def plan_line_id(self) -> int | None:
        return self.target_id if self.kind is TargetKind.PLAN_LINE else None

    @property
    def key(self) -> Key:
        return (self.line_id, self.kind.value, self.target_id)

    @property
    def is_income(self) -> bool:
        """Whether a fund was paid in, and nothing given back."""
        return self.kind in INCOME_KINDS


def shares_of(
    charges: Iterable[Charge], funding: Mapping[int, AccountFunding]
) -> dict[Key, Shares]:
    """The shares of one person's charges, in pence by fund; `funding` is by account.

    A line of which a part cannot be shared has no shares at all, and counts for no other line.
    """
    kept = list(charges)
    while True:
        found = _shares(kept, funding)
        left = {charge.line_id for charge in kept if charge.key not in found}
        if not left:
            return found
        kept = [charge for charge in kept if charge.line_id not in left]


def _shares(charges: Iterable[Charge], funding: Mapping[int, AccountFunding]) -> dict[Key, Shares]:
    found: dict[Key, Shares] = {}
    spending: list[SharedPayment] = []
    for charge in charges:
        if not charge.is_income:
            spending.append(_spent(charge))
        elif shares := _paid_in(charge, funding.get(charge.account_id, AccountFunding())):
            found[charge.key] = shares
    return found | share_all(spending, funding)


def _spent(charge: Charge) -> SharedPayment:
    purchase = charge.refund_of and (charge.refund_of, charge.kind.value, charge.target_id)
    return SharedPayment(
        charge.key,
        charge.account_id,
        charge.day,
        charge.pence,
        charge.agreement_id,
        gives_back=charge.is_money_in,
        refund_of=purchase or None,
    )


def _paid_in(charge: Charge, funding: AccountFunding) -> Shares:
    if charge.kind is TargetKind.FUND:
        return payer_shares(charge.pence, funding.segments, charge.day, charge.target_id)
    segments = [s for s in funding.segments if s.agreement_id == charge.target_id]
    return money_in_shares(
        charge.pence,
        segments,
        charge.day,
        contribution=charge.kind is TargetKind.CONTRIBUTION,
    )


def parts_by_line(
    charges: Sequence[Charge], shares: Mapping[Key, Shares]
) -> dict[int, list[NewPart]]:
    """The parts of each received line, one a plan line and fund; of a line without shares, none."""
    pence: dict[int, dict[tuple[int, int], int]] = defaultdict(lambda: defaultdict(int))
    for charge in charges:
        for fund_id, part in shares.get(charge.key, {}).items():
            pence[charge.line_id][charge.plan_line_id or 0, fund_id] += part
    return {
        line_id: [
            NewPart(fund, amount, line or None) for (line, fund), amount in sorted(of_line.items())
        ]
        for line_id, of_line in pence.items()
    }
