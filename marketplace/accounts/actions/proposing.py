"""How a proposal is written and ended: parts of the actions that do so, whose permissions cover them."""

from collections.abc import Sequence

from marketplace.accounts.actions.announcing import ask_no_more
from marketplace.accounts.errors import AccountError
from marketplace.accounts.models import AskedRole, Invitation, StaffChange, Team
from marketplace.accounts.rules import (
    CHANGE_TRANSITIONS,
    INVITATION_TRANSITIONS,
    LIVE_INVITATIONS,
    PROPOSAL_WAITS,
    AskedFor,
    ChangeKind,
    ChangeState,
    InvitationState,
    asked_problems,
)
from marketplace.accounts.viewer import Viewer
from marketplace.core.actor_columns import actor_columns
from marketplace.core.errors import problem
from marketplace.core.transactions import require_transaction
from marketplace.core.transitions import move


def check_asked(by: Viewer, authority_id: int, asked: Sequence[AskedFor]) -> None:
    """Raises AccountError for roles that nobody can be given so, and for another council's team."""
    problems = asked_problems(asked, by.today)
    teams = {one.team_id for one in asked if one.team_id}
    own = Team.objects.filter(authority=authority_id, pk__in=teams).open(by.today)
    if own.count() != len(teams):
        problems.append(problem("team_unknown", "team"))
    if problems:
        raise AccountError(*problems)


def facts_of(asked: Sequence[AskedFor], user_id: int | None) -> dict[str, int | list[str] | None]:
    """What the audit trail keeps of roles that are asked for."""
    limit = max((one.approval_limit_pence for one in asked), default=0)
    return {
        "user_id": user_id,
        "roles": [one.role.value for one in asked],
        "approval_limit_pence": limit,
    }


def new_change(
    *, by: Viewer, authority_id: int, kind: ChangeKind, user_id: int | None = None
) -> StaffChange:
    """A proposal that waits. Part of the action that makes it. A machine's is confirmed at once."""
    require_transaction()
    decided = {}
    if by.actor is not None:
        decided = {
            "state": ChangeState.CONFIRMED,
            "decided_at": by.at,
            **actor_columns("decided_by", by),
        }
    return StaffChange.objects.create(
        authority_id=authority_id,
        kind=kind,
        user_id=user_id,
        lapses_on=by.today + PROPOSAL_WAITS,
        proposed_at=by.at,
        **actor_columns("proposed_by", by),
        **decided,
    )


def ask_for(change: StaffChange, asked: Sequence[AskedFor]) -> None:
    """Write which roles a change gives. Part of the action that makes it."""
    require_transaction()
    AskedRole.objects.bulk_create(
        AskedRole(
            change=change,
            role=one.role,
            approval_limit_pence=one.approval_limit_pence,
            team_id=one.team_id,
            from_date=one.from_date,
            until_date=one.until_date,
        )
        for one in asked
    )


def end_changes(*, by: Viewer, changes: Sequence[StaffChange], to: ChangeState) -> None:
    """Nothing comes of these proposals, nor of their invitations. Part of the action that ends them."""
    require_transaction()
    move(
        changes,
        to,
        table=CHANGE_TRANSITIONS,
        by=by,
        event=f"staff_change_{to}",
        changes={"decided_at": by.at, **actor_columns("decided_by", by)},
    )
    closed = InvitationState.LAPSED if to == ChangeState.LAPSED else InvitationState.WITHDRAWN
    invitations = Invitation.objects.filter(change__in=[c.pk for c in changes])
    end_invitations(
        by=by, invitations=list(invitations.filter(state__in=LIVE_INVITATIONS)), to=closed
    )
    ask_no_more(by, changes)


def end_invitations(*, by: Viewer, invitations: Sequence[Invitation], to: InvitationState) -> None:
    """No link of these works any more. Part of the action that ends them."""
    require_transaction()
    move(invitations, to, table=INVITATION_TRANSITIONS, by=by, event=f"invitation_{to}")
