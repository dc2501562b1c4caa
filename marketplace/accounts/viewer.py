"""Who looks or acts, in which council, when, and as what. Made once at each door and passed on."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Self

from marketplace.accounts.models import Authority, Membership, User
from marketplace.accounts.rules import Role
from marketplace.core.actors import SystemActor
from marketplace.core.dates import london_date
from marketplace.core.rooms import Permission


@dataclass(frozen=True)
class Viewer:
    """A user, or a named system actor, in one council at one instant.

    It carries the council, so that no view filters by hand: what another council holds is not there.
    `authority` is None only for a machine that acts for every council. `acting_as` is the id of the
    person for whom the user acts on that person's own pages; None on every other.
    """

    user: User | None
    authority: Authority | None
    at: datetime
    acting_as: int | None = None
    roles: frozenset[Role] = frozenset()
    teams: frozenset[int] = frozenset()
    limit_pence: int = field(default=0, compare=False)
    actor: SystemActor | None = None

    @classmethod
    def of(cls, user: User | None, authority: Authority, at: datetime) -> Self:
        """A user, or nobody signed in, as they are in this council at that instant. One query."""
        if user is None:
            return cls(None, authority, at)
        held = list(
            Membership.objects.current(london_date(at)).filter(user=user, authority=authority)
        )
        return cls(
            user,
            authority,
            at,
            roles=frozenset(Role(row.role) for row in held),
            teams=frozenset(row.team_id for row in held if row.team_id),
            limit_pence=max((row.approval_limit_pence for row in held), default=0),
        )

    @classmethod
    def machine(cls, actor: SystemActor, at: datetime, authority: Authority | None = None) -> Self:
        """A command, job or webhook, for one council or for all."""
        return cls(None, authority, at, actor=actor)

    @property
    def today(self) -> date:
        """The London date at which they look or act."""
        return london_date(self.at)

    @property
    def user_id(self) -> int | None:
        return self.user.pk if self.user else None

    @property
    def system(self) -> str:
        return self.actor.name if self.actor else ""

    @property
    def authority_id(self) -> int | None:
        return self.authority.pk if self.authority else None

    @property
    def council_id(self) -> int:
        """The id of the council to look in; 0, which no council has, for a machine of all of them."""
        return self.authority.pk if self.authority else 0

    def may(self, permission: Permission) -> bool:
        """Whether they hold a permission here: a user by role, a machine by its own list."""
        if self.actor is not None:
            return permission in self.actor.permissions
        return self.user is not None and self.user.is_active and bool(self.roles & permission.roles)

    def acts_in(self, authority_id: int) -> bool:
        """Whether this council is theirs to act in now."""
        return self.authority_id == authority_id or (self.actor is not None and not self.authority)

    def councils_with(self, permission: Permission) -> list[int]:
        """The council of this viewer, as a list for filters; empty without the permission there."""
        return [self.authority.pk] if self.authority and self.may(permission) else []
