"""What of a search could not be understood."""

from marketplace.core.errors import DomainError


class SearchProblem(DomainError):
    """Something typed was not understood; the rest of the search is carried out."""
