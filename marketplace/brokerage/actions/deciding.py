"""Sending a plan, returning it with reasons, approving it. Approval freezes every price."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.db.models import Q

from marketplace.accounts.permissions import can, check_is_user
from marketplace.accounts.viewer import Viewer
from marketplace.brokerage.actions.editing import (
    BrokerageError,
    begin_edit,
    check_version,
    finish_edit,
    lock_plan,
    move,
)
from marketplace.brokerage.actions.worklist import finish, raise_approval, raise_returned
from marketplace.brokerage.models import PlanDecision, SupportPlan
from marketplace.brokerage.permissions import check_can_decide
from marketplace.brokerage.queries.facts import (
    broker_of,
    limits_for,
    own_limit,
    plan_facts,
    position_of,
    unavailable_problems,
)
from marketplace.brokerage.rules import (
    MAY_APPROVE_OVER_BUDGET,
    MET,
    Decision,
    PlanState,
    PlanTask,
    climb_problems,
    plan_problems,
    required_approval,
    verdict_problems,
)
from marketplace.brokerage.signals import plan_approved
from marketplace.core.words import spoken_date
from marketplace.people.actions import end_access, grant_access
from marketplace.people.rules import AccessCapacity


@transaction.atomic
def submit_plan(*, by: Viewer, plan: SupportPlan, version: int, person_agreed_date: date) -> None:
    """Send a complete plan to whoever must decide it; over the budget climbs, and is never a block.

    `person_agreed_date` is the day on which the person said "this is my plan".
    Raises BrokerageError with a sentence for everything that is missing.
    """
    user = check_is_user(by)
    begin_edit(by=by, plan=plan, version=version)
    problems = plan_problems(plan_facts(plan)) + unavailable_problems(plan, by.at)
    if person_agreed_date > by.today:
        problems.append("The day the person said “this is my plan” cannot be in the future.")
    if problems:
        raise BrokerageError(*problems)
    position = position_of(plan)
    need = required_approval(position, limits_for(plan, {plan.author_id, user.pk}, by.today))
    move(plan, PlanState.SUBMITTED)
    plan.person_agreed_date = person_agreed_date
    plan.submitted_at, plan.submitted_by = by.at, user
    grant_access(by=by, person=plan.person, capacity=AccessCapacity.APPROVER, team=need.role)
    finish_edit(
        by=by,
        plan=plan,
        event="plan_submitted",
        weekly_pence=position.cost.weekly_pence,
        one_off_pence=position.cost.one_off_pence,
        decided_by=need.role,
        why=need.why,
    )
    finish(by=by, plan=plan, kind=PlanTask.RETURNED)
    raise_approval(at=by.at, plan=plan, role=need.role)


@transaction.atomic
def return_plan(
    *,
    by: Viewer,
    plan: SupportPlan,
    version: int,
    reasons: str = "",
    verdicts: Mapping[int, str] | None = None,
) -> PlanDecision:
    """Give a plan back to its broker with reasons: overall, or what a question still needs.

    `verdicts` by question: "met", or what is missing. Raises BrokerageError without any reason.
    """
    _begin_decision(by, plan, version)
    said = {n: words.strip() for n, words in (verdicts or {}).items() if words.strip()}
    lacking = {n: words for n, words in said.items() if words != MET}
    why = reasons.strip() or "\n".join(f"Question {n}: {lacking[n]}" for n in sorted(lacking))
    if not why:
        raise BrokerageError("Say why it goes back: what is missing, in words the person can read.")
    move(plan, PlanState.RETURNED)
    decision = _decide(by, plan, Decision.RETURNED, why, said)
    finish_edit(
        by=by, plan=plan, event="plan_returned", decision=decision.pk, lacking=sorted(lacking)
    )
    raise_returned(at=by.at, plan=plan, broker=broker_of(plan.person, by.today) or plan.author)
    return decision


@transaction.atomic
def approve_plan(
    *, by: Viewer, plan: SupportPlan, version: int, verdicts: Mapping[int, str]
) -> PlanDecision:
    """Approve a plan within the manager's limit; the person's approved plan before it is replaced.

    From here on no price moves: items belong to a plan that nothing edits. Raises BrokerageError
    when it is incomplete now, a question is not met, or it must climb to somebody else.
    """
    list(
        SupportPlan.objects.select_for_update()
        .filter(Q(pk=plan.pk) | Q(person=plan.person_id, state=PlanState.APPROVED))
        .order_by("pk")
    )
    _begin_decision(by, plan, version)
    position = position_of(plan)
    over_budget = can(by, MAY_APPROVE_OVER_BUDGET, plan.authority_id)
    problems = (
        verdict_problems(dict(verdicts))
        + climb_problems(position, own_limit(by), over_budget)
        + plan_problems(plan_facts(plan))
        + unavailable_problems(plan, by.at)
    )
    if problems:
        raise BrokerageError(*problems)
    SupportPlan.objects.approved().filter(person=plan.person_id).update(state=PlanState.SUPERSEDED)
    move(plan, PlanState.APPROVED)
    plan.approved_at, plan.approved_by = by.at, by.user
    plan.weekly_pence = position.cost.weekly_pence
    decision = _decide(by, plan, Decision.APPROVED, "", dict(verdicts))
    finish_edit(
        by=by,
        plan=plan,
        event="plan_approved",
        decision=decision.pk,
        weekly_pence=position.cost.weekly_pence,
        one_off_pence=position.cost.one_off_pence,
    )
    plan_approved.send(sender=SupportPlan, plan_ids=[plan.pk], at=by.at)
    return decision


def _begin_decision(by: Viewer, plan: SupportPlan, version: int) -> None:
    """Lock; who may; still waiting; seen as it is. The state comes first: it says what happened."""
    lock_plan(plan)
    check_can_decide(by, plan)
    if plan.state == PlanState.APPROVED and plan.approved_by and plan.approved_at:
        raise BrokerageError(
            f"{plan.approved_by.name} approved this plan on {spoken_date(plan.approved_at)}."
        )
    if plan.state == PlanState.RETURNED:
        raise BrokerageError("This plan was already returned to its broker.")
    check_version(plan, version)


def _decide(
    by: Viewer, plan: SupportPlan, decision: Decision, reasons: str, verdicts: dict[int, str]
) -> PlanDecision:
    """Keep what was decided; the managers' task is done and their access ends tonight."""
    finish(by=by, plan=plan, kind=PlanTask.APPROVAL)
    end_access(by=by, person=plan.person, capacity=AccessCapacity.APPROVER)
    return PlanDecision.objects.create(
        plan=plan,
        decision=decision,
        reasons=reasons,
        verdicts={str(number): words for number, words in sorted(verdicts.items())},
        decided_at=by.at,
        decided_by=check_is_user(by),
    )
