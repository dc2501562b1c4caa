"""What a broker takes back: a plan that was never sent, and one that nobody has begun to decide."""

from django.db import transaction

from marketplace.accounts.viewer import Viewer
from marketplace.brokerage.actions.editing import begin_edit, lock_plan, move_plan, refuse_if_any
from marketplace.brokerage.actions.follow_ups import (
    last_decision,
    raise_returned,
    tell_called_back,
)
from marketplace.brokerage.models import SupportPlan
from marketplace.brokerage.permissions import check_can_plan
from marketplace.brokerage.queries import broker_for, calling_back_problems
from marketplace.brokerage.rules import (
    PlanState,
    PlanTask,
    discard_problems,
    version_problems,
)
from marketplace.core.audit import record
from marketplace.people.actions import end_access
from marketplace.people.rules import AccessCapacity
from marketplace.tasks.actions import call_back_tasks


@transaction.atomic
def call_back_plan(*, by: Viewer, plan: SupportPlan, version: int) -> None:
    """Make a plan that was sent one to write on again, before a manager has begun to decide it.

    A plan that was returned once is what it was then. Raises BrokerageError, and TaskError when a
    manager has taken the work.
    """
    lock_plan(plan)
    check_can_plan(by, plan.person)
    refuse_if_any(calling_back_problems(plan) or version_problems(plan.version, version))
    call_back_tasks(by=by, kind=PlanTask.APPROVAL, subject=plan)
    end_access(by=by, person=plan.person, capacity=AccessCapacity.APPROVER)
    was_returned = last_decision(plan) is not None
    move_plan(
        by=by,
        plan=plan,
        to=PlanState.RETURNED if was_returned else PlanState.DRAFT,
        event="plan_called_back",
        changes={} if was_returned else {"submitted_at": None, "submitted_by_id": None},
    )
    if was_returned:
        raise_returned(by=by, plan=plan, broker=broker_for(plan, by.today))
    tell_called_back(by=by, plan=plan)


@transaction.atomic
def discard_plan(*, by: Viewer, plan: SupportPlan, version: int) -> None:
    """Delete a plan that no manager has seen, with its answers, outcomes and planned support.

    Raises BrokerageError once it was decided on, and while it waits.
    """
    begin_edit(by=by, plan=plan, version=version)
    refuse_if_any(discard_problems(PlanState(plan.state), plan.decisions.count()))
    record(event="plan_discarded", by=by, subject=plan, person_id=plan.person_id)
    plan.delete()
