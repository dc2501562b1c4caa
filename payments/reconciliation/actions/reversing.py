"""Reversing a match of a payment that then needs a person. Part of an action."""

from marketplace.accounts.viewer import Viewer
from marketplace.core.actor_columns import actor_columns
from marketplace.core.transactions import require_transaction
from marketplace.core.transitions import move
from payments.ledger.actions import reverse_group
from payments.reconciliation.actions.exceptions import NewException, raise_exceptions
from payments.reconciliation.models import Match
from payments.reconciliation.rules.decisions import Finding
from payments.reconciliation.rules.states import MATCH_TRANSITIONS, MatchState


def undo(*, by: Viewer, match: Match, finding: Finding) -> None:
    """Reverse a match of a locked person, on the payment's own day, and raise an exception in its place."""
    require_transaction()
    line = match.line
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
    suggestion = {key: value for key, value in match.features.items() if key != "target"}
    raise_exceptions(by=by, found=[NewException(line, finding, suggestion)])
