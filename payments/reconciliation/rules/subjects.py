"""What a finding is about: a received line, else an account, else a person's money as a whole."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, order=True)
class FindingSubject:
    """Ids; the narrowest that is there is what it is about."""

    authority_id: int
    person_id: int
    account_id: int | None = None
    line_id: int | None = None

    @property
    def columns(self) -> dict[str, Any]:
        """What is written of it in each row about it."""
        return {
            "authority_id": self.authority_id,
            "person_id": self.person_id,
            "account_id": self.account_id,
            "line_id": self.line_id,
        }
