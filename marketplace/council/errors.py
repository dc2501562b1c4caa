"""What this room refuses."""

from marketplace.core.errors import DomainError


class FigureRefused(DomainError):
    """A figure cannot be set so."""
