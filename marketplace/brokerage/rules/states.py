"""The states of a plan with their table, and what may be done in each."""

from datetime import date

from marketplace.core.errors import Problem, problem
from marketplace.core.labels import LabelledEnum


class PlanState(LabelledEnum):
    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Waiting for a decision"
    RETURNED = "returned", "Returned for changes"
    APPROVED = "approved", "Approved"
    SUPERSEDED = "superseded", "Replaced by a newer plan"
    ENDED = "ended", "Ended"


PLAN_TRANSITIONS: dict[PlanState, frozenset[PlanState]] = {
    PlanState.DRAFT: frozenset({PlanState.SUBMITTED}),
    # Back to a draft, or to what a manager returned: called back before anybody has begun.
    PlanState.SUBMITTED: frozenset({PlanState.RETURNED, PlanState.APPROVED, PlanState.DRAFT}),
    PlanState.RETURNED: frozenset({PlanState.SUBMITTED}),
    PlanState.APPROVED: frozenset({PlanState.SUPERSEDED, PlanState.ENDED}),
    PlanState.SUPERSEDED: frozenset(),
    PlanState.ENDED: frozenset(),
}


class BudgetState(LabelledEnum):
    #: An estimate that the person is told before the plan is made (Care and support statutory guidance 11.7).
    INDICATIVE = "indicative", "Indicative"
    PROPOSED = "proposed", "Proposed"
    RETURNED = "returned", "Returned"
    WITHDRAWN = "withdrawn", "Withdrawn"
    AGREED = "agreed", "Agreed"
    ENDED = "ended", "Ended"


BUDGET_TRANSITIONS: dict[BudgetState, frozenset[BudgetState]] = {
    BudgetState.INDICATIVE: frozenset({BudgetState.PROPOSED, BudgetState.WITHDRAWN}),
    BudgetState.PROPOSED: frozenset(
        {BudgetState.AGREED, BudgetState.RETURNED, BudgetState.WITHDRAWN}
    ),
    BudgetState.RETURNED: frozenset(),
    BudgetState.WITHDRAWN: frozenset(),
    BudgetState.AGREED: frozenset({BudgetState.ENDED}),
    # Back in force: the uprating that had replaced it whole was undone.
    BudgetState.ENDED: frozenset({BudgetState.AGREED}),
}
#: Put forward and never agreed: they hold for no day.
NEVER_AGREED = frozenset(
    {
        BudgetState.INDICATIVE,
        BudgetState.PROPOSED,
        BudgetState.RETURNED,
        BudgetState.WITHDRAWN,
    }
)
#: Open: somebody still works on it. Editable: the broker may change it.
OPEN = frozenset({PlanState.DRAFT, PlanState.SUBMITTED, PlanState.RETURNED})
EDITABLE = frozenset({PlanState.DRAFT, PlanState.RETURNED})
#: Approved once: nothing in it changes any more.
FROZEN = frozenset(PlanState) - OPEN


def edit_state_problems(now: PlanState) -> list[Problem]:
    """Why a plan in this state cannot be changed; empty when it can."""
    if now in EDITABLE:
        return []
    codes = {
        PlanState.SUBMITTED: "plan_waits_for_a_decision",
        PlanState.APPROVED: "plan_approved_already",
        PlanState.SUPERSEDED: "plan_replaced_already",
        PlanState.ENDED: "plan_ended_already",
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
        case PlanState.ENDED:
            return [problem("plan_ended_already")]
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
