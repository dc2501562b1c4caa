"""What the ledger refuses."""

from marketplace.core.errors import DomainError


class LedgerConflict(DomainError):
    """The posting breaks a rule of the ledger, reuses a key for something else, or was undone already."""
