"""Closing an exception without a match: a person decided, and says what."""

from django.db import transaction

from marketplace.accounts.viewer import Viewer
from marketplace.core.audit import record
from payments.reconciliation.actions.exceptions import close_exceptions
from payments.reconciliation.errors import ReconciliationError
from payments.reconciliation.models import MoneyException
from payments.reconciliation.permissions import check_can_reconcile
from payments.reconciliation.rules.states import ExceptionState


@transaction.atomic
def resolve_exception(*, by: Viewer, exception_id: int, outcome: str) -> MoneyException:
    """Say what came of an exception. The money stays unallocated, and no rule takes it up again."""
    row = (
        MoneyException.objects.select_for_update(of=("self",))
        .select_related("line__account")
        .get(pk=exception_id)
    )
    check_can_reconcile(by, row.line)
    if not outcome.strip():
        raise ReconciliationError("Write what was decided. The person can read it.")
    if row.state == ExceptionState.RESOLVED:
        raise ReconciliationError("This is done already. Load the page again to see it.")
    close_exceptions(by=by, line_ids=[row.line_id], outcome=outcome.strip())
    record(event="exception_resolved", by=by, subject=row, line_id=row.line_id, rule=row.rule)
    row.refresh_from_db()
    return row
