"""Reversing a match of a payment that then needs a person. Part of an action."""

from collections.abc import Sequence

from marketplace.accounts.viewer import Viewer
from marketplace.core.actor_columns import actor_columns
from marketplace.core.transactions import require_transaction
from marketplace.core.transitions import move
from payments.ledger.actions import reverse_group, reverse_groups
from payments.reconciliation.actions.exceptions import NewException, raise_exceptions
from payments.reconciliation.actions.findings import NewFinding, keep_findings, subject_of_line
from payments.reconciliation.models import DueClaim, Match
from payments.reconciliation.rules.decisions import Finding
from payments.reconciliation.rules.exception_registry import kind_of
from payments.reconciliation.rules.states import MATCH_TRANSITIONS, MatchState


def undo(*, by: Viewer, match: Match, finding: Finding) -> None:
    """Reverse a match of a locked person, and raise an exception in its place.

    On the payment's own day, or on the first open day where its period is closed.
    """
    require_transaction()
    line = match.line
    reverse_group(by=by, authority_id=line.authority_id, group=match.group)
    move(
        match,
        MatchState.UNDONE,
        table=MATCH_TRANSITIONS,
        by=by,
        event="line_unmatched",
        changes={"undone_at": by.at, **actor_columns("undone_by", by)},
        line_id=line.pk,
    )
    match.claims.update(released_at=by.at)
    subject = subject_of_line(line)
    said = NewFinding(finding.code, kind_of(finding), finding.sentence)
    keep_findings(by=by, found={subject: [said]})
    of_the_match = ("target", "claimed")
    suggestion = {key: value for key, value in match.features.items() if key not in of_the_match}
    raise_exceptions(by=by, found=[NewException(subject, finding, suggestion, line=line)])


def reverse_matches(*, by: Viewer, matches: Sequence[Match]) -> None:
    """Reverse the matches of locked people whose payments leave the books: nobody needs to look."""
    require_transaction()
    for authority_id in sorted({match.authority_id for match in matches}):
        groups = [match.group for match in matches if match.authority_id == authority_id]
        reverse_groups(by=by, authority_id=authority_id, groups=groups)
    move(
        matches,
        MatchState.UNDONE,
        table=MATCH_TRANSITIONS,
        by=by,
        event="lines_left",
        changes={"undone_at": by.at, **actor_columns("undone_by", by)},
    )
    DueClaim.objects.active().filter(match__in=matches).update(released_at=by.at)
