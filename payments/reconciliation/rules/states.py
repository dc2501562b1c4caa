"""The states of an exception and of a match, with their transition tables."""

from collections.abc import Mapping
from typing import Any

from marketplace.core.labels import LabelledEnum


class ExceptionState(LabelledEnum):
    """What has come of what was found. Noted is for knowing and makes no work; resolved is the end, a new
    finding is a new row."""

    NOTED = "noted", "For information"
    OPEN = "open", "No match"
    SUGGESTED = "suggested", "Suggested match"
    QUERIED = "queried", "Question sent"
    RESOLVED = "resolved", "Done"


#: Needing a person, in the order of the tabs.
UNRESOLVED = (ExceptionState.OPEN, ExceptionState.SUGGESTED, ExceptionState.QUERIED)
EXCEPTION_TRANSITIONS: Mapping[ExceptionState, frozenset[ExceptionState]] = {
    ExceptionState.NOTED: frozenset(set(ExceptionState) - {ExceptionState.NOTED}),
    ExceptionState.OPEN: frozenset(set(ExceptionState) - {ExceptionState.OPEN}),
    ExceptionState.SUGGESTED: frozenset(set(ExceptionState) - {ExceptionState.SUGGESTED}),
    ExceptionState.QUERIED: frozenset({ExceptionState.QUERIED, ExceptionState.RESOLVED}),
    ExceptionState.RESOLVED: frozenset(),
}


class FindingState(LabelledEnum):
    """Whether what a rule found is so. Settled: it is so, and a person has decided what comes of it."""

    STANDING = "standing", "Found"
    SETTLED = "settled", "Decided"
    ENDED = "ended", "No longer so"


FINDING_TRANSITIONS: Mapping[FindingState, frozenset[FindingState]] = {
    FindingState.STANDING: frozenset({FindingState.SETTLED, FindingState.ENDED}),
    FindingState.SETTLED: frozenset({FindingState.ENDED}),
    FindingState.ENDED: frozenset(),
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
