"""Who must decide a plan: within a manager's limit, over the budget, or over every lower limit.

Over the budget is never a block (guidance 10.27: no arbitrary upper limits); it climbs.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from marketplace.accounts.rules import Role
from marketplace.brokerage.rules.cost import Position
from marketplace.core.pence import format_pounds

#: How long a broker has to plan, and a manager to decide.
PLAN_WITHIN = timedelta(days=28)
DECIDE_WITHIN = timedelta(days=10)
MET = "met"


class Decision(StrEnum):
    APPROVED = "approved"
    RETURNED = "returned"


class Climb(StrEnum):
    """Why a plan goes to whom it goes."""

    WITHIN = "within"
    OVER_BUDGET = "over_budget"
    OVER_LIMIT = "over_limit"


@dataclass(frozen=True)
class Limits:
    """The highest limits, in pence a week, among those who may decide this plan.

    Nought where nobody holds the role. `senior` is of those who may go over a budget.
    """

    approver_pence: int = 0
    senior_pence: int = 0


@dataclass(frozen=True)
class Required:
    """Which role decides, why, and whether anybody's limit reaches the cost."""

    role: Role
    why: Climb
    cost_pence: int
    reachable: bool


def required_approval(position: Position, limits: Limits) -> Required:
    """The lowest role that may decide a plan that stands so beside its budget."""
    cost = position.cost.average_weekly_pence
    senior_reaches = cost <= limits.senior_pence
    if position.is_over:
        return Required(Role.SENIOR_APPROVER, Climb.OVER_BUDGET, cost, senior_reaches)
    if cost <= limits.approver_pence:
        return Required(Role.APPROVER, Climb.WITHIN, cost, True)
    return Required(Role.SENIOR_APPROVER, Climb.OVER_LIMIT, cost, senior_reaches)


def climb_problems(position: Position, limit_pence: int, may_go_over_budget: bool) -> list[str]:
    """Why a manager with this limit, in pence a week, cannot approve; empty when they can."""
    problems = []
    cost = position.cost.average_weekly_pence
    if position.is_over and not may_go_over_budget:
        problems.append(
            f"This plan is {over_words(position)} over the agreed budget."
            " A senior approving manager decides it."
        )
    if cost > limit_pence:
        problems.append(
            f"This plan costs {format_pounds(cost)} a week{_spread(position)}, and your limit is"
            f" {format_pounds(limit_pence)} a week. A manager with a higher limit decides it."
        )
    return problems


def over_words(position: Position) -> str:
    """How far over, in words: by the week, or over the first year when only one-offs do it."""
    if position.over_pence:
        return f"{format_pounds(position.over_pence)} a week"
    return f"{format_pounds(position.over_annual_pence)} in the first year, because of one-offs,"


def _spread(position: Position) -> str:
    return " with one-offs spread over the year" if position.cost.one_off_pence else ""


def verdict_problems(verdicts: dict[int, str]) -> list[str]:
    """What stands against approving: a question without a verdict, or one that needs more."""
    missing = [n for n in range(1, 8) if n not in verdicts]
    more = [n for n in range(1, 8) if verdicts.get(n, MET) != MET]
    problems = []
    if missing:
        problems.append(f"Give a verdict on {_questions(missing)} before you approve.")
    if more:
        verb = "needs" if len(more) == 1 else "need"
        problems.append(
            f"You said that {_questions(more)} {verb} more. Return the plan, or change the verdict."
        )
    return problems


def _questions(numbers: list[int]) -> str:
    if len(numbers) == 1:
        return f"question {numbers[0]}"
    return f"questions {', '.join(map(str, numbers[:-1]))} and {numbers[-1]}"
