"""Asking somebody to work for a council, by a link that works once, and their saying yes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from secrets import token_urlsafe

from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied
from django.db import transaction

from marketplace.accounts.actions.announcing import ask_second, tell_auditors
from marketplace.accounts.actions.changes import (
    ask_for,
    check_asked,
    end_changes,
    end_invitations,
    facts_of,
    give_asked,
    new_change,
    open_invitation,
)
from marketplace.accounts.errors import AccountError
from marketplace.accounts.models import Authority, Invitation, User
from marketplace.accounts.permissions import check
from marketplace.accounts.queries import HASHED_FOR, answering_problems, invitation_of, user_called
from marketplace.accounts.rules import (
    INVITATION_TRANSITIONS,
    LINK_WORKS,
    LIVE_INVITATIONS,
    MAY_GIVE_ROLES,
    MAY_MAIL_INVITATIONS,
    PROPOSAL_WAITS,
    AskedFor,
    ChangeKind,
    ChangeState,
    InvitationState,
    StaffNotice,
)
from marketplace.accounts.viewer import Viewer
from marketplace.core.audit import record
from marketplace.core.errors import NotVisible, problem
from marketplace.core.sealing import keyed_hashes
from marketplace.core.transitions import move

#: Bytes of a link's secret: as many as nobody guesses.
SECRET_BYTES = 32


@dataclass(frozen=True)
class Invited:
    """An invitation and the secret of its link, which is kept nowhere: whoever invites sees it once."""

    invitation: Invitation
    token: str


@transaction.atomic
def invite(
    *, by: Viewer, authority_id: int, email: str, name: str, roles: Sequence[AskedFor]
) -> Invited:
    """Ask somebody to work for a council, in these roles. A machine's link works at once, and is
    mailed; an administrator's when a second one has confirmed it. Raises AccountError.
    """
    # Two who invite one address at once come one after the other.
    Authority.objects.select_for_update().filter(pk=authority_id).first()
    check(by, MAY_GIVE_ROLES, authority_id)
    address = email.strip().lower()
    check_asked(by, authority_id, roles)
    _refuse_second(by, authority_id, address)
    change = new_change(by=by, authority_id=authority_id, kind=ChangeKind.INVITATION)
    ask_for(change, roles)
    token = token_urlsafe(SECRET_BYTES)
    invitation = Invitation.objects.create(
        authority_id=authority_id,
        change=change,
        email=address,
        name=name.strip(),
        shown_hash=keyed_hashes(token, HASHED_FOR)[0],
        expires_at=by.at + PROPOSAL_WAITS + LINK_WORKS,
    )
    record(event="staff_invited", by=by, subject=invitation, **facts_of(roles, None))
    if change.state == ChangeState.CONFIRMED:
        open_invitation(by=by, invitation=invitation)
    else:
        ask_second(by, change)
    return Invited(invitation, token)


def _refuse_second(by: Viewer, authority_id: int, address: str) -> None:
    """An address has one invitation at a time, and a colleague needs none."""
    held = user_called(address)
    if held and held.memberships.at_work().not_ended(by.today).filter(authority=authority_id):
        raise AccountError(problem("invited_works_here", "email"))
    rows = Invitation.objects.filter(authority=authority_id, email=address)
    end_invitations(by=by, invitations=list(rows.overdue(by.at)), to=InvitationState.LAPSED)
    if rows.live().exists():
        raise AccountError(problem("invited_already", "email"))


@transaction.atomic
def new_link(*, by: Viewer, invitation_id: int) -> str:
    """The secret of a new mailed link; the mailed one before works no more. Raises NotVisible where
    the invitation is not open any more."""
    open_ones = Invitation.objects.filter(pk=invitation_id, state=InvitationState.OPEN)
    invitation = open_ones.select_for_update().first()
    if invitation is None or invitation.expires_at <= by.at:
        raise NotVisible
    check(by, MAY_MAIL_INVITATIONS, invitation.authority_id)
    token = token_urlsafe(SECRET_BYTES)
    invitation.mailed_hash = keyed_hashes(token, HASHED_FOR)[0]
    invitation.save(update_fields=["mailed_hash"])
    return token


@transaction.atomic
def withdraw_invitation(*, by: Viewer, invitation_id: int) -> None:
    """Its links work no more, at once. Raises AccountError for one that is over."""
    found = Invitation.objects.select_for_update().filter(pk=invitation_id)
    invitation = found.select_related("change").first()
    if invitation is None:
        raise NotVisible
    check(by, MAY_GIVE_ROLES, invitation.authority_id)
    if invitation.state not in LIVE_INVITATIONS:
        raise AccountError(problem("invitation_over"))
    if invitation.state == InvitationState.WAITING:
        end_changes(by=by, changes=[invitation.change], to=ChangeState.WITHDRAWN)
        return
    end_invitations(by=by, invitations=[invitation], to=InvitationState.WITHDRAWN)
    tell_auditors(by, StaffNotice.STOPPED, invitation.change, invitation.authority_id)


@transaction.atomic
def accept_invitation(*, by: Viewer, token: str, name: str = "", password: str = "") -> User:
    """Say yes: whoever is signed in with the invited address, or a new account with this name and
    password. The link is the permission, once.

    Raises NotVisible for a link that was never any, AccountError for one that works no more or is
    for another address.
    """
    found = invitation_of(by, token)
    if found is None:
        raise NotVisible
    invitation = Invitation.objects.select_for_update().select_related("change").get(pk=found.pk)
    if problems := answering_problems(by, invitation):
        raise AccountError(*problems)
    user = by.user or _new_account(by, invitation, token, name, password)
    if not user.is_active:
        raise PermissionDenied("This account is closed.")
    by = replace(by, user=user)
    move(
        invitation,
        InvitationState.ACCEPTED,
        table=INVITATION_TRANSITIONS,
        by=by,
        event="invitation_accepted",
        changes={"used_at": by.at, "used_by": user},
    )
    give_asked(by=by, change=invitation.change, user_id=user.pk)
    tell_auditors(
        by,
        StaffNotice.ACCEPTED,
        invitation.change,
        invitation.authority_id,
        invitation.change.proposed_by,
    )
    return user


def _new_account(by: Viewer, invitation: Invitation, token: str, name: str, password: str) -> User:
    """A link that was mailed was read at the address; so does whoever runs the server vouch for one.
    What an administrator was shown does not prove it: the address is confirmed at sign-in."""
    user = User.objects.create_user(
        invitation.email, password, name=name.strip(), date_joined=by.at
    )
    was_mailed = invitation.mailed_hash in keyed_hashes(token, HASHED_FOR)
    by_machine = bool(invitation.change.proposed_by_system)
    EmailAddress.objects.create(
        user=user, email=user.email, verified=was_mailed or by_machine, primary=True
    )
    own = replace(by, user=user)
    record(event="account_created", by=own, subject=user, mailed_link=int(was_mailed))
    return user
