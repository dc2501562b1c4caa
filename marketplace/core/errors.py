"""The one family of expected refusals. Each room subclasses DomainError in its `errors.py`."""

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Problem:
    """Why something is refused, as a value: tests compare codes, the room's wording makes the words.

    `field` is the form field to which it belongs, empty when it is about the whole. `facts` are what
    the sentence needs: numbers, dates, names that the reader may see.
    """

    code: str
    field: str = ""
    facts: Mapping[str, Any] = dataclasses.field(default_factory=dict, hash=False)


def problem(code: str, field: str = "", **facts: Any) -> Problem:
    """A Problem with its facts as keywords."""
    return Problem(code, field, facts)


class DomainError(Exception):
    """Something a person can act on, as Problems."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(", ".join(one.code for one in problems))
        self.problems = list(problems)

    @classmethod
    def refuse_if_any(cls, problems: Iterable[Problem]) -> None:
        """Raise this refusal where there are problems."""
        if found := list(problems):
            raise cls(*found)

    @property
    def codes(self) -> list[str]:
        """The codes alone, for callers that decide by them and for tests."""
        return [p.code for p in self.problems]


class NotVisible(Exception):
    """What is asked for is not there for this viewer; doors answer 404, whether or not it exists."""
