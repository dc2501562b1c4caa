"""What this room refuses."""

from marketplace.core.errors import DomainError


class SupplierError(DomainError):
    """A supplier's registration or details cannot be so."""
