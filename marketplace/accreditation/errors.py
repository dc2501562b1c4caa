"""What this room refuses."""

from marketplace.core.errors import DomainError


class AccreditationError(DomainError):
    """Something about an application or an accreditation cannot be so."""
