"""What this room refuses."""

from marketplace.core.errors import DomainError


class AccountError(DomainError):
    """A role cannot be given or ended so."""
