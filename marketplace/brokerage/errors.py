"""What this room refuses."""

from marketplace.core.errors import DomainError


class BrokerageError(DomainError):
    """A refusal about a plan or a budget, for the person at the page to act on."""
