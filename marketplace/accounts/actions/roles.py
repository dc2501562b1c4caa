"""What somebody is to a council: given by a second administrator's word, ended by one's alone."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction

from marketplace.accounts.actions.announcing import tell_auditors
from marketplace.accounts.actions.proposing import end_changes
from marketplace.accounts.errors import AccountError
from marketplace.accounts.models import Membership, StaffChange, User
from marketplace.accounts.permissions import check
from marketplace.accounts.rules import (
    MAY_GIVE_ROLES,
    MAY_GIVE_ROLES_ALONE,
    WITH_LIMIT,
    AskedFor,
    ChangeKind,
    ChangeState,
    Role,
    StaffNotice,
)
from marketplace.accounts.signals import role_changed
from marketplace.accounts.viewer import Viewer
from marketplace.core.audit import record
from marketplace.core.errors import problem
from marketplace.core.transactions import require_transaction


@transaction.atomic
def give_role(
    *, by: Viewer, user_id: int, authority_id: int, role: Role, approval_limit_pence: int = 0
) -> Membership:
    """Make a user something to a council from this instant; an approver's limit is pence a week.

    For machines: no role holds the permission, since an administrator alone gives nobody anything.
    A role that ended, or that was to begin later, is given anew. Raises AccountError.
    """
    user = locked_user(user_id)
    check(by, MAY_GIVE_ROLES_ALONE, authority_id)
    if user.memberships.current(by.today).filter(authority=authority_id, role=role).exists():
        raise AccountError(problem("role_held_already", role=role.label))
    asked = AskedFor(role, approval_limit_pence)
    return hold_role(by=by, user=user, authority_id=authority_id, asked=asked)


def hold_role(*, by: Viewer, user: User, authority_id: int, asked: AskedFor) -> Membership:
    """Write what was given. Part of the action that gave it, whose permission covers it."""
    require_transaction()
    given, _ = Membership.objects.update_or_create(
        user=user,
        authority_id=authority_id,
        role=asked.role,
        defaults={
            "approval_limit_pence": asked.approval_limit_pence,
            "team_id": asked.team_id,
            "granted_at": by.at,
            "from_date": asked.from_date,
            "until_date": asked.until_date,
        },
    )
    record(
        event="role_given",
        by=by,
        subject=given,
        user_id=user.pk,
        role=asked.role.value,
        approval_limit_pence=asked.approval_limit_pence,
    )
    role_changed.send(sender=Membership, by=by, membership=given)
    return given


@transaction.atomic
def end_role(
    *, by: Viewer, user_id: int, authority_id: int, role: Role, from_date: date | None = None
) -> None:
    """From a day on (today, unless said) the user is this to the council no more. One administrator
    does it alone, but never to themselves. What was proposed about this role is withdrawn: it would
    give it back. Raises AccountError."""
    waiting = StaffChange.objects.waiting().filter(
        user=user_id, authority=authority_id, kind=ChangeKind.ROLE, asked_roles__role=role
    )
    # As whoever confirms: first the proposal, then the user.
    list(waiting.select_for_update(of=("self",)))
    user = locked_user(user_id)
    check(by, MAY_GIVE_ROLES, authority_id)
    if by.user_id == user_id:
        raise PermissionDenied("Somebody else must end your role.")
    held = user.memberships.not_ended(by.today).filter(authority=authority_id, role=role).first()
    if held is None:
        raise AccountError(problem("role_not_held", role=role.label))
    day = from_date or by.today
    if day < by.today:
        raise AccountError(problem("role_ends_before_today", "from_date"))
    tell_auditors(by, StaffNotice.ENDED, held, authority_id)
    end_membership(by=by, held=held, day=day)
    end_changes(by=by, changes=list(waiting.order_by("pk")), to=ChangeState.WITHDRAWN)


def end_membership(*, by: Viewer, held: Membership, day: date) -> None:
    """End one role from a day. Part of the action that ends it, whose permission covers it."""
    require_transaction()
    record(
        event="role_ended",
        by=by,
        subject=held,
        user_id=held.user_id,
        role=held.role,
        day=str(day),
    )
    if held.from_date and held.from_date >= day:
        # A row must end after it begins, and this one would hold for no day: the trail has it.
        held.delete()
    elif held.until_date is None or held.until_date > day:
        held.until_date = day
        held.save(update_fields=["until_date"])
    role_changed.send(sender=Membership, by=by, membership=held)


@transaction.atomic
def lower_limit(
    *, by: Viewer, user_id: int, authority_id: int, role: Role, approval_limit_pence: int
) -> None:
    """Let a manager approve less, in pence a week, at once. Raises AccountError for a higher limit."""
    user = locked_user(user_id)
    check(by, MAY_GIVE_ROLES, authority_id)
    if by.user_id == user_id:
        raise PermissionDenied("Somebody else must change your limit.")
    held = user.memberships.not_ended(by.today).filter(authority=authority_id, role=role).first()
    if held is None or role not in WITH_LIMIT:
        raise AccountError(problem("role_not_held", role=role.label))
    if approval_limit_pence > held.approval_limit_pence:
        raise AccountError(problem("limit_raised", "limit"))
    held.approval_limit_pence = approval_limit_pence
    held.save(update_fields=["approval_limit_pence"])
    record(
        event="limit_lowered",
        by=by,
        subject=held,
        user_id=user_id,
        approval_limit_pence=approval_limit_pence,
    )


def empty_team(*, team_id: int) -> None:
    """Nobody is in a team any more; their roles stay. Part of the action that closes it."""
    require_transaction()
    Membership.objects.filter(team=team_id).update(team=None)


def locked_user(user_id: int) -> User:
    """Two who change roles of one user at once come one after the other."""
    return User.objects.select_for_update().get(pk=user_id)
