"""What this room refuses."""

from marketplace.core.errors import DomainError


class RecordsError(DomainError):
    """A hold or a copy cannot be so."""
