"""The refusals of cards, each a sentence that a person can act on."""

from marketplace.core.errors import DomainError


class StatementRefused(DomainError):
    """The statement cannot be brought into this account."""


class EventParked(DomainError):
    """A stored event that cannot be applied and waits for a person; the message says why."""


class EventNotWaiting(DomainError):
    """Somebody else has had the event tried again already."""
