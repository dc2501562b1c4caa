"""The states of an exception and of a match, with their transition tables."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any


class ExceptionState(StrEnum):
    """Where a line that needs a person stands. Resolved is the end; a new finding is a new row."""

    OPEN = "open"
    SUGGESTED = "suggested"
    QUERIED = "queried"
    RESOLVED = "resolved"


EXCEPTION_STATE_LABELS: Mapping[ExceptionState, str] = {
    ExceptionState.OPEN: "No match",
    ExceptionState.SUGGESTED: "Likely",
    ExceptionState.QUERIED: "Asked",
    ExceptionState.RESOLVED: "Done",
}
EXCEPTION_TRANSITIONS: Mapping[ExceptionState, frozenset[ExceptionState]] = {
    ExceptionState.OPEN: frozenset(
        {ExceptionState.SUGGESTED, ExceptionState.QUERIED, ExceptionState.RESOLVED}
    ),
    ExceptionState.SUGGESTED: frozenset(
        {ExceptionState.OPEN, ExceptionState.QUERIED, ExceptionState.RESOLVED}
    ),
    ExceptionState.QUERIED: frozenset({ExceptionState.QUERIED, ExceptionState.RESOLVED}),
    ExceptionState.RESOLVED: frozenset(),
}


class MatchState(StrEnum):
    """A claim on a line. At most one is active."""

    ACTIVE = "active"
    UNDONE = "undone"


def token_of(suggestion: Mapping[str, Any]) -> str:
    """What a page pins, so that nothing else than what was shown is confirmed: `plan_item:7`."""
    target = suggestion.get("target")
    return f"{target[0]}:{target[1]}" if target else ""


def can_move(before: ExceptionState, after: ExceptionState) -> bool:
    """Whether an exception may go from one state to the other."""
    return after in EXCEPTION_TRANSITIONS[before]
