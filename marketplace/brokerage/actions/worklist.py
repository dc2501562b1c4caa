"""The tasks that a plan raises: decide it, or put right what it was returned for."""

from django.urls import reverse

from marketplace.accounts.models import User
from marketplace.accounts.rules import Role
from marketplace.accounts.viewer import Viewer
from marketplace.brokerage.models import SupportPlan
from marketplace.brokerage.queries import decide_by
from marketplace.brokerage.rules import PlanState, PlanTask
from marketplace.tasks.actions import finish_tasks, new_task, raise_tasks


def raise_approval(*, by: Viewer, plan: SupportPlan, role: Role) -> None:
    """Put a sent plan before the managers who decide it."""
    raise_tasks(
        [
            new_task(
                authority_id=plan.authority_id,
                kind=PlanTask.APPROVAL,
                role=role,
                subject=plan,
                title="A support plan to decide",
                address=reverse("brokerage:approve", args=[plan.public_id]),
                due_date=decide_by(plan.authority_id, by.today),
                at=by.at,
            )
        ]
    )


def raise_returned(*, by: Viewer, plan: SupportPlan, broker: User) -> None:
    """Give a returned plan back to the broker whose list the person is on."""
    raise_tasks(
        [
            new_task(
                authority_id=plan.authority_id,
                kind=PlanTask.RETURNED,
                role=Role.BROKER,
                subject=plan,
                title="A support plan returned for changes",
                address=reverse("brokerage:plan", args=[plan.public_id]),
                due_date=plan.due_date,
                at=by.at,
                owner=broker,
                private_to_owner=True,
            )
        ]
    )


def finish_plan_task(*, by: Viewer, plan: SupportPlan, kind: PlanTask) -> int:
    """Mark this work on a plan done; answers how many tasks that were."""
    return finish_tasks(
        by=by, kind=kind, subject_type=plan._meta.label_lower, subject_ids=[plan.pk]
    )


def hand_over_returned(*, by: Viewer, plan: SupportPlan, broker: User) -> None:
    """Move the work on a returned plan to another broker."""
    finish_plan_task(by=by, plan=plan, kind=PlanTask.RETURNED)
    if plan.state == PlanState.RETURNED:
        raise_returned(by=by, plan=plan, broker=broker)
