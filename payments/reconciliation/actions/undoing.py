"""Undoing a match: only its own transfers, and the line needs a person again."""

from django.db import transaction

from marketplace.accounts.viewer import Viewer
from marketplace.core.actor_columns import actor_columns
from marketplace.core.errors import problem
from marketplace.core.transactions import require_transaction
from marketplace.core.transitions import move
from payments.cards.models import ReceivedLine
from payments.ledger.actions import reverse_group
from payments.reconciliation.actions.exceptions import NewException, raise_exceptions
from payments.reconciliation.errors import ReconciliationError
from payments.reconciliation.models import Match
from payments.reconciliation.permissions import check_can_reconcile
from payments.reconciliation.rules.exceptions.likely import likely
from payments.reconciliation.rules.refunds import REFUND
from payments.reconciliation.rules.states import MATCH_TRANSITIONS, MatchState


@transaction.atomic
def unmatch(*, by: Viewer, line_id: int) -> Match:
    """Undo a line's match: the money is unallocated again, the payment itself stays as it was.

    Posted on the line's own day, so that every balance by date is as if it had never been matched.
    Raises ReconciliationError when there is nothing to undo, or a refund went back the same way.
    """
    line = (
        ReceivedLine.objects.select_for_update(of=("self",))
        .select_related("account")
        .get(pk=line_id)
    )
    check_can_reconcile(by, line)
    match = Match.objects.active().filter(line=line).first()
    if match is None:
        raise ReconciliationError(problem("match_not_active"))
    _refuse_while_refunded(line)
    undo(by=by, match=match, line=line)
    return match


def undo(*, by: Viewer, match: Match, line: ReceivedLine) -> None:
    """Reverse a match of a locked line, and raise an exception in its place. Part of an action."""
    require_transaction()
    reverse_group(
        by=by, authority_id=line.authority_id, group=match.group, effective_date=line.booked_date
    )
    move(
        match,
        MatchState.UNDONE,
        table=MATCH_TRANSITIONS,
        by=by,
        event="line_unmatched",
        changes={"undone_at": by.at, **actor_columns("undone_by", by)},
        line_id=line.pk,
    )
    undone = likely(f"A match was undone. It was: {match.reason}")
    suggestion = {key: value for key, value in match.features.items() if key != "target"}
    raise_exceptions(by=by, found=[NewException(line, undone, suggestion)])


def _refuse_while_refunded(line: ReceivedLine) -> None:
    """A refund went back the way of this purchase, so it has to be undone first."""
    later = Match.objects.active().filter(
        line__account__person=line.account.person_id, line__amount_pence=-line.amount_pence
    )
    for match in later:
        if any(c[0] == REFUND and c[1] == line.pk for c in match.features.get("claims", [])):
            raise ReconciliationError(problem("match_refunded"))
