"""Closing an exception without a match: a person decided, and says what."""

from collections.abc import Collection

from django.db import transaction

from marketplace.accounts.viewer import Viewer
from payments.reconciliation.actions.exceptions import close_exceptions, key_of
from payments.reconciliation.actions.findings import findings_about, settle_findings
from payments.reconciliation.actions.locking import lock_people
from payments.reconciliation.errors import ReconciliationError
from payments.reconciliation.models import MoneyException
from payments.reconciliation.permissions import check_can_check_money
from payments.reconciliation.rules.explanations import outcome_problems


@transaction.atomic
def resolve_exception(*, by: Viewer, exception_id: int, outcome: str) -> MoneyException:
    """Say what came of an exception. The money stays unallocated, and no rule takes it up again; what is
    missing is asked about again only when it came and is missing anew.

    Raises ReconciliationError.
    """
    # People first: matching holds them while it writes what was found, and then what is asked.
    lock_people([MoneyException.objects.values_list("person", flat=True).get(pk=exception_id)])
    row = (
        MoneyException.objects.select_for_update(of=("self",))
        .select_related("line", "account", "person__authority")
        .get(pk=exception_id)
    )
    check_can_check_money(by, row.person)
    if problems := outcome_problems(row.state, outcome):
        raise ReconciliationError(*problems)
    subject, _ = key_of(row)
    about = [each for each in findings_about([subject]) if row.line_id or each.rule == row.rule]
    settle_findings(by=by, rows=about)
    close_exceptions(
        by=by,
        rows=[row],
        outcome=outcome.strip(),
        event="exception_resolved",
        line_id=row.line_id,
        rule=row.rule,
    )
    return row


@transaction.atomic
def resolve_exceptions(
    *, by: Viewer, exception_ids: Collection[int], outcome: str
) -> list[MoneyException]:
    """Say the same of several. All or none. Raises ReconciliationError."""
    people = MoneyException.objects.filter(pk__in=exception_ids).values_list("person", flat=True)
    lock_people(set(people))
    return [
        resolve_exception(by=by, exception_id=pk, outcome=outcome) for pk in sorted(exception_ids)
    ]
