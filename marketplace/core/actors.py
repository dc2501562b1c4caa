"""Who does a thing: a signed-in user, or a named system actor for commands, jobs and webhooks."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from marketplace.core.rooms import Permission


@dataclass(frozen=True)
class SystemActor:
    """A part of the system acting on its own; it may do only what its permissions list."""

    name: str
    permissions: frozenset[Permission] = frozenset()


class Actor(Protocol):
    """What `core` needs to know of a Viewer. Exactly one of user_id and system names the doer."""

    @property
    def user_id(self) -> int | None: ...

    @property
    def system(self) -> str:
        """The name of the system actor; empty for a user."""
        ...

    @property
    def authority_id(self) -> int | None:
        """The council in which they act; None for a machine that acts for all of them."""
        ...

    @property
    def at(self) -> datetime:
        """When they act."""
        ...
