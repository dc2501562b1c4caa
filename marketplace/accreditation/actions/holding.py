"""Suspending a supplier at once, for somebody's safety.

The words are ours and the same for every supplier, so that they tell nothing of why. The supplier is told
when whoever suspended it says so; its listings are hidden from that moment all the same.
"""

from collections.abc import Mapping

from django.db import transaction

from marketplace.accounts.permissions import check
from marketplace.accounts.viewer import Viewer
from marketplace.accreditation.actions.accrediting import announce, holds
from marketplace.accreditation.errors import AccreditationError
from marketplace.accreditation.models import Accreditation
from marketplace.accreditation.rules import (
    ACCREDITATION_TRANSITIONS,
    MAY_SUSPEND_AT_ONCE,
    AccreditationNotice,
    AccreditationState,
)
from marketplace.core.audit import record
from marketplace.core.errors import problem
from marketplace.core.transitions import move
from marketplace.notifications.actions import tell
from marketplace.suppliers.models import Supplier
from marketplace.suppliers.permissions import check_not_own
from marketplace.suppliers.queries import staff_of

#: What the supplier, and everybody who may see why, reads of such a suspension and of its end.
HELD_REASON = "The council is checking some details. Phone the council to ask about this."
ENDED_REASON = "The council has finished its check."


@transaction.atomic
def suspend_supplier_at_once(*, by: Viewer, supplier_id: int) -> list[Accreditation]:
    """Suspend everything for which a supplier is accredited. Raises AccreditationError where that is nothing."""
    found = _locked(by, supplier_id, AccreditationState.VALID)
    if not found:
        raise AccreditationError(problem("accreditation_nothing_valid"))
    for accreditation in found:
        changes = {"state_reason": HELD_REASON, "is_held": True, "is_untold": True}
        _move(by, accreditation, AccreditationState.SUSPENDED, "accreditation_suspended", changes)
    return found


@transaction.atomic
def end_suspension_at_once(*, by: Viewer, supplier_id: int) -> list[Accreditation]:
    """End what `suspend_supplier_at_once` did; the supplier is told. Raises AccreditationError."""
    found = _held(by, supplier_id)
    for accreditation in found:
        changes = {"state_reason": ENDED_REASON, "is_held": False, "is_untold": False}
        _move(by, accreditation, AccreditationState.VALID, "suspension_lifted", changes)
        _tell(by, accreditation, AccreditationNotice.RESUMED)
    return found


@transaction.atomic
def tell_supplier_of_suspension(*, by: Viewer, supplier_id: int) -> None:
    """Tell a supplier now that it is suspended, in words that say nothing of why. Raises AccreditationError."""
    for accreditation in _held(by, supplier_id):
        if accreditation.is_untold:
            accreditation.is_untold = False
            accreditation.save(update_fields=["is_untold"])
            _tell(by, accreditation, AccreditationNotice.SUSPENDED)
            record(event="suspension_told", by=by, subject=accreditation)


def _locked(by: Viewer, supplier_id: int, state: AccreditationState) -> list[Accreditation]:
    supplier = Supplier.objects.select_for_update(no_key=True).get(pk=supplier_id)
    check(by, MAY_SUSPEND_AT_ONCE, supplier.authority_id)
    check_not_own(by, supplier.pk)
    rows = Accreditation.objects.select_for_update().filter(supplier=supplier, state=state)
    return list(rows.order_by("pk"))


def _held(by: Viewer, supplier_id: int) -> list[Accreditation]:
    found = [one for one in _locked(by, supplier_id, AccreditationState.SUSPENDED) if one.is_held]
    if not found:
        raise AccreditationError(problem("accreditation_not_held"))
    return found


def _move(
    by: Viewer,
    accreditation: Accreditation,
    to: AccreditationState,
    event: str,
    changes: Mapping[str, object],
) -> None:
    held = holds(accreditation, by.today)
    move(
        accreditation,
        to,
        table=ACCREDITATION_TRANSITIONS,
        by=by,
        event=event,
        changes=changes,
        supplier_id=accreditation.supplier_id,
    )
    announce(by=by, accreditation=accreditation, application=None, held=held, is_held=True)


def _tell(by: Viewer, accreditation: Accreditation, kind: AccreditationNotice) -> None:
    tell(by=by, kind=kind, subject=accreditation, users=staff_of(accreditation.supplier_id))
