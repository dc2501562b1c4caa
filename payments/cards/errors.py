"""What cards refuse."""

from marketplace.core.errors import DomainError
from marketplace.core.job_rules import NoMoreTries


class CardRefused(DomainError):
    """A card cannot be issued, moved on or ended so."""


class StatementRefused(DomainError):
    """The statement cannot be brought into this account."""


class SharedLineRefused(DomainError):
    """It cannot be said so whose a payment of a shared account is."""


class ReaderFailed(NoMoreTries):
    """A stored statement ended its reading, or its worker, too often: for an operator."""


class EventParked(DomainError):
    """A stored event that cannot be applied and waits for a person; its Problem says why."""


class EventNotWaiting(DomainError):
    """Somebody else has had the event tried again already."""


class AccountRefused(DomainError):
    """What was asked of a card or account cannot be done."""
