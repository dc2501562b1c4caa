"""Who must decide a plan: within a manager's limit, over the budget, or over every lower limit.

Over the budget is never a block (guidance 10.27: no arbitrary upper limits); it climbs.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from marketplace.accounts.rules import Role
from marketplace.brokerage.rules.cost import Position
from marketplace.brokerage.rules.duties import CLIMBS_TO, DECIDES_FIRST
from marketplace.brokerage.rules.limits import MISSING_LENGTH, REASONS_LENGTH, length_problems
from marketplace.brokerage.rules.questions import SEVEN_QUESTIONS
from marketplace.core.errors import Problem, problem

#: What a question's verdict says when nothing is missing.
MET = "met"


class Climb(StrEnum):
    """Why a plan goes to whom it goes."""

    WITHIN = "within"
    OVER_BUDGET = "over_budget"
    OVER_LIMIT = "over_limit"


@dataclass(frozen=True)
class Limits:
    """The highest limits, in pence a week, among those who may decide this plan.

    Zero where nobody holds the role. `senior` is of those who may go over a budget.
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
    """The lowest role that may decide a plan with this cost beside its budget."""
    cost = position.cost.average_weekly_pence
    senior_reaches = cost <= limits.senior_pence
    if position.is_over:
        return Required(CLIMBS_TO, Climb.OVER_BUDGET, cost, senior_reaches)
    if cost <= limits.approver_pence:
        return Required(DECIDES_FIRST, Climb.WITHIN, cost, True)
    return Required(CLIMBS_TO, Climb.OVER_LIMIT, cost, senior_reaches)


def climb_problems(position: Position, limit_pence: int, may_go_over_budget: bool) -> list[Problem]:
    """Why a manager with this limit, in pence a week, cannot approve; empty when they can."""
    problems = []
    cost = position.cost.average_weekly_pence
    if position.is_over and not may_go_over_budget:
        week, year = position.over_pence, position.over_annual_pence
        problems.append(problem("plan_over_budget", week_pence=week, year_pence=year))
    if cost > limit_pence:
        one_off = position.cost.one_off_pence
        problems.append(
            problem(
                "plan_over_limit", cost_pence=cost, one_off_pence=one_off, limit_pence=limit_pence
            )
        )
    return problems


def verdict_problems(verdicts: Mapping[int, str]) -> list[Problem]:
    """What speaks against approving: a question without a verdict, or one that needs more."""
    missing = [n for n in SEVEN_QUESTIONS if n not in verdicts]
    more = [n for n in SEVEN_QUESTIONS if verdicts.get(n, MET) != MET]
    problems = []
    if missing:
        field = f"verdict_{missing[0]}"
        problems.append(problem("plan_verdict_missing", field, questions=missing))
    if more:
        problems.append(problem("plan_verdict_needs_more", f"verdict_{more[0]}", questions=more))
    return problems


def estimate_problems(position: Position) -> list[Problem]:
    """That nobody agreed the budget yet: a plan is written beside an estimate, never decided on one."""
    return [problem("plan_on_an_estimate")] if position.is_estimate else []


def approval_problems(
    verdicts: Mapping[int, str], climbs: list[Problem], lacking: list[Problem]
) -> list[Problem]:
    """Everything that speaks against approving: the verdicts, `climbs` to somebody else, and what
    the plan is `lacking` now."""
    return verdict_problems(verdicts) + climbs + lacking


@dataclass(frozen=True)
class Return:
    """What a manager says when giving a plan back: reasons for the whole, and verdicts by question."""

    typed: str
    verdicts: Mapping[int, str]

    @property
    def lacking(self) -> dict[int, str]:
        """What is missing, by question."""
        return {n: said for n, said in sorted(self.verdicts.items()) if said != MET}

    @property
    def reasons(self) -> str:
        """What the broker and the person read; empty when nothing was said."""
        return self.typed or "\n".join(f"Question {n}: {said}" for n, said in self.lacking.items())


def return_problems(given: Return) -> list[Problem]:
    """Why a plan cannot be returned so: without a reason, or with more than is kept."""
    if not given.reasons:
        return [problem("plan_returned_without_reasons", "reasons")]
    return length_problems("reasons", given.typed, REASONS_LENGTH) + [
        found
        for number, said in given.lacking.items()
        for found in length_problems(f"missing_{number}", said, MISSING_LENGTH)
    ]
