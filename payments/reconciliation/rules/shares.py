"""Whose money a payment is: its shares by fund, from the agreements that feed its account.

`docs/money.md` has a worked table for each rule here.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from marketplace.brokerage.rules import FundingSegment, FundPart, PayerKind, ShareRule, rate_over
from marketplace.core.pence import round_pence
from payments.ledger.rules import split_by_funds

#: A received line, and what that part of it was for: the kind of target and its id.
Key = tuple[int, str, int]
Shares = dict[int, int]


@dataclass(frozen=True, slots=True)
class AccountFunding:
    """What feeds one account, and by which rule its funds share from when."""

    segments: tuple[FundingSegment, ...] = ()
    rules: tuple[tuple[date, int], ...] = ()

    def rule_on(self, day: date) -> ShareRule:
        values = [value for first, value in self.rules if first <= day]
        return ShareRule(values[-1]) if values else ShareRule.IN_PROPORTION

    @property
    def depends_on_order(self) -> bool:
        """Whether what one payment is charged to depends on the payments before it."""
        return any(value == ShareRule.CONTRIBUTION_FIRST for _, value in self.rules)


@dataclass(frozen=True, slots=True)
class SharedPayment:
    """Pence above zero that were spent, or given back, for one plan line or outside the plan.

    `agreement_id` is what the plan line names; `refund_of` the purchase that is given back.
    """

    key: Key
    account_id: int
    day: date
    pence: int
    agreement_id: int | None = None
    gives_back: bool = False
    refund_of: Key | None = None


def mix_on(
    segments: Iterable[FundingSegment], day: date, agreement_id: int | None
) -> dict[int, FundPart]:
    """The funds that pay on a day with their weights as `weekly_pence`; empty when none does.

    Of a named agreement all that is paid into the account, once for all where it pays nothing weekly;
    else the weekly money of all agreements, top-ups apart.
    """
    in_force = [segment for segment in segments if segment.holds_on(day)]
    if agreement_id is not None:
        parts = [p for s in in_force if s.agreement_id == agreement_id for p in s.paid_in]
        if not any(part.weekly_pence for part in parts):
            return _added_up(parts, "one_off_pence")
    else:
        parts = [part for s in in_force for part in s.paid_in if not part.is_top_up]
    return _added_up(parts, "weekly_pence")


def _added_up(parts: Iterable[FundPart], column: str) -> dict[int, FundPart]:
    weights: dict[int, int] = defaultdict(int)
    known: dict[int, FundPart] = {}
    for part in parts:
        weights[part.fund_id] += getattr(part, column)
        known[part.fund_id] = part
    return {
        fund_id: FundPart(
            fund_id, known[fund_id].payer_kind, known[fund_id].payer_name, weights[fund_id]
        )
        for fund_id in sorted(weights)
        if weights[fund_id]
    }


def contribution_due(segments: Iterable[FundingSegment], fund_id: int, day: date) -> int:
    """What of a contribution was due up to and with a day, in pence, since it was first agreed."""
    exact = Fraction(0)
    for segment in segments:
        days = segment.days_within(segment.first, day + timedelta(1))
        for part in segment.paid_in:
            if part.fund_id == fund_id:
                exact += rate_over(part.weekly_pence, days)
    return round_pence(exact)


def in_proportion(pence: int, mix: Mapping[int, FundPart]) -> Shares:
    """Pence split by the weights of a mix; nothing where nobody pays."""
    weights = {fund_id: part.weekly_pence for fund_id, part in mix.items()}
    return split_by_funds(pence, weights) if any(weights.values()) else {}


@dataclass(slots=True)
class Sharing:
    """One person's payments shared one after the other; `used` is what was charged, by account and fund."""

    funding: Mapping[int, AccountFunding]
    used: dict[tuple[int, int], int] = field(default_factory=lambda: defaultdict(int))
    shares: dict[Key, Shares] = field(default_factory=dict)

    def share(self, payment: SharedPayment) -> None:
        """Share the next payment by day and number; it has no shares where nobody pays."""
        found = self._of_refund(payment) if payment.refund_of else self._of_mix(payment)
        if not found:
            return
        self.shares[payment.key] = found
        for fund_id, pence in found.items():
            self.used[payment.account_id, fund_id] += -pence if payment.gives_back else pence

    def _of_refund(self, payment: SharedPayment) -> Shares:
        purchase = self.shares.get(payment.refund_of or payment.key, {})
        return split_by_funds(payment.pence, purchase) if purchase else {}

    def _of_mix(self, payment: SharedPayment) -> Shares:
        feeds = self.funding.get(payment.account_id, AccountFunding())
        mix = mix_on(feeds.segments, payment.day, payment.agreement_id)
        own = next((fund_id for fund_id, part in mix.items() if part.is_contribution), None)
        first = feeds.rule_on(payment.day) is ShareRule.CONTRIBUTION_FIRST
        if own is None or len(mix) == 1 or payment.gives_back or not first:
            return in_proportion(payment.pence, mix)
        due = contribution_due(feeds.segments, own, payment.day)
        left = due - self.used[payment.account_id, own]
        own_pence = min(payment.pence, max(left, 0))
        others = {fund_id: part for fund_id, part in mix.items() if fund_id != own}
        rest = in_proportion(payment.pence - own_pence, others)
        return {**({own: own_pence} if own_pence else {}), **rest}


def share_all(
    payments: Sequence[SharedPayment], funding: Mapping[int, AccountFunding]
) -> dict[Key, Shares]:
    """The shares of every payment of one person, in pence by fund; none where nobody pays.

    `funding` is by account. A refund of the same day comes after its purchase, whatever their numbers.
    """
    places = {payment.key: (payment.day, payment.key) for payment in payments}

    def place(payment: SharedPayment) -> tuple[tuple[date, Key], bool, Key]:
        own = places[payment.key]
        purchase = places.get(payment.refund_of, own) if payment.refund_of else own
        return (max(own, purchase), payment.gives_back, payment.key)

    sharing = Sharing(funding)
    for payment in sorted(payments, key=place):
        sharing.share(payment)
    return sharing.shares


def money_in_shares(
    pence: int, segments: Sequence[FundingSegment], day: date, *, contribution: bool
) -> Shares:
    """Money that came in for an agreement: to the funds it pays, by their rates on that day, or on
    the nearest day on which it pays."""
    parts = [
        part
        for part in _nearest(segments, day)
        if part.is_contribution == contribution and (contribution or not part.is_top_up)
    ]
    return _by_rates(pence, parts)


def payer_of(part: FundPart) -> tuple[PayerKind, str]:
    """Whose money a fund is. Several funds may be of one payer, under one programme each."""
    return (part.payer_kind, part.payer_name)


def payer_shares(pence: int, segments: Iterable[FundingSegment], day: date, fund_id: int) -> Shares:
    """Money that one payer paid in, known by a fund of theirs: to their funds that are paid with it."""
    paying = [s for s in segments if any(part.fund_id == fund_id for part in s.paid_in)]
    parts = _nearest(paying, day)
    payers = {payer_of(part) for part in parts if part.fund_id == fund_id}
    return _by_rates(pence, [p for p in parts if payer_of(p) in payers]) or {fund_id: pence}


def _by_rates(pence: int, parts: Sequence[FundPart]) -> Shares:
    if once_pence := _once_within(pence, parts):
        once = in_proportion(once_pence, _added_up(parts, "one_off_pence"))
        weekly = in_proportion(pence - once_pence, _added_up(parts, "weekly_pence"))
        return {fund: once.get(fund, 0) + weekly.get(fund, 0) for fund in sorted(once | weekly)}
    column = "one_off_pence" if _is_paid_once(pence, parts) else "weekly_pence"
    return in_proportion(pence, _added_up(parts, column))


def _once_within(pence: int, parts: Sequence[FundPart]) -> int:
    """The pence that these funds pay once, where a payment is that and a number of weeks, and no number
    of weeks as a whole; else 0."""
    weekly = sum(part.weekly_pence for part in parts)
    once = sum(part.one_off_pence for part in parts)
    if not weekly or not once or pence <= once or pence % weekly == 0:
        return 0
    return once if (pence - once) % weekly == 0 else 0


def _is_paid_once(pence: int, parts: Sequence[FundPart]) -> bool:
    """Whether it is the money that these funds pay once: to the penny, and no number of weeks."""
    weekly = sum(part.weekly_pence for part in parts)
    if not weekly:
        return True
    return pence == sum(part.one_off_pence for part in parts) and pence % weekly != 0


def _nearest(segments: Iterable[FundingSegment], day: date) -> tuple[FundPart, ...]:
    """What is paid in on a day, or on the nearest one on which anything is agreed."""
    nearest = min(segments, key=lambda each: _days_away(each, day), default=None)
    return nearest.paid_in if nearest else ()


def _days_away(segment: FundingSegment, day: date) -> tuple[int, date]:
    if segment.holds_on(day):
        return (0, segment.first)
    if day < segment.first:
        return ((segment.first - day).days, segment.first)
    last = (segment.until or day) - timedelta(1)
    return ((day - last).days, segment.first)
