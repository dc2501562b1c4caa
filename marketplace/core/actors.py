"""Who does a thing: a signed-in user, or a named system actor for commands, jobs and webhooks."""

from dataclasses import dataclass
from typing import Protocol


class Actor(Protocol):
    """Anything that may be named as the doer in an action."""

    @property
    def actor_code(self) -> str:
        """`user:12` or `system:statement_import`; what the audit trail keeps."""
        ...

    @property
    def actor_user_id(self) -> int | None: ...


@dataclass(frozen=True)
class SystemActor:
    """A part of the system acting on its own; it may do only what its permissions list."""

    name: str
    permissions: frozenset[str] = frozenset()

    @property
    def actor_code(self) -> str:
        return f"system:{self.name}"

    @property
    def actor_user_id(self) -> None:
        return None
