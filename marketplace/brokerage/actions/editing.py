"""Every change of a plan begins and ends here: lock, permission, state, version; then the record.

A form carries the version that its page showed. A stale one is refused, so that two people never
silently overwrite each other and a form sent twice does nothing the second time.
"""

from collections.abc import Mapping
from typing import Any

from marketplace.accounts.viewer import Viewer
from marketplace.brokerage.errors import BrokerageError
from marketplace.brokerage.models import PlanWriter, SupportPlan
from marketplace.brokerage.permissions import check_can_plan
from marketplace.brokerage.rules import (
    PLAN_TRANSITIONS,
    PlanState,
    edit_state_problems,
    version_problems,
)
from marketplace.core.audit import AuditValue, record
from marketplace.core.errors import Problem
from marketplace.core.transactions import require_transaction
from marketplace.core.transitions import move


def refuse_if_any(problems: list[Problem]) -> None:
    """Raises BrokerageError with all of them."""
    if problems:
        raise BrokerageError(*problems)


def lock_plan(plan: SupportPlan) -> None:
    """Read the plan again under a lock, into the same object. Raises RuntimeError outside an action."""
    require_transaction()
    plan.refresh_from_db(from_queryset=SupportPlan.objects.select_for_update())


def begin_edit(*, by: Viewer, plan: SupportPlan, version: int) -> None:
    """Lock a plan for its broker to change. Raises PermissionDenied or BrokerageError."""
    lock_plan(plan)
    check_can_plan(by, plan.person)
    refuse_if_any(
        edit_state_problems(PlanState(plan.state)) or version_problems(plan.version, version)
    )


def finish_edit(*, by: Viewer, plan: SupportPlan, event: str, **data: AuditValue) -> None:
    """Save the plan's own row under its next versions, keep who wrote, and record the event.

    What somebody said of the plan before was of other content: it is asked for anew.
    """
    require_transaction()
    plan.version += 1
    plan.content_version += 1
    plan.changed_at = by.at
    plan.save(update_fields=["version", "content_version", "changed_at"])
    if by.user_id is not None and by.user_id != plan.author_id:
        wrote = PlanWriter(plan=plan, user_id=by.user_id)
        PlanWriter.objects.bulk_create([wrote], ignore_conflicts=True)
    record(event=event, by=by, subject=plan, version=plan.version, **data)


def move_plan(
    *,
    by: Viewer,
    plan: SupportPlan,
    to: PlanState,
    event: str,
    changes: Mapping[str, Any] | None = None,
    **data: AuditValue,
) -> None:
    """Move a locked plan to a state, under its next version; the audit row is the move's own."""
    version = plan.version + 1
    move(
        plan,
        to,
        table=PLAN_TRANSITIONS,
        by=by,
        event=event,
        changes={"version": version, "changed_at": by.at, **(changes or {})},
        field="state",
        version=version,
        **data,
    )
