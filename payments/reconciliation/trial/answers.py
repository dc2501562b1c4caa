"""`answers.json`: what a matcher said of each row, whichever matcher it was."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

AUTO, SUGGESTED, NONE = "auto", "suggested", "none"
#: The target that is the plan; the others are called by their own word.
ITEMS = "items"
Shares = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said of one row. Pence by item are spent if positive, refunded if negative."""

    file: str
    row: int
    status: str
    items: Shares = ()
    alternatives: tuple[Shares, ...] = ()
    target: str = ITEMS
    rule: str = ""
    refund_of: str = ""
    reason: str = ""

    @property
    def is_auto(self) -> bool:
        return self.status == AUTO


def as_json(answers: Iterable[Answer]) -> dict[str, Any]:
    """The answers as the format writes them. A line that refunds none has no `refund_of`."""
    return {"lines": [_row(answer) for answer in answers]}


def _row(answer: Answer) -> dict[str, Any]:
    row = asdict(answer)
    if not answer.refund_of:
        del row["refund_of"]
    return row
