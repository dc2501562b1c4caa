"""What this room refuses."""

from marketplace.core.errors import DomainError


class VocabularyError(DomainError):
    """A council's words cannot be changed so."""
