"""What this room refuses."""

from marketplace.core.errors import DomainError


class ConcernError(DomainError):
    """A concern cannot be raised, worked or linked so."""
