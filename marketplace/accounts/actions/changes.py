"""What one administrator proposes, and a second one confirms or refuses."""

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.db import transaction

from marketplace.accounts.actions.announcing import ask_no_more, ask_second, tell_auditors
from marketplace.accounts.actions.covering import hand_over
from marketplace.accounts.actions.proposing import (
    ask_for,
    check_asked,
    end_changes,
    end_invitations,
    facts_of,
    new_change,
)
from marketplace.accounts.actions.roles import hold_role, locked_user, lower_limit
from marketplace.accounts.errors import AccountError
from marketplace.accounts.models import Invitation, StaffChange, Team
from marketplace.accounts.permissions import check
from marketplace.accounts.rules import (
    CHANGE_TRANSITIONS,
    INVITATION_TRANSITIONS,
    LINK_WORKS,
    MAY_GIVE_ROLES,
    MAY_GIVE_ROLES_ALONE,
    AskedFor,
    ChangeKind,
    ChangeState,
    InvitationState,
    Role,
    StaffNotice,
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
    known = user.memberships.at_work().filter(authority=authority_id)
    if not known.exists():
        raise NotVisible
    check_asked(by, authority_id, asked)
    later = [one.role for one in asked if one.from_date and one.from_date > by.today]
    if known.current(by.today).filter(role__in=later).exists():
        raise AccountError(problem("role_held_now", "from_date"))
    same = StaffChange.objects.waiting().filter(user=user, authority=authority_id)
    if same.filter(asked_roles__role__in=[one.role for one in asked]).exists():
        raise AccountError(problem("role_proposed_already", "role"))
    change = new_change(by=by, authority_id=authority_id, kind=ChangeKind.ROLE, user_id=user_id)
    ask_for(change, asked)
    record(event="roles_proposed", by=by, subject=change, **facts_of(asked, user_id))
    ask_second(by, change)
    return change


@transaction.atomic
def change_limit(
    *, by: Viewer, user_id: int, authority_id: int, role: Role, approval_limit_pence: int
) -> StaffChange | None:
    """Let a manager approve up to another weekly cost: less at once, more as a proposal, which is
    answered. Team and days stay. Raises AccountError."""
    held = locked_user(user_id).memberships.not_ended(by.today)
    check(by, MAY_GIVE_ROLES, authority_id)
    now = held.filter(authority=authority_id, role=role).first()
    if now is None or approval_limit_pence <= now.approval_limit_pence:
        lower_limit(
            by=by,
            user_id=user_id,
            authority_id=authority_id,
            role=role,
            approval_limit_pence=approval_limit_pence,
        )
        return None
    asked = AskedFor(role, approval_limit_pence, now.team_id, None, now.until_date)
    return propose_roles(by=by, user_id=user_id, authority_id=authority_id, asked=[asked])


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
    elif change.kind in (ChangeKind.COVER, ChangeKind.HAND_OVER):
        hand_over(by=by, row=change.hand_over)
    elif change.user_id:
        give_asked(by=by, change=change, user_id=change.user_id)


def give_asked(*, by: Viewer, change: StaffChange, user_id: int) -> None:
    """Give a user the roles of a change that are not over before they began, in teams still open."""
    require_transaction()
    user = locked_user(user_id)
    held = user.memberships.current(by.today).filter(authority=change.authority_id)
    since = dict(held.values_list("role", "from_date"))
    asked_roles = list(change.asked_roles.all())
    # Locked, so that whoever closes a team at this moment comes before or after.
    teams = Team.objects.select_for_update().open(by.today)
    teams = teams.filter(pk__in=[row.team_id for row in asked_roles])
    open_ids = set(teams.values_list("pk", flat=True))
    for row in asked_roles:
        if row.until_date and row.until_date <= by.today:
            continue
        first = max(row.from_date or by.today, by.today)
        asked = AskedFor(
            Role(row.role),
            row.approval_limit_pence,
            row.team_id if row.team_id in open_ids else None,
            since.get(row.role, first),
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
