"""What this wing refuses."""

from marketplace.core.errors import DomainError


class PagesError(DomainError):
    """A council's pages cannot be set up."""


class PictureError(DomainError):
    """A picture cannot be taken."""
