"""What this room refuses."""

from marketplace.core.errors import DomainError


class OutsideRefused(DomainError):
    """A council's web address, sender or card processor cannot be set so."""


class SchoolTermRefused(DomainError):
    """A school term cannot be set or removed so."""


class FigureRefused(DomainError):
    """A figure cannot be set so."""


class CouncilRefused(DomainError):
    """A council cannot be made so."""
