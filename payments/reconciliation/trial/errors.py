"""What a trial refuses to read."""

from marketplace.core.errors import DomainError


class TrialRefused(DomainError):
    """The folder or one of its files cannot be used; the sentence says which place to mend."""
