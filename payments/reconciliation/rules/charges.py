"""What each part of a payment was for, so that it can be shared between funds, now or again."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from payments.reconciliation.rules.posting import NewPart, parts_of
from payments.reconciliation.rules.shares import (
    AccountFunding,
    Key,
    SharedPayment,
    Shares,
    money_in_shares,
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
        return (self.line_id, self.plan_line_id or 0)

    @property
    def is_income(self) -> bool:
        """Whether a fund was paid in, and nothing given back."""
        return self.kind in INCOME_KINDS


def shares_of(
    charges: Iterable[Charge], funding: Mapping[int, AccountFunding]
) -> dict[Key, Shares]:
    """The shares of all these charges, in pence by fund; none where nobody pays. `funding` by account."""
    found: dict[Key, Shares] = {}
    spending: dict[int, list[SharedPayment]] = defaultdict(list)
    for charge in charges:
        feeds = funding.get(charge.account_id, AccountFunding())
        if not charge.is_income:
            spending[charge.account_id].append(_spent(charge))
        elif shares := _paid_in(charge, feeds):
            found[charge.key] = shares
    for account_id, payments in spending.items():
        found |= share_all(payments, funding.get(account_id, AccountFunding()))
    return found


def _spent(charge: Charge) -> SharedPayment:
    refund_of = (charge.refund_of, charge.plan_line_id or 0) if charge.refund_of else None
    return SharedPayment(
        charge.key,
        charge.day,
        charge.pence,
        charge.agreement_id,
        gives_back=charge.is_money_in,
        refund_of=refund_of,
    )


def _paid_in(charge: Charge, funding: AccountFunding) -> Shares:
    if charge.kind is TargetKind.FUND:
        return {charge.target_id: charge.pence}
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
    """The parts of each received line; of a line that cannot be shared whole, none."""
    by_line: dict[int, list[Charge]] = defaultdict(list)
    for charge in charges:
        by_line[charge.line_id].append(charge)
    return {
        line_id: list(_parts(of_line, shares))
        for line_id, of_line in by_line.items()
        if all(charge.key in shares for charge in of_line)
    }


def _parts(charges: Iterable[Charge], shares: Mapping[Key, Shares]) -> Iterator[NewPart]:
    for charge in charges:
        yield from parts_of(shares[charge.key], charge.plan_line_id)
