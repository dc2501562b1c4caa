"""What this room refuses."""

from marketplace.core.errors import DomainError


class ListingProblem(DomainError):
    """A listing cannot be so, or cannot be changed so now."""
