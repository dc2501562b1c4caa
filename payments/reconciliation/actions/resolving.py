"""Closing an exception without a match: a person decided, and says what."""

from django.db import transaction

from marketplace.accounts.viewer import Viewer
from payments.reconciliation.actions.exceptions import close_exceptions
from payments.reconciliation.errors import ReconciliationError
from payments.reconciliation.models import MoneyException
from payments.reconciliation.permissions import check_can_reconcile
from payments.reconciliation.rules.explanations import outcome_problems


@transaction.atomic
def resolve_exception(*, by: Viewer, exception_id: int, outcome: str) -> MoneyException:
    """Say what came of an exception. The money stays unallocated, and no rule takes it up again.

    Raises ReconciliationError.
    """
    row = (
        MoneyException.objects.select_for_update(of=("self",))
        .select_related("line__account")
        .get(pk=exception_id)
    )
    check_can_reconcile(by, row.line)
    if problems := outcome_problems(row.state, outcome):
        raise ReconciliationError(*problems)
    close_exceptions(
        by=by,
        rows=[row],
        outcome=outcome.strip(),
        event="exception_resolved",
        line_id=row.line_id,
        rule=row.rule,
    )
    return row
