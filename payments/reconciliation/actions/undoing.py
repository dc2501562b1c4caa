"""Undoing a match: only its own transfers, and the line needs a person again."""

from django.db import transaction

from marketplace.accounts.viewer import Viewer
from marketplace.core.errors import problem
from payments.cards.models import ReceivedLine
from payments.reconciliation.actions.locking import lock_people
from payments.reconciliation.actions.reversing import undo
from payments.reconciliation.actions.sharing import share_again
from payments.reconciliation.errors import ReconciliationError
from payments.reconciliation.models import DueClaim, Match
from payments.reconciliation.permissions import check_can_reconcile
from payments.reconciliation.rules.exceptions.likely import likely
from payments.reconciliation.rules.refunds import REFUND


@transaction.atomic
def unmatch(*, by: Viewer, line_id: int) -> Match:
    """Undo a line's match: the money is unallocated again, the payment itself stays as it was.

    Posted on the line's own day, so that every balance by date is as if it had never been matched; of a
    closed period on the first open day.
    Raises ReconciliationError when there is nothing to undo, or a refund went back the same way.
    """
    line = ReceivedLine.objects.select_related("account").get(pk=line_id)
    check_can_reconcile(by, line)
    lock_people([line.account.person_id])
    match = Match.objects.active().select_related("line__account").filter(line=line).first()
    if match is None:
        raise ReconciliationError(problem("match_not_active"))
    _refuse_while_refunded(line)
    undo(by=by, match=match, finding=likely(f"A match was undone. It was: {match.reason}"))
    share_again(by=by, person_ids=[line.account.person_id])
    return match


def _refuse_while_refunded(line: ReceivedLine) -> None:
    """A refund went back the way of this purchase, so it has to be undone first."""
    if DueClaim.objects.active().filter(kind=REFUND, target_id=line.pk).exists():
        raise ReconciliationError(problem("match_refunded"))
