"""A council with one user for each role, seen from one side: where the samples of all rooms begin."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import uuid4

from allauth.account.models import EmailAddress

from marketplace.accounts.models import (
    AskedRole,
    Authority,
    AuthorityHost,
    Invitation,
    Membership,
    StaffChange,
    User,
)
from marketplace.accounts.rules import AskedFor, ChangeKind, Role
from marketplace.accounts.viewer import Viewer
from marketplace.core.actors import SystemActor
from marketplace.core.rooms import Samples, collected

#: Pence a week that a manager may approve: a plan of the samples is within it, or beyond the budget.
LIMITS = {Role.APPROVER: 35_000, Role.SENIOR_APPROVER: 200_000}


@dataclass
class Side:
    """Whose rows: one set of users in one council, and what each room made for them.

    `slug` and `host` are the council's. Two sides of one council share its words, schemes and
    pages; the second is the stranger. `began` is when the case began, some weeks before today.
    """

    name: str
    slug: str
    host: str
    began: datetime
    is_stranger: bool = False
    rows: dict[str, Any] = field(default_factory=dict)
    users: dict[Role, User] = field(default_factory=dict)

    @property
    def council(self) -> Authority:
        found: Authority = self.rows["council"]
        return found

    def at(self, days: int = 0) -> datetime:
        """So many days after the case began."""
        return self.began + timedelta(days=days)

    def viewer(self, role: Role, days: int = 0) -> Viewer:
        """This side's holder of a role, so many days after the case began."""
        return Viewer.of(self.users[role], self.council, self.at(days))

    def machine(self, days: int = 0) -> Viewer:
        """A system actor with every permission that any room declares."""
        actor = SystemActor("samples", frozenset(collected().permissions))
        return Viewer.machine(actor, self.at(days), self.council)


def make(side: Side) -> None:
    """The council, unless the other side of it made it, and one user for each role."""
    council, created = Authority.objects.get_or_create(
        slug=side.slug,
        defaults={
            "name": f"{side.slug.title()} Council",
            "short_name": side.slug.title(),
            "help_phone": "01632 960 100",
            "help_hours": "weekdays 8am to 6pm",
            "email": f"help@{side.slug}.example",
        },
    )
    if created:
        AuthorityHost.objects.create(authority=council, host=side.host)
    side.rows["council"] = council
    side.users = {role: _user(side, council, role) for role in Role}
    _propose(side)


def _user(side: Side, council: Authority, role: Role) -> User:
    email = f"{role}.{side.name}@{side.slug}.example"
    user = User.objects.create(
        email=email, name=f"{role.label} {side.name}", date_joined=side.began
    )
    user.set_unusable_password()
    user.save(update_fields=["password"])
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    Membership.objects.create(
        user=user,
        authority=council,
        role=role,
        approval_limit_pence=LIMITS.get(role, 0),
        granted_at=side.began,
    )
    return user


def _nothing(side: Side) -> dict[str, Any]:
    return {"counted": {}}


def _role(side: Side) -> dict[str, Any]:
    holder = side.users[Role.BROKER]
    return {"user_id": holder.pk, "authority_id": side.council.pk, "role": Role.BROKER}


def _kept(side: Side) -> dict[str, Any]:
    return {"public_id": uuid4(), "sent": False}


def _propose(side: Side) -> None:
    """One proposal, of an administrator, about somebody else, and one invitation."""
    council = side.council
    rows = {
        "authority": council,
        "lapses_on": side.at(400).date(),
        "proposed_at": side.began,
        "proposed_by": side.users[Role.ADMINISTRATOR],
    }
    for_role = StaffChange.objects.create(
        kind=ChangeKind.ROLE, user=side.users[Role.BROKER], **rows
    )
    asked = {"role": Role.PRACTITIONER}
    AskedRole.objects.create(change=for_role, **asked)
    to_join = StaffChange.objects.create(kind=ChangeKind.INVITATION, **rows)
    AskedRole.objects.create(change=to_join, **asked)
    side.rows["change"] = for_role
    side.rows["invitation"] = Invitation.objects.create(
        authority=council,
        change=to_join,
        name="New Colleague",
        email=f"new.{side.name}@{side.slug}.example",
        shown_hash=sha256(f"{side.slug} {side.name}".encode()).hexdigest(),
        expires_at=side.at(400),
    )


def _change(side: Side) -> dict[str, Any]:
    return {"change_id": side.rows["change"].pk}


def _invitation(side: Side) -> dict[str, Any]:
    return {"invitation_id": side.rows["invitation"].pk}


def _invited(side: Side) -> dict[str, Any]:
    return {
        "authority_id": side.council.pk,
        "email": f"another.{side.name}@{side.slug}.example",
        "name": "Another Colleague",
        "roles": [AskedFor(Role.BROKER)],
    }


def _proposed(side: Side) -> dict[str, Any]:
    holder = side.users[Role.BROKER].pk
    asked = [AskedFor(Role.FINANCE)]
    return {"user_id": holder, "authority_id": side.council.pk, "asked": asked}


def _unsaved(side: Side) -> dict[str, Any]:
    return {
        "author_id": side.users[Role.BROKER].pk,
        "path": "/my/",
        "answers": [("words", ["Some words"])],
        "files": [],
    }


SAMPLES = Samples(
    make=make,
    addresses={
        "accounts:discard": lambda side: {"public_id": uuid4()},
        "accounts:invitation": lambda side: {"token": "no-link"},
        "accounts:change": _change,
        "accounts:confirm": _change,
        "accounts:stop": _change,
        "accounts:withdraw": _invitation,
    },
    # The secret of its link is kept nowhere, so no sample can open one.
    not_at_once=frozenset({"accounts:invitation"}),
    calls={
        "count_try": _nothing,
        "take_back_try": _nothing,
        "note_failure": lambda side: {
            "event": "sign_in_failed",
            "user": None,
            "council": side.council,
            "keys": [],
        },
        "forget_tries": lambda side: {},
        "keep_answers": _unsaved,
        "drop_answers": _kept,
        "forget_answers": lambda side: {},
        "forget_sent_forms": lambda side: {},
        "give_role": _role,
        "end_role": _role,
        "invite": _invited,
        "withdraw_invitation": _invitation,
        "accept_invitation": lambda side: {"token": "no-link"},
        "new_link": _invitation,
        "propose_roles": _proposed,
        "confirm_change": _change,
        "stop_change": _change,
        "lapse_changes": lambda side: {},
    },
    for_council=frozenset(
        {
            "end_role",
            "invite",
            "withdraw_invitation",
            "propose_roles",
            "confirm_change",
            "stop_change",
        }
    ),
    # Who may do what is sent is asked by the action inside.
    for_anybody=frozenset({"send_once"}),
)
