"""What stands: granting, suspending, lifting, withdrawing. Each holds from that moment."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from marketplace.accounts.viewer import Viewer
from marketplace.accreditation.actions import AccreditationError
from marketplace.accreditation.models import Accreditation, Application, StandingChange
from marketplace.accreditation.permissions import check_can_change_standing
from marketplace.accreditation.rules import (
    ACCREDITATION_TRANSITIONS,
    AccreditationState,
    ApplicationTask,
)
from marketplace.accreditation.rules.checks import granting_problems, valid_until
from marketplace.accreditation.signals import accreditation_changed
from marketplace.core.actor_columns import actor_columns
from marketplace.core.audit import record
from marketplace.core.transactions import require_transaction
from marketplace.tasks.actions import finish_tasks

REFUSALS = {
    AccreditationState.SUSPENDED: "Only an accreditation that stands can be suspended.",
    AccreditationState.VALID: "This accreditation is not suspended.",
    AccreditationState.WITHDRAWN: "This accreditation was withdrawn already.",
}


def grant(*, by: Viewer, application: Application, ends: Iterable[date | None]) -> Accreditation:
    """Create or renew what an accepted application gives. Part of the action that accepts it.

    Raises AccreditationError while the supplier is suspended under the scheme.
    """
    require_transaction()
    today = by.today
    standing = (
        Accreditation.objects.select_for_update()
        .filter(supplier_id=application.supplier_id, scheme_id=application.scheme_id)
        .first()
    )
    if problems := granting_problems(AccreditationState(standing.state) if standing else None):
        raise AccreditationError(*problems)
    standing = standing or Accreditation(
        authority_id=application.authority_id,
        supplier_id=application.supplier_id,
        scheme_id=application.scheme_id,
    )
    standing.application, standing.valid_from = application, today
    standing.valid_until = valid_until(today, application.scheme.valid_months, ends)
    _change(by, standing, AccreditationState.VALID, "", "accreditation_granted", application)
    _finish_expiry_tasks(by, standing)
    return standing


@transaction.atomic
def suspend_accreditation(*, by: Viewer, accreditation_id: int, reason: str) -> Accreditation:
    """Stop an accreditation at once, until somebody lifts it. Raises AccreditationError."""
    standing = _lock(by, accreditation_id, AccreditationState.SUSPENDED, reason)
    _change(by, standing, AccreditationState.SUSPENDED, reason.strip(), "accreditation_suspended")
    return standing


@transaction.atomic
def lift_suspension(*, by: Viewer, accreditation_id: int, reason: str) -> Accreditation:
    """Let a suspended accreditation stand again, until the end that it had. Raises AccreditationError."""
    standing = _lock(by, accreditation_id, AccreditationState.VALID, reason)
    _change(by, standing, AccreditationState.VALID, reason.strip(), "suspension_lifted")
    return standing


@transaction.atomic
def withdraw_accreditation(*, by: Viewer, accreditation_id: int, reason: str) -> Accreditation:
    """End an accreditation for good; only a new application brings it back. Raises AccreditationError."""
    standing = _lock(by, accreditation_id, AccreditationState.WITHDRAWN, reason)
    _change(by, standing, AccreditationState.WITHDRAWN, reason.strip(), "accreditation_withdrawn")
    _finish_expiry_tasks(by, standing)
    return standing


def _lock(by: Viewer, accreditation_id: int, to: AccreditationState, reason: str) -> Accreditation:
    standing = Accreditation.objects.select_for_update().get(pk=accreditation_id)
    check_can_change_standing(by, standing)
    problems = [] if reason.strip() else ["Give a reason. The supplier reads it."]
    if to not in ACCREDITATION_TRANSITIONS[AccreditationState(standing.state)]:
        problems.append(REFUSALS[to])
    if problems:
        raise AccreditationError(*problems)
    return standing


def _change(
    by: Viewer,
    standing: Accreditation,
    state: AccreditationState,
    reason: str,
    event: str,
    application: Application | None = None,
) -> None:
    standing.state, standing.state_reason = state, reason
    standing.save()
    StandingChange.objects.create(
        accreditation=standing,
        application=application,
        state=state,
        reason=reason,
        valid_until=standing.valid_until,
        changed_at=by.at,
        **actor_columns("changed_by", by),
    )
    record(
        event=event,
        by=by,
        subject=standing,
        supplier_id=standing.supplier_id,
        valid_until=standing.valid_until.isoformat(),
    )
    accreditation_changed.send(sender=Accreditation, supplier_ids=[standing.supplier_id], at=by.at)


def _finish_expiry_tasks(by: Viewer, standing: Accreditation) -> None:
    finish_tasks(
        by=by,
        kind=ApplicationTask.EVIDENCE_EXPIRING,
        subject_type=standing._meta.label_lower,
        subject_ids=[standing.pk],
    )
