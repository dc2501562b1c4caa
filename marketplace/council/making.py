"""Making a council that was asked for, with an invitation for each of its first administrators."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import transaction

from marketplace.accounts.actions.invitations import Invited, invite, withdraw_invitation
from marketplace.accounts.models import Authority, Invitation
from marketplace.accounts.permissions import check
from marketplace.accounts.queries import users_holding
from marketplace.accounts.rules import MAY_MAKE_COUNCILS, AskedFor, Role
from marketplace.accounts.viewer import Viewer
from marketplace.core.errors import problem
from marketplace.council.errors import CouncilRefused
from marketplace.council.pack import start_council
from marketplace.council.queries import taken_by_councils
from marketplace.council.rules import (
    FIRST_ADMINISTRATORS,
    Administrator,
    CouncilAnswers,
    administrator_problems,
    administrators_problems,
    council_problems,
)


@dataclass(frozen=True)
class MadeCouncil:
    """A new council, and its first administrators with the secrets of their links, which are shown once."""

    authority: Authority
    invited: tuple[Invited, ...]


@transaction.atomic
def make_council(
    *, by: Viewer, answers: CouncilAnswers, administrators: Sequence[Administrator]
) -> MadeCouncil:
    """A council with all that a new one begins with, and an invitation for each first administrator.

    Raises CouncilRefused, and then nothing is made.
    """
    check(by, MAY_MAKE_COUNCILS, by.council_id)
    problems = council_problems(answers, taken_by_councils())
    CouncilRefused.refuse_if_any([*problems, *administrators_problems(administrators)])
    authority = start_council(by=by, answers=answers)
    within = replace(by, authority=authority)
    return MadeCouncil(authority, tuple(_invite(within, authority, one) for one in administrators))


@transaction.atomic
def invite_missing(*, by: Viewer, authority: Authority, administrator: Administrator) -> Invited:
    """A link for an administrator of a council that has too few to invite one; an older one to the
    same address works no more.

    Raises CouncilRefused where enough are there, and where it is not a name and an address.
    """
    Authority.objects.select_for_update().get(pk=authority.pk)
    check(by, MAY_MAKE_COUNCILS, authority.pk)
    held = len(users_holding([Role.ADMINISTRATOR], authority.pk, by.today))
    if held >= FIRST_ADMINISTRATORS:
        raise CouncilRefused(problem("council_has_administrators", number=held))
    CouncilRefused.refuse_if_any(administrator_problems(administrator))
    address = administrator.email.lower()
    for one in Invitation.objects.live().filter(authority=authority, email=address):
        withdraw_invitation(by=by, invitation_id=one.pk)
    return _invite(by, authority, administrator)


def _invite(by: Viewer, authority: Authority, one: Administrator) -> Invited:
    return invite(
        by=by,
        authority_id=authority.pk,
        email=one.email,
        name=one.name,
        roles=[AskedFor(Role.ADMINISTRATOR)],
    )
