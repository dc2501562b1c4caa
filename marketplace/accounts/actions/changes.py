"""What one administrator proposes, and a second one confirms or refuses."""

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.db import transaction

from marketplace.accounts.actions.announcing import ask_no_more, ask_second, tell_auditors
from marketplace.accounts.actions.roles import hold_role, locked_user
from marketplace.accounts.errors import AccountError
from marketplace.accounts.models import AskedRole, Invitation, StaffChange, Team
from marketplace.accounts.permissions import check
from marketplace.accounts.rules import (
    CHANGE_TRANSITIONS,
    INVITATION_TRANSITIONS,
    LINK_WORKS,
    LIVE_INVITATIONS,
    MAY_GIVE_ROLES,
    MAY_GIVE_ROLES_ALONE,
    PROPOSAL_WAITS,
    AskedFor,
    ChangeKind,
    ChangeState,
    InvitationState,
    Role,
    StaffNotice,
    asked_problems,
    confirm_problems,
    stop_problems,
    stopped_as,
)
from marketplace.accounts.signals import invitation_opened
from marketplace.accounts.viewer import Viewer
from marketplace.core.actor_columns import actor_columns
from marketplace.core.audit import record
from marketplace.core.errors import NotVisible, problem
from marketplace.core.transactions import require_transaction
from marketplace.core.transitions import move


@transaction.atomic
def propose_roles(
    *, by: Viewer, user_id: int, authority_id: int, asked: Sequence[AskedFor]
) -> StaffChange:
    """Ask that a colleague has these roles, or a role that they have with another limit, team or end.

    It holds when a second administrator has confirmed it. Raises AccountError.
    """
    user = locked_user(user_id)
    check(by, MAY_GIVE_ROLES, authority_id)
    if by.user_id == user_id:
        raise PermissionDenied("Somebody else must propose a role for you.")
    if not user.memberships.filter(authority=authority_id, role__in=list(Role)).exists():
        raise NotVisible
    check_asked(by, authority_id, asked)
    same = StaffChange.objects.waiting().filter(user=user, authority=authority_id)
    if same.filter(asked_roles__role__in=[one.role for one in asked]).exists():
        raise AccountError(problem("role_proposed_already", "role"))
    change = new_change(by=by, authority_id=authority_id, kind=ChangeKind.ROLE, user_id=user_id)
    ask_for(change, asked)
    record(event="roles_proposed", by=by, subject=change, **facts_of(asked, user_id))
    ask_second(by, change)
    return change


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


@transaction.atomic
def confirm_change(*, by: Viewer, change_id: int) -> StaffChange:
    """Let a proposal hold: the word of a second administrator, who gets nothing by it.

    Raises AccountError where it was decided meanwhile, came too late, or is one's own.
    """
    change = locked_change(change_id)
    check(by, MAY_GIVE_ROLES, change.authority_id)
    if by.user is None:
        raise PermissionDenied("A second administrator must confirm this.")
    if problems := confirm_problems(change.proposal, by.user_id, by.today):
        raise AccountError(*problems)
    move(
        change,
        ChangeState.CONFIRMED,
        table=CHANGE_TRANSITIONS,
        by=by,
        event="staff_change_confirmed",
        changes={"decided_at": by.at, **actor_columns("decided_by", by)},
        user_id=change.user_id,
    )
    carry_out(by=by, change=change)
    ask_no_more(by, [change])
    tell_auditors(by, StaffNotice.CONFIRMED, change, change.authority_id, change.proposed_by)
    return change


def carry_out(*, by: Viewer, change: StaffChange) -> None:
    """Do what a proposal asked for. Part of its confirmation."""
    require_transaction()
    if change.kind == ChangeKind.INVITATION:
        open_invitation(by=by, invitation=change.invitation)
    elif change.user_id:
        give_asked(by=by, change=change, user_id=change.user_id)


def give_asked(*, by: Viewer, change: StaffChange, user_id: int) -> None:
    """Give a user the roles of a change that are not over before they began."""
    require_transaction()
    user = locked_user(user_id)
    for row in change.asked_roles.all():
        if row.until_date is None or row.until_date > by.today:
            asked = AskedFor(
                Role(row.role),
                row.approval_limit_pence,
                row.team_id,
                max(row.from_date or by.today, by.today),
                row.until_date,
            )
            hold_role(by=by, user=user, authority_id=change.authority_id, asked=asked)


def open_invitation(*, by: Viewer, invitation: Invitation) -> None:
    """From now on its links work; one is mailed. Part of the action that opens it."""
    require_transaction()
    move(
        invitation,
        InvitationState.OPEN,
        table=INVITATION_TRANSITIONS,
        by=by,
        event="invitation_opened",
        changes={"expires_at": by.at + LINK_WORKS},
    )
    invitation_opened.send(sender=Invitation, invitation_id=invitation.pk)


@transaction.atomic
def stop_change(*, by: Viewer, change_id: int) -> StaffChange:
    """Say no: who proposed it withdraws it, another administrator refuses it. Raises AccountError."""
    change = locked_change(change_id)
    check(by, MAY_GIVE_ROLES, change.authority_id)
    if problems := stop_problems(change.proposal):
        raise AccountError(*problems)
    to = stopped_as(change.proposal, by.user_id)
    end_changes(by=by, changes=[change], to=to)
    tell_auditors(by, StaffNotice.STOPPED, change, change.authority_id, change.proposed_by)
    return change


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


@transaction.atomic
def lapse_changes(*, by: Viewer) -> int:
    """End what nobody confirmed in time, and invitations that nobody accepted. Answers how many."""
    check(by, MAY_GIVE_ROLES_ALONE, by.council_id)
    rows = StaffChange.objects.select_for_update().overdue(by.today).order_by("pk")
    late = list(rows)
    end_changes(by=by, changes=late, to=ChangeState.LAPSED)
    invitations = Invitation.objects.select_for_update().overdue(by.at).order_by("pk")
    unanswered = list(invitations)
    end_invitations(by=by, invitations=unanswered, to=InvitationState.LAPSED)
    return len(late) + len(unanswered)


def locked_change(change_id: int) -> StaffChange:
    """Two who decide at once come one after the other. Raises NotVisible for an unknown id."""
    change = StaffChange.objects.select_for_update().filter(pk=change_id).first()
    if change is None:
        raise NotVisible
    return change
