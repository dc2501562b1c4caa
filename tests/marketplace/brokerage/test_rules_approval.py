"""Who must decide a plan."""

from datetime import date

import pytest

from marketplace.accounts.rules import Role
from marketplace.brokerage.rules import (
    EDITABLE,
    OPEN,
    PLAN_TRANSITIONS,
    Climb,
    Limits,
    Payer,
    PlanCost,
    PlanState,
    Position,
    budget_problems,
    climb_problems,
    required_approval,
    verdict_problems,
)

LIMITS = Limits(approver_pence=35_000, senior_pence=100_000)
ALL_MET = dict.fromkeys(range(1, 8), "met")


@pytest.mark.parametrize(
    ("weekly", "one_off", "budget", "role", "why", "reachable"),
    [
        (20_000, 0, 28_650, Role.APPROVER, Climb.WITHIN, True),
        (28_650, 0, 28_650, Role.APPROVER, Climb.WITHIN, True),
        (28_651, 0, 28_650, Role.SENIOR_APPROVER, Climb.OVER_BUDGET, True),
        (28_650, 1, 28_650, Role.SENIOR_APPROVER, Climb.OVER_BUDGET, True),
        (35_000, 0, 90_000, Role.APPROVER, Climb.WITHIN, True),
        (35_001, 0, 90_000, Role.SENIOR_APPROVER, Climb.OVER_LIMIT, True),
        (35_000, 1, 90_000, Role.SENIOR_APPROVER, Climb.OVER_LIMIT, True),
        (100_001, 0, 200_000, Role.SENIOR_APPROVER, Climb.OVER_LIMIT, False),
        (100_001, 0, 50_000, Role.SENIOR_APPROVER, Climb.OVER_BUDGET, False),
    ],
)
def test_required_approval_is_the_lowest_role_that_may(
    weekly: int, one_off: int, budget: int, role: Role, why: Climb, reachable: bool
) -> None:
    need = required_approval(Position(budget, PlanCost(weekly, one_off)), LIMITS)
    assert (need.role, need.why, need.reachable) == (role, why, reachable)


def test_required_approval_when_no_approver_has_a_limit_goes_to_a_senior() -> None:
    need = required_approval(Position(20_000, PlanCost(10_000, 0)), Limits(0, 50_000))
    assert (need.role, need.why) == (Role.SENIOR_APPROVER, Climb.OVER_LIMIT)


@pytest.mark.parametrize(
    ("weekly", "limit", "may_go_over", "problems"),
    [
        (20_000, 20_000, False, 0),
        (20_001, 20_000, False, 1),
        (30_000, 50_000, False, 1),
        (30_000, 50_000, True, 0),
        (30_000, 20_000, False, 2),
        (30_000, 20_000, True, 1),
    ],
)
def test_climb_problems_by_limit_and_right(
    weekly: int, limit: int, may_go_over: bool, problems: int
) -> None:
    position = Position(28_650, PlanCost(weekly, 0))
    assert len(climb_problems(position, limit, may_go_over)) == problems


def test_climb_problems_say_how_far_over() -> None:
    words = climb_problems(Position(28_650, PlanCost(29_750, 0)), 50_000, False)
    assert words == [
        "This plan is £11.00 a week over the agreed budget. A senior approving manager decides it."
    ]


def test_verdicts_all_met_stand_in_nobodys_way() -> None:
    assert verdict_problems(ALL_MET) == []


def test_verdicts_missing_and_wanting_are_named() -> None:
    said = dict.fromkeys((1, 2, 3, 5, 6), "met") | {4: "Say what the rest is for"}
    assert verdict_problems(said) == [
        "Give a verdict on question 7 before you approve.",
        "You said that question 4 needs more. Return the plan, or change the verdict.",
    ]


def test_every_state_has_a_row_and_only_open_ones_lead_to_approval() -> None:
    assert set(PLAN_TRANSITIONS) == set(PlanState)
    assert {s for s, to in PLAN_TRANSITIONS.items() if PlanState.APPROVED in to} == {
        PlanState.SUBMITTED
    }
    assert EDITABLE < OPEN


def test_budget_needs_money_a_span_and_a_later_start() -> None:
    start = date(2026, 9, 1)
    assert budget_problems({Payer.COUNCIL: 1}, start, None, None) == []
    assert len(budget_problems({Payer.COUNCIL: 0}, start, start, start)) == 3
    assert (
        "below nought" in budget_problems({Payer.COUNCIL: 5, Payer.NHS: -1}, start, None, None)[0]
    )
