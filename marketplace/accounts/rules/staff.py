"""Who works for a council: what one administrator asks for and a second one confirms.

Giving takes two of them; taking away takes one, and holds at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from marketplace.accounts.rules.roles import Role
from marketplace.core.errors import Problem, problem
from marketplace.core.labels import LabelledEnum

#: The roles that administrators give. A person's own comes with their record, a supplier's with its
#: organisation.
GIVEN_HERE = tuple(role for role in Role if role not in (Role.PERSON, Role.SUPPLIER))
#: Those who approve plans, up to a limit of their own.
WITH_LIMIT = frozenset({Role.APPROVER, Role.SENIOR_APPROVER})
#: How long a proposal waits. Judgement: a fortnight outlasts the second administrator's leave.
PROPOSAL_WAITS = timedelta(days=14)
#: How long the link of an invitation works. Judgement: a week, as long as undelivered mail is tried.
LINK_WORKS = timedelta(days=7)


class ChangeKind(LabelledEnum):
    """What is asked for."""

    ROLE = "role", "Role"
    INVITATION = "invitation", "Invitation"


class ChangeState(LabelledEnum):
    """How far a proposal has come."""

    PROPOSED = "proposed", "Not confirmed"
    CONFIRMED = "confirmed", "Confirmed"
    REFUSED = "refused", "Refused"
    WITHDRAWN = "withdrawn", "Withdrawn"
    LAPSED = "lapsed", "Too late"


CHANGE_TRANSITIONS: dict[ChangeState, frozenset[ChangeState]] = {
    ChangeState.PROPOSED: frozenset(ChangeState) - {ChangeState.PROPOSED},
    ChangeState.CONFIRMED: frozenset(),
    ChangeState.REFUSED: frozenset(),
    ChangeState.WITHDRAWN: frozenset(),
    ChangeState.LAPSED: frozenset(),
}


class InvitationState(LabelledEnum):
    """How far an invitation has come: its link opens something only while it is open."""

    WAITING = "waiting", "Not confirmed"
    OPEN = "open", "Invited"
    ACCEPTED = "accepted", "Accepted"
    WITHDRAWN = "withdrawn", "Withdrawn"
    LAPSED = "lapsed", "Too late"


#: Of these, an address has one in a council at a time.
LIVE_INVITATIONS = (InvitationState.WAITING, InvitationState.OPEN)
INVITATION_TRANSITIONS: dict[InvitationState, frozenset[InvitationState]] = {
    InvitationState.WAITING: frozenset(
        {InvitationState.OPEN, InvitationState.WITHDRAWN, InvitationState.LAPSED}
    ),
    InvitationState.OPEN: frozenset(
        {InvitationState.ACCEPTED, InvitationState.WITHDRAWN, InvitationState.LAPSED}
    ),
    InvitationState.ACCEPTED: frozenset(),
    InvitationState.WITHDRAWN: frozenset(),
    InvitationState.LAPSED: frozenset(),
}


class StaffTask(LabelledEnum):
    """What an administrator has to do."""

    CONFIRM = "confirm_staff_change", "Confirm or refuse what a colleague gets"


class StaffNotice(LabelledEnum):
    """What somebody is told about those who work here."""

    CONFIRMED = "staff_change_confirmed", "Confirmed by 2 administrators"
    STOPPED = "staff_change_stopped", "Refused by an administrator"
    ACCEPTED = "staff_invitation_accepted", "Invitation accepted"
    ENDED = "staff_role_ended", "Role ended"


@dataclass(frozen=True)
class AskedFor:
    """One role that somebody is to have. The limit is pence a week, of those who approve plans.

    Without a first day it begins when it is confirmed, or the invitation accepted; `until_date` is
    the first day without it.
    """

    role: Role
    approval_limit_pence: int = 0
    team_id: int | None = None
    from_date: date | None = None
    until_date: date | None = None


def asked_problems(asked: Sequence[AskedFor], today: date) -> list[Problem]:
    """Why these roles cannot be asked for."""
    if not asked:
        return [problem("staff_without_role", "role")]
    return [found for one in asked for found in _problems_of(one, today)]


def _problems_of(one: AskedFor, today: date) -> list[Problem]:
    found = []
    if one.role not in GIVEN_HERE:
        found.append(problem("role_not_given_here", "role", role=one.role.label))
    if one.role in WITH_LIMIT and one.approval_limit_pence <= 0:
        found.append(problem("limit_missing", "limit", role=one.role.label))
    if one.role not in WITH_LIMIT and one.approval_limit_pence:
        found.append(problem("limit_without_role", "limit", role=one.role.label))
    if one.from_date and one.from_date < today:
        found.append(problem("role_begins_before_today", "from_date"))
    if one.until_date and one.until_date <= max(one.from_date or today, today):
        found.append(problem("role_ends_before_it_begins", "last_day"))
    return found


@dataclass(frozen=True)
class Proposal:
    """What decides who may confirm: who proposed it, whom it gives something, whether it still waits.

    An id is None for a machine, and for somebody who has no account yet.
    """

    state: ChangeState
    proposed_by: int | None
    gives_to: int | None
    lapses_on: date


def confirm_problems(proposal: Proposal, user_id: int | None, today: date) -> list[Problem]:
    """Why this user cannot confirm it: a second administrator does, and never for themselves."""
    if waiting := _waiting_problems(proposal, today):
        return waiting
    if user_id == proposal.proposed_by:
        return [problem("change_needs_second")]
    return [problem("change_is_own")] if user_id == proposal.gives_to else []


def _waiting_problems(proposal: Proposal, today: date) -> list[Problem]:
    if proposal.state != ChangeState.PROPOSED:
        return [problem("change_decided", state=proposal.state.label)]
    return (
        [problem("change_too_late", day=proposal.lapses_on)] if today >= proposal.lapses_on else []
    )


def stop_problems(proposal: Proposal) -> list[Problem]:
    """Why a proposal cannot be refused or withdrawn: anybody's, while it waits."""
    if proposal.state != ChangeState.PROPOSED:
        return [problem("change_decided", state=proposal.state.label)]
    return []


def stopped_as(proposal: Proposal, user_id: int | None) -> ChangeState:
    """What stopping it is: its own administrator withdraws it, another one refuses it."""
    own = user_id == proposal.proposed_by
    return ChangeState.WITHDRAWN if own else ChangeState.REFUSED


def answer_problems(
    state: InvitationState,
    *,
    is_late: bool,
    has_account: bool,
    is_signed_in: bool,
    is_invited: bool,
    decided: bool,
) -> list[Problem]:
    """Why an invitation cannot be accepted: it is over, or is not for whoever is signed in.

    `is_invited`: the account is that of the invited address. `decided`: whoever is signed in
    proposed or confirmed it.
    """
    if state == InvitationState.WAITING:
        return [problem("invitation_not_confirmed")]
    if state != InvitationState.OPEN or is_late:
        return [problem("invitation_over")]
    if not is_signed_in:
        return [problem("invitation_sign_in_first")] if has_account else []
    if not is_invited:
        return [problem("invitation_for_another")]
    return [problem("invitation_own")] if decided else []
