"""What cards refuse."""

from marketplace.core.errors import DomainError


class StatementRefused(DomainError):
    """The statement cannot be brought into this account."""


class EventParked(DomainError):
    """A stored event that cannot be applied and waits for a person; its Problem says why."""


class EventNotWaiting(DomainError):
    """Somebody else has had the event tried again already."""
