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


def version_problems(now: int, seen: int) -> list[Problem]:
    """Why somebody who saw this version cannot go on: the plan has moved on since."""
    return [] if now == seen else [problem("plan_stale", now=now, seen=seen)]
