"""Giving and ending what somebody is to a council. Nobody gives or ends a role of their own."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from marketplace.accounts.errors import AccountError
from marketplace.accounts.models import Membership, User
from marketplace.accounts.permissions import check
from marketplace.accounts.rules import MAY_GIVE_ROLES, Role
from marketplace.accounts.viewer import Viewer
from marketplace.core.audit import record
from marketplace.core.errors import problem


@transaction.atomic
def give_role(
    *, by: Viewer, user_id: int, authority_id: int, role: Role, approval_limit_pence: int = 0
) -> Membership:
    """Make a user something to a council from this instant; an approver's limit is pence a week.

    A role that ended, or that was to begin later, is given anew. Raises AccountError.
    """
    user = _locked(user_id)
    _check(by, user_id, authority_id)
    if user.memberships.current(by.today).filter(authority=authority_id, role=role).exists():
        raise AccountError(problem("role_held_already", role=role.label))
    given, _ = Membership.objects.update_or_create(
        user=user,
        authority_id=authority_id,
        role=role,
        defaults={
            "approval_limit_pence": approval_limit_pence,
            "granted_at": by.at,
            "from_date": None,
            "until_date": None,
        },
    )
    record(
        event="role_given",
        by=by,
        subject=given,
        user_id=user_id,
        role=role.value,
        approval_limit_pence=approval_limit_pence,
    )
    return given


@transaction.atomic
def end_role(*, by: Viewer, user_id: int, authority_id: int, role: Role) -> None:
    """From today on the user is this to the council no more. Raises AccountError."""
    user = _locked(user_id)
    _check(by, user_id, authority_id)
    current = user.memberships.current(by.today)
    held = current.filter(authority=authority_id, role=role).first()
    if held is None:
        raise AccountError(problem("role_not_held", role=role.label))
    record(event="role_ended", by=by, subject=held, user_id=user_id, role=role.value)
    if held.from_date == by.today:
        # A row must end after it begins, and this one held for less than a day: the trail has it.
        held.delete()
        return
    held.until_date = by.today
    held.save(update_fields=["until_date"])


def _locked(user_id: int) -> User:
    """Two who change roles of one user at once come one after the other."""
    return User.objects.select_for_update().get(pk=user_id)


def _check(by: Viewer, user_id: int, authority_id: int) -> None:
    check(by, MAY_GIVE_ROLES, authority_id)
    if by.user_id == user_id:
        raise PermissionDenied("Somebody else must give you a role, or end it.")
