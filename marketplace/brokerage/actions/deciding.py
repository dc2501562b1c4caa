"""Sending a plan, returning it with reasons, approving it. Approval freezes every price."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.db.models import Q

from marketplace.accounts.permissions import check_is_user
from marketplace.accounts.viewer import Viewer
from marketplace.brokerage.actions.chains import keep_end, link_of, move_ends
from marketplace.brokerage.actions.editing import begin_edit, lock_plan, move_plan, refuse_if_any
from marketplace.brokerage.actions.follow_ups import (
    finish_plan_task,
    raise_approval,
    raise_returned,
    tell_approved,
    tell_returned,
    tell_sent,
)
from marketplace.brokerage.models import PlanDecision, SupportPlan
from marketplace.brokerage.permissions import check_can_decide
from marketplace.brokerage.queries import (
    broker_for,
    climbs_for,
    contents_of,
    decide_by,
    deciding_problems,
    limits_for,
    since_return,
    unavailable_problems,
)
from marketplace.brokerage.rules import (
    Decision,
    PlanState,
    PlanTask,
    Return,
    approval_problems,
    estimate_problems,
    followed_by,
    needed_consent_problems,
    plan_problems,
    required_approval,
    return_problems,
    unchanged_problems,
    version_problems,
)
from marketplace.brokerage.signals import plan_approved
from marketplace.core.periods import week_start
from marketplace.people.actions import end_access, grant_access
from marketplace.people.models import Person
from marketplace.people.rules import AccessCapacity


@transaction.atomic
def submit_plan(
    *,
    by: Viewer,
    plan: SupportPlan,
    version: int,
    from_date: date | None = None,
) -> None:
    """Send a complete plan to whoever must decide it; over the budget climbs, and is never a block.

    Somebody must have said of what is in it now that it is the person's plan. `from_date` is its first
    day, ahead or past, or else this week's Monday.
    Raises BrokerageError with a Problem for everything that is missing.
    """
    user = check_is_user(by)
    begin_edit(by=by, plan=plan, version=version)
    contents, consent = contents_of(plan, by.today), plan.consents.first()
    first = from_date or week_start(by.today)
    refuse_if_any(
        unchanged_problems(since_return(plan, plan.decisions.first()), first != plan.from_date)
    )
    refuse_if_any(
        estimate_problems(contents.position)
        + plan_problems(contents.facts)
        + unavailable_problems(contents.items, by.at)
        + needed_consent_problems(
            consent.content_version if consent else None, plan.content_version
        )
    )
    position = contents.position
    writers = plan.writer_ids_with(user.pk)
    need = required_approval(position, limits_for(plan, writers, by.today))
    move_plan(
        by=by,
        plan=plan,
        to=PlanState.SUBMITTED,
        event="plan_submitted",
        changes={
            "person_agreed_date": consent.said_date if consent else None,
            "from_date": first,
            "submitted_at": by.at,
            "submitted_by_id": user.pk,
        },
        weekly_pence=position.cost.weekly_pence,
        one_off_pence=position.cost.one_off_pence,
        decided_by=need.role,
        why=need.why,
    )
    grant_access(by=by, person=plan.person, capacity=AccessCapacity.APPROVER, role=need.role)
    finish_plan_task(by=by, plan=plan, kind=PlanTask.RETURNED)
    due = decide_by(plan.authority_id, by.today)
    raise_approval(by=by, plan=plan, role=need.role, due_date=due)
    tell_sent(by=by, plan=plan, due_date=due)


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
    given = Return(reasons.strip(), said)
    refuse_if_any(return_problems(given))
    decision = _decide(by, plan, Decision.RETURNED, given.reasons, said)
    move_plan(
        by=by,
        plan=plan,
        to=PlanState.RETURNED,
        event="plan_returned",
        decision=decision.pk,
        lacking=sorted(given.lacking),
    )
    broker = broker_for(plan, by.today)
    raise_returned(by=by, plan=plan, broker=broker)
    tell_returned(by=by, plan=plan, broker=broker)
    return decision


@transaction.atomic
def approve_plan(
    *, by: Viewer, plan: SupportPlan, version: int, verdicts: Mapping[int, str]
) -> PlanDecision:
    """Approve a plan within the manager's limit, from its first day on: the last word holds.

    The approved plan before it ends on that day; until then both are there.

    From here on no price moves: the database refuses every write to what is in it. Raises
    BrokerageError when it is incomplete now, a question is not met, or it must climb to somebody else.
    """
    locked = _lock_with_approved(plan)
    _begin_decision(by, plan, version)
    contents = contents_of(plan, by.today)
    lacking = [
        *estimate_problems(contents.position),
        *plan_problems(contents.facts),
        *unavailable_problems(contents.items, by.at),
    ]
    climbs = climbs_for(by, plan, contents.position)
    refuse_if_any(approval_problems(verdicts, climbs, lacking))
    cost = contents.position.cost
    decision = _decide(by, plan, Decision.APPROVED, "", verdicts)
    until = _follow(by, plan, [row for row in locked if row.pk != plan.pk])
    move_plan(
        by=by,
        plan=plan,
        to=PlanState.APPROVED,
        event="plan_approved",
        changes={
            "approved_at": by.at,
            "approved_by_id": by.user_id,
            "until_date": until,
            "weekly_pence": cost.weekly_pence,
        },
        decision=decision.pk,
        weekly_pence=cost.weekly_pence,
        one_off_pence=cost.one_off_pence,
    )
    tell_approved(by=by, plan=plan)
    plan_approved.send(sender=SupportPlan, plan_ids=[plan.pk], at=by.at)
    return decision


def _lock_with_approved(plan: SupportPlan) -> list[SupportPlan]:
    """Lock this plan and the approved ones that it may follow, in the order of their ids.

    The person before them, as every action does that ends rows of theirs: else two of them could
    wait for each other, and two plans approved at once would not see each other.
    """
    Person.objects.select_for_update().get(pk=plan.person_id)
    chain = Q(person=plan.person_id, kind=plan.kind, approved_at__isnull=False)
    rows = SupportPlan.objects.select_for_update().filter(Q(pk=plan.pk) | chain)
    return list(rows.order_by("pk"))


def _follow(by: Viewer, plan: SupportPlan, chain: list[SupportPlan]) -> date | None:
    """End what this plan follows, and replace what it replaces whole; its own last day."""
    link = link_of(plan)
    followed = followed_by((link_of(old) for old in chain), link.first, link.until)
    for old in (row for row in chain if row.pk in followed.ends):
        until = followed.ends[old.pk]
        if old.state == PlanState.APPROVED and until <= max(by.today, old.from_date or until):
            keep_end(by=by, row=old)
            move_plan(
                by=by,
                plan=old,
                to=PlanState.SUPERSEDED,
                event="plan_replaced",
                changes={"until_date": until},
                replaced_by=plan.pk,
            )
        else:
            move_ends(by=by, rows=[old], ends=followed.ends)
    return followed.until


def _begin_decision(by: Viewer, plan: SupportPlan, version: int) -> None:
    """Lock; who may; still waiting; seen as it is. The state comes first: it says what happened."""
    lock_plan(plan)
    check_can_decide(by, plan)
    refuse_if_any(deciding_problems(plan) or version_problems(plan.version, version))


def _decide(
    by: Viewer, plan: SupportPlan, decision: Decision, reasons: str, verdicts: Mapping[int, str]
) -> PlanDecision:
    """Keep what was decided; the managers' task is done and their access ends tonight."""
    finish_plan_task(by=by, plan=plan, kind=PlanTask.APPROVAL)
    end_access(by=by, person=plan.person, capacity=AccessCapacity.APPROVER)
    return PlanDecision.objects.create(
        plan=plan,
        decision=decision,
        reasons=reasons,
        verdicts={str(number): words for number, words in sorted(verdicts.items())},
        decided_at=by.at,
        decided_by=check_is_user(by),
    )
