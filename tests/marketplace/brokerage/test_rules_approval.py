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
    PlanCost,
    PlanState,
    Position,
    Return,
    climb_problems,
    decide_state_problems,
    edit_state_problems,
    required_approval,
    return_problems,
    verdict_problems,
)
from marketplace.core.errors import problem

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


def test_climb_problems_when_over_say_how_far() -> None:
    (found,) = climb_problems(Position(28_650, PlanCost(29_750, 0)), 50_000, False)
    assert found == problem("plan_over_budget", week_pence=1_100, year_pence=57_200)


def test_verdicts_when_all_met_are_no_problem() -> None:
    assert verdict_problems(ALL_MET) == []


def test_verdicts_when_missing_or_wanting_are_named() -> None:
    said = dict.fromkeys((1, 2, 3, 5, 6), "met") | {4: "Say what the rest is for"}
    found = verdict_problems(said)
    assert [(p.code, p.field, p.facts["questions"]) for p in found] == [
        ("plan_verdict_missing", "verdict_7", [7]),
        ("plan_verdict_needs_more", "verdict_4", [4]),
    ]


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        (Return("", {}), ["plan_returned_without_reasons"]),
        (Return("", ALL_MET), ["plan_returned_without_reasons"]),
        (Return("x" * 2_001, {}), ["plan_text_too_long"]),
        (Return("", {4: "x" * 401}), ["plan_text_too_long"]),
        (Return("Say more.", {4: "Say what the rest is for."}), []),
    ],
)
def test_return_when_without_reasons_or_too_long_is_refused(
    given: Return, codes: list[str]
) -> None:
    assert [found.code for found in return_problems(given)] == codes


@pytest.mark.parametrize("now", PlanState)
def test_plan_in_each_state_may_be_either_changed_or_decided_or_neither(now: PlanState) -> None:
    assert (edit_state_problems(now) == []) == (now in EDITABLE)
    decide = decide_state_problems(now, "Priya Nair", date(2026, 9, 21))
    assert (decide == []) == (now == PlanState.SUBMITTED)


def test_every_state_has_a_row_and_only_open_ones_lead_to_approval() -> None:
    assert set(PLAN_TRANSITIONS) == set(PlanState)
    assert {s for s, to in PLAN_TRANSITIONS.items() if PlanState.APPROVED in to} == {
        PlanState.SUBMITTED
    }
    assert EDITABLE < OPEN
