"""What this room refuses."""

from marketplace.core.errors import DomainError


class ReconciliationError(DomainError):
    """A match, split, question or resolution that cannot be made as asked."""
