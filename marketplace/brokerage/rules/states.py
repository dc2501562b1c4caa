"""What may be done with a plan in the state in which it is now."""

from datetime import date

from marketplace.brokerage.rules.kinds import EDITABLE, PlanState
from marketplace.core.errors import Problem, problem


def edit_state_problems(now: PlanState) -> list[Problem]:
    """Why a plan in this state cannot be changed; empty when it can."""
    if now in EDITABLE:
        return []
    codes = {
        PlanState.SUBMITTED: "plan_waits_for_a_decision",
        PlanState.APPROVED: "plan_approved_already",
        PlanState.SUPERSEDED: "plan_replaced_already",
    }
    return [problem(codes[now])]


def decide_state_problems(now: PlanState, approver: str, approved: date | None) -> list[Problem]:
    """Why a plan in this state cannot be decided; who approved it and when, if somebody did."""
    match now:
        case PlanState.SUBMITTED:
            return []
        case PlanState.APPROVED:
            return [problem("plan_approved_by_another", name=approver, day=approved)]
        case PlanState.RETURNED:
            return [problem("plan_returned_already")]
        case PlanState.SUPERSEDED:
            return [problem("plan_replaced_already")]
        case PlanState.DRAFT:
            return [problem("plan_not_sent")]


def call_back_problems(now: PlanState, approver: str, approved: date | None) -> list[Problem]:
    """Why a plan in this state cannot be called back; who approved it and when, if somebody did."""
    match now:
        case PlanState.DRAFT:
            return [problem("plan_not_sent")]
        case PlanState.RETURNED:
            return [problem("plan_came_back")]
        case _:
            return decide_state_problems(now, approver, approved)


def discard_problems(now: PlanState, decisions: int) -> list[Problem]:
    """Why a plan cannot be discarded: a manager has it, or has decided on it."""
    if now in EDITABLE and not decisions:
        return []
    return edit_state_problems(now) or [problem("plan_decided_before")]


def version_problems(now: int, seen: int) -> list[Problem]:
    """Why somebody who saw this version cannot go on: the plan has moved on since."""
    return [] if now == seen else [problem("plan_stale", now=now, seen=seen)]
