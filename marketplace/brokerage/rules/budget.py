"""What budgets and payment agreements must be before they are agreed."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from marketplace.brokerage.rules.kinds import (
    FREE_OF_CHARGE,
    THROUGH_AN_ACCOUNT,
    PayerKind,
    PaymentBasis,
    PaymentRoad,
    Programme,
)
from marketplace.brokerage.rules.limits import (
    LINE_LENGTH,
    REASONS_LENGTH,
    REFERENCE_LENGTH,
    length_problems,
)
from marketplace.core.errors import Problem, problem
from marketplace.core.pence import split_pence

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Amount:
    """How much of a fund, in pence a week and once."""

    weekly_pence: int = 0
    one_off_pence: int = 0

    @property
    def is_nothing(self) -> bool:
        return not self.weekly_pence and not self.one_off_pence


def amount_problems(
    amounts: Collection[Amount], from_date: date, until_date: date | None
) -> list[Problem]:
    """Why these amounts cannot be agreed for these days; empty when they can."""
    problems = []
    if any(one.weekly_pence < 0 or one.one_off_pence < 0 for one in amounts):
        problems.append(problem("budget_part_below_zero"))
    if all(one.is_nothing for one in amounts):
        problems.append(problem("budget_is_zero"))
    if until_date is not None and until_date <= from_date:
        problems.append(problem("budget_ends_before_it_starts", "until_date"))
    return problems


def total_of(amounts: Collection[tuple[PayerKind, Amount]]) -> Amount:
    """A budget's total: council's and partners' funds and the assessed contribution; a top-up stands
    apart (Care Act s.26)."""
    counted = [amount for payer, amount in amounts if payer is not PayerKind.THIRD_PARTY]
    return Amount(
        sum(one.weekly_pence for one in counted), sum(one.one_off_pence for one in counted)
    )


def amounts_for_account(
    amounts: Mapping[Key, tuple[PayerKind, Amount]], direct_pence: int
) -> dict[Key, Amount]:
    """How much of each fund of a budget goes into the account, for what the person pays themselves.

    `direct_pence` is what that costs a week. The contribution comes first (Care Act s.26: the council
    pays the cost less what the person must pay), the other payers pay the rest in proportion, the odd
    penny to the first. A top-up pays for its own line only and is never among them. Where nobody else
    pays, what is above the contribution is paid by nobody.
    """
    weekly = {key: (kind, amount.weekly_pence) for key, (kind, amount) in amounts.items()}
    own = {key: pence for key, (kind, pence) in weekly.items() if kind is PayerKind.PERSON}
    apart = {PayerKind.PERSON, PayerKind.THIRD_PARTY}
    others = {key: pence for key, (kind, pence) in weekly.items() if kind not in apart}
    own_pence = min(direct_pence, sum(own.values()))
    shares = {**_split(own_pence, own), **_split(direct_pence - own_pence, others)}
    return {key: Amount(shares[key]) for key in amounts if shares.get(key)}


def _split(pence: int, weights: Mapping[Key, int]) -> dict[Key, int]:
    """Pence by weights; nothing where nothing has weight."""
    if not any(weights.values()):
        return {}
    return dict(zip(weights, split_pence(pence, list(weights.values())), strict=True))


def road_problems(road: PaymentRoad, basis: PaymentBasis, *, has_holder: bool) -> list[Problem]:
    """Why money cannot go by this road in this way."""
    return list(_road_problems(road, basis, has_holder))


def _road_problems(road: PaymentRoad, basis: PaymentBasis, has_holder: bool) -> Iterator[Problem]:
    if road is PaymentRoad.MANAGED_ACCOUNT and not has_holder:
        yield problem("agreement_holder_missing")
    if road is not PaymentRoad.MANAGED_ACCOUNT and has_holder:
        yield problem("agreement_holder_not_wanted")
    if road not in THROUGH_AN_ACCOUNT and basis is PaymentBasis.NET:
        # What the council pays itself, it pays whole: the person's part is invoiced.
        yield problem("agreement_net_without_an_account")


def fund_problems(owner_ids: Collection[int], person_id: int) -> list[Problem]:
    """That a fund is another person's: a person's money is never used for somebody else."""
    return [problem("fund_of_another_person")] if set(owner_ids) - {person_id} else []


def new_fund_problems(
    payer: PayerKind, name: str, programme: Programme, reference: str
) -> list[Problem]:
    """Why there can be no such fund."""
    found = length_problems("payer_name", name.strip(), LINE_LENGTH)
    found += length_problems("reference", reference.strip(), REFERENCE_LENGTH)
    if not name.strip():
        found.append(problem("fund_payer_unnamed", "payer_name"))
    if payer is PayerKind.PERSON and programme in FREE_OF_CHARGE:
        found.append(problem("fund_free_of_charge", "programme", programme=programme.label))
    return found


def fund_close_problems(
    opened: date, closed: date, *, still_pays: bool, is_proposed: bool
) -> list[Problem]:
    """Why a fund cannot be closed from a day: it is agreed or proposed still, or had not begun."""
    found = []
    if closed < opened:
        found.append(problem("fund_closes_before_it_opens", "last_day", day=opened))
    if still_pays:
        found.append(problem("fund_still_pays", day=closed))
    if is_proposed:
        found.append(problem("fund_is_proposed"))
    return found


def return_reason_problems(reason: str) -> list[Problem]:
    """Why a proposed budget cannot be returned so: without a reason, or with more than is kept."""
    if not reason:
        return [problem("budget_returned_without_reason", "reason")]
    return length_problems("reason", reason, REASONS_LENGTH)


def pause_problems(from_date: date, until_date: date | None) -> list[Problem]:
    """Why support cannot be paused for these days."""
    if until_date is not None and until_date <= from_date:
        return [problem("pause_ends_before_it_starts", "until_date")]
    return []
