"""The states of an exception and of a match, with their transition tables."""

from collections.abc import Mapping
from typing import Any

from marketplace.core.labels import LabelledEnum


class ExceptionState(LabelledEnum):
    """What has come of a line that needs a person. Resolved is the end; a new finding is a new row."""

    OPEN = "open", "No match"
    SUGGESTED = "suggested", "Suggested match"
    QUERIED = "queried", "Question sent"
    RESOLVED = "resolved", "Done"


#: Needing a person, in the order of the queue.
UNRESOLVED = (ExceptionState.OPEN, ExceptionState.SUGGESTED, ExceptionState.QUERIED)
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


class MatchState(LabelledEnum):
    """A claim on a line. At most one is active."""

    ACTIVE = "active", "Active"
    UNDONE = "undone", "Undone"


MATCH_TRANSITIONS: Mapping[MatchState, frozenset[MatchState]] = {
    MatchState.ACTIVE: frozenset({MatchState.UNDONE}),
    MatchState.UNDONE: frozenset(),
}


def token_of(suggestion: Mapping[str, Any]) -> str:
    """What a page pins, so that nothing else than what was shown is confirmed: `plan_line:7`."""
    target = suggestion.get("target")
    return f"{target[0]}:{target[1]}" if target else ""
