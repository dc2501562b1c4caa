"""What budgets and payment agreements must be before they are agreed."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from marketplace.brokerage.rules.kinds import (
    FREE_OF_CHARGE,
    THROUGH_AN_ACCOUNT,
    PayerKind,
    PaymentBasis,
    PaymentRoad,
    Programme,
)
from marketplace.brokerage.rules.limits import LINE_LENGTH, REFERENCE_LENGTH, length_problems
from marketplace.core.errors import Problem, problem


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
        found.append(problem("fund_payer_unnamed"))
    if payer is PayerKind.PERSON and programme in FREE_OF_CHARGE:
        found.append(problem("fund_free_of_charge", programme=programme.label))
    return found


def pause_problems(from_date: date, until_date: date | None) -> list[Problem]:
    """Why support cannot be paused for these days."""
    if until_date is not None and until_date <= from_date:
        return [problem("pause_ends_before_it_starts", "until_date")]
    return []
