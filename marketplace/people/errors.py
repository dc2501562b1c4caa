"""What this room refuses."""

from marketplace.core.errors import DomainError, Problem


class PeopleError(DomainError):
    """A record, or who is around a person, cannot be so."""


def refuse_if_any(problems: list[Problem]) -> None:
    """Raises PeopleError with all of them."""
    if problems:
        raise PeopleError(*problems)
