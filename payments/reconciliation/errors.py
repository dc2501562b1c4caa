"""Refusals of reconciliation: sentences that a person can act on."""

from marketplace.core.errors import DomainError


class ReconciliationError(DomainError):
    """A match, split, question or resolution that cannot be made as asked."""
