"""A council with one user for each role, seen from one side: where the samples of all rooms begin."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from allauth.account.models import EmailAddress

from marketplace.accounts.models import Authority, AuthorityHost, Membership, User
from marketplace.accounts.rules import Role
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


def _unsaved(side: Side) -> dict[str, Any]:
    return {
        "author_id": side.users[Role.BROKER].pk,
        "path": "/my/",
        "answers": [("words", ["Some words"])],
        "files": [],
    }


SAMPLES = Samples(
    make=make,
    addresses={"accounts:discard": lambda side: {"public_id": uuid4()}},
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
    },
    for_council=frozenset({"give_role", "end_role"}),
    # Who may do what is sent is asked by the action inside.
    for_anybody=frozenset({"send_once"}),
)
