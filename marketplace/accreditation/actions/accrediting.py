"""Granting, suspending, lifting and withdrawing accreditation. Each holds from that moment."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from marketplace.accounts.viewer import Viewer
from marketplace.accreditation.errors import AccreditationError
from marketplace.accreditation.models import Accreditation, AccreditationChange, Application
from marketplace.accreditation.permissions import check_can_change_accreditation
from marketplace.accreditation.rules import (
    ACCREDITATION_TRANSITIONS,
    GRANTING_TRANSITIONS,
    AccreditationNotice,
    AccreditationState,
    AccreditationStatus,
    ApplicationTask,
    change_problems,
    granting_problems,
    in_force,
    valid_until,
)
from marketplace.accreditation.signals import accreditation_changed, accreditation_turned
from marketplace.core.actor_columns import actor_columns
from marketplace.core.audit import record
from marketplace.core.transactions import require_transaction
from marketplace.core.transitions import move
from marketplace.notifications.actions import tell
from marketplace.suppliers.models import Supplier
from marketplace.suppliers.queries import staff_of
from marketplace.tasks.actions import finish_tasks

#: What the supplier is told when somebody moves its accreditation to a state.
CHANGES = {
    AccreditationState.SUSPENDED: AccreditationNotice.SUSPENDED,
    AccreditationState.VALID: AccreditationNotice.RESUMED,
    AccreditationState.WITHDRAWN: AccreditationNotice.WITHDRAWN,
}


def grant(*, by: Viewer, application: Application, ends: Iterable[date | None]) -> Accreditation:
    """Create or renew what an accepted application gives. Part of the action that accepts it.

    Raises AccreditationError while the supplier is suspended under the scheme.
    """
    require_transaction()
    is_held = is_supplier_held(application.supplier_id)
    before = (
        Accreditation.objects.select_for_update()
        .filter(supplier_id=application.supplier_id, scheme_id=application.scheme_id)
        .first()
    )
    state = AccreditationState(before.state) if before else None
    if problems := granting_problems(state, is_held=is_held):
        raise AccreditationError(*problems)
    until = valid_until(by.today, application.scheme.valid_months, ends)
    if before is None:
        # There was nothing that could have stopped, so nothing holds again.
        held, granted = True, _create(by, application, until)
    else:
        held = holds(before, by.today)
        granted = _renew(by, before, application, until)
    announce(by=by, accreditation=granted, application=application, held=held)
    _finish_expiry_tasks(by, granted)
    return granted


def is_supplier_held(supplier_id: int) -> bool:
    """Whether a supplier is suspended for somebody's safety, under whichever scheme; nobody does or ends
    that before this transaction is over."""
    require_transaction()
    Supplier.objects.select_for_update(no_key=True).get(pk=supplier_id)
    return Accreditation.objects.filter(supplier=supplier_id, is_held=True).exists()


def holds(accreditation: Accreditation, on: date) -> bool:
    """Whether an accreditation is in force on a day."""
    state = AccreditationState(accreditation.state)
    return in_force(state, accreditation.valid_from, accreditation.valid_until, on)


def _create(by: Viewer, application: Application, until: date) -> Accreditation:
    created = Accreditation.objects.create(
        authority_id=application.authority_id,
        supplier_id=application.supplier_id,
        scheme_id=application.scheme_id,
        application=application,
        valid_from=by.today,
        valid_until=until,
    )
    record(
        event="accreditation_granted",
        by=by,
        subject=created,
        supplier_id=created.supplier_id,
        valid_until=until.isoformat(),
    )
    return created


def _renew(
    by: Viewer, before: Accreditation, application: Application, until: date
) -> Accreditation:
    move(
        before,
        AccreditationState.VALID,
        table=GRANTING_TRANSITIONS,
        by=by,
        event="accreditation_granted",
        changes={
            "application": application,
            "state_reason": "",
            "valid_from": by.today,
            "valid_until": until,
        },
        supplier_id=before.supplier_id,
        valid_until=until.isoformat(),
    )
    return before


@transaction.atomic
def suspend_accreditation(*, by: Viewer, accreditation_id: int, reason: str) -> Accreditation:
    """Stop an accreditation at once, until somebody lifts it. Raises AccreditationError."""
    return _change(
        by, accreditation_id, AccreditationState.SUSPENDED, reason, "accreditation_suspended"
    )


@transaction.atomic
def lift_suspension(*, by: Viewer, accreditation_id: int, reason: str) -> Accreditation:
    """Let a suspended accreditation be valid again, until the end that it had.

    Raises AccreditationError.
    """
    return _change(by, accreditation_id, AccreditationState.VALID, reason, "suspension_lifted")


@transaction.atomic
def withdraw_accreditation(*, by: Viewer, accreditation_id: int, reason: str) -> Accreditation:
    """End an accreditation for good; only a new application brings it back. Raises AccreditationError."""
    to, event = AccreditationState.WITHDRAWN, "accreditation_withdrawn"
    withdrawn = _change(by, accreditation_id, to, reason, event)
    _finish_expiry_tasks(by, withdrawn)
    return withdrawn


def _change(
    by: Viewer, accreditation_id: int, to: AccreditationState, reason: str, event: str
) -> Accreditation:
    rows = Accreditation.objects.filter(pk=accreditation_id)
    is_any_held = is_supplier_held(rows.values_list("supplier", flat=True).get())
    accreditation = rows.select_for_update().get()
    check_can_change_accreditation(by, accreditation)
    now, held = AccreditationState(accreditation.state), holds(accreditation, by.today)
    if problems := change_problems(
        now, to, reason, is_held=accreditation.is_held, is_supplier_held=is_any_held
    ):
        raise AccreditationError(*problems)
    move(
        accreditation,
        to,
        table=ACCREDITATION_TRANSITIONS,
        by=by,
        event=event,
        changes={"state_reason": reason.strip()},
        supplier_id=accreditation.supplier_id,
        valid_until=accreditation.valid_until.isoformat(),
    )
    tell(by=by, kind=CHANGES[to], subject=accreditation, users=staff_of(accreditation.supplier_id))
    announce(by=by, accreditation=accreditation, application=None, held=held)
    return accreditation


def announce(
    *,
    by: Viewer,
    accreditation: Accreditation,
    application: Application | None,
    held: bool,
    is_held: bool = False,
) -> None:
    """Keep the step for the supplier's history, and send the signals; `held` whether it was in force,
    `is_held` whether nobody is to read by whom it was done.

    Part of an action that changes an accreditation.
    """
    require_transaction()
    AccreditationChange.objects.create(
        accreditation=accreditation,
        application=application,
        state=accreditation.state,
        reason=accreditation.state_reason,
        valid_until=accreditation.valid_until,
        is_held=is_held,
        changed_at=by.at,
        **actor_columns("changed_by", by),
    )
    supplier_ids = [accreditation.supplier_id]
    accreditation_changed.send(sender=Accreditation, supplier_ids=supplier_ids, at=by.at)
    if held != holds(accreditation, by.today):
        valid = accreditation.state == AccreditationState.VALID
        status = AccreditationStatus.CURRENT if valid else AccreditationStatus(accreditation.state)
        accreditation_turned.send(
            sender=Accreditation, supplier_ids=supplier_ids, status=status, by=by
        )


def _finish_expiry_tasks(by: Viewer, accreditation: Accreditation) -> None:
    finish_tasks(
        by=by,
        kind=ApplicationTask.EVIDENCE_EXPIRING,
        subject_type=accreditation._meta.label_lower,
        subject_ids=[accreditation.pk],
    )
