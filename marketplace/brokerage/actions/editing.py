"""Every change of a plan begins and ends here: lock, permission, state, version; then the record.

A form carries the version that its page showed. A stale one is refused, so that two people never
silently overwrite each other and a form sent twice does nothing the second time.
"""

from marketplace.accounts.viewer import Viewer
from marketplace.brokerage.models import SupportPlan
from marketplace.brokerage.permissions import check_can_plan
from marketplace.brokerage.rules import EDITABLE, PLAN_TRANSITIONS, PlanState
from marketplace.core.audit import AuditValue, record
from marketplace.core.errors import DomainError
from marketplace.core.transactions import require_transaction

WHY_NOT = {
    PlanState.DRAFT: "This plan has not been sent yet.",
    PlanState.SUBMITTED: "This plan was sent and waits for a decision, so it cannot be changed.",
    PlanState.RETURNED: "This plan was returned, and has not been sent again yet.",
    PlanState.APPROVED: "This plan is already approved. Start a new plan to change anything.",
    PlanState.SUPERSEDED: "This plan was replaced by a newer one.",
}


class BrokerageError(DomainError):
    """A refusal about a plan or a budget, in sentences for the person at the page."""


class StalePlan(BrokerageError):
    """The plan moved on after the page was opened."""

    def __init__(self) -> None:
        super().__init__(
            "This plan was changed after you opened this page, perhaps in another window."
            " What you typed is still here: look at the plan as it is now, then send this again."
        )


def lock_plan(plan: SupportPlan) -> None:
    """Read the plan again under a lock, into the same object. Raises RuntimeError outside an action."""
    require_transaction()
    plan.refresh_from_db(from_queryset=SupportPlan.objects.select_for_update())


def check_version(plan: SupportPlan, version: int) -> None:
    """Raises StalePlan when the caller saw another version."""
    if plan.version != version:
        raise StalePlan


def move(plan: SupportPlan, to: PlanState) -> None:
    """Set the next state. Raises BrokerageError where the table has no such step."""
    now = PlanState(plan.state)
    if to not in PLAN_TRANSITIONS[now]:
        raise BrokerageError(WHY_NOT[now])
    plan.state = to


def begin_edit(*, by: Viewer, plan: SupportPlan, version: int) -> None:
    """Lock a plan for its broker to change. Raises PermissionDenied, BrokerageError or StalePlan."""
    lock_plan(plan)
    check_can_plan(by, plan.person)
    if PlanState(plan.state) not in EDITABLE:
        raise BrokerageError(WHY_NOT[PlanState(plan.state)])
    check_version(plan, version)


def finish_edit(*, by: Viewer, plan: SupportPlan, event: str, **data: AuditValue) -> None:
    """Save the plan's own row under its next version, and record the event."""
    plan.version += 1
    plan.changed_at = by.at
    plan.save()
    record(event=event, by=by, subject=plan, version=plan.version, **data)
