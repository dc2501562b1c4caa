"""Whether what is said of a closed fund's rest is so: by the payments that were matched so far."""

from dataclasses import dataclass

from marketplace.brokerage.rules import FundRest
from marketplace.core.errors import Problem, problem

_OF_MONEY_LEFT = frozenset({FundRest.BACK, FundRest.STAYS})


@dataclass(frozen=True, slots=True)
class ClosedRest:
    """A closed fund, what was said becomes of its rest, and what is left of it now: pence, below zero
    where more was spent than paid in."""

    label: str
    rest: FundRest
    left_pence: int


def is_contradicted(rest: FundRest, left_pence: int) -> bool:
    """Whether what was said can no longer be so. Nothing left never contradicts: what was to go back went,
    what was owed came."""
    if left_pence > 0:
        return rest not in _OF_MONEY_LEFT
    return left_pence < 0 and rest is not FundRest.OWED


def rest_problems(rest: FundRest, left_pence: int) -> list[Problem]:
    """Why a fund with these pence left cannot be closed so."""
    if left_pence > 0:
        return [] if rest in _OF_MONEY_LEFT else [problem("fund_has_money_left", "rest")]
    if left_pence < 0:
        return [] if rest is FundRest.OWED else [problem("fund_is_owed_money", "rest")]
    return [] if rest is FundRest.NOTHING else [problem("fund_has_nothing_left", "rest")]
