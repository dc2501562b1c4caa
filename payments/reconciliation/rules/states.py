"""The states of a received line and of a match, with their transition tables."""

from collections.abc import Mapping
from enum import StrEnum


class LineState(StrEnum):
    """Where a booked line stands. It is in exactly one of these."""

    IMPORTED = "imported"
    MATCHED = "matched"
    SUGGESTED = "suggested"
    UNMATCHED = "unmatched"
    CONFIRMED = "confirmed"
    QUERIED = "queried"
    EXPLAINED = "explained"
    PARKED = "parked"


OPEN_STATES = frozenset(
    {
        LineState.IMPORTED,
        LineState.SUGGESTED,
        LineState.UNMATCHED,
        LineState.QUERIED,
        LineState.EXPLAINED,
    }
)
SETTLED_STATES = frozenset({LineState.MATCHED, LineState.CONFIRMED})

_FOUND = frozenset({LineState.MATCHED, LineState.SUGGESTED, LineState.UNMATCHED})
_BY_STAFF = frozenset({LineState.CONFIRMED, LineState.QUERIED})

TRANSITIONS: Mapping[LineState, frozenset[LineState]] = {
    LineState.IMPORTED: _FOUND | _BY_STAFF,
    LineState.SUGGESTED: _FOUND | _BY_STAFF,
    LineState.UNMATCHED: _FOUND | _BY_STAFF,
    LineState.MATCHED: frozenset({LineState.CONFIRMED, LineState.UNMATCHED}),
    LineState.CONFIRMED: frozenset({LineState.UNMATCHED}),
    LineState.QUERIED: frozenset({LineState.EXPLAINED, LineState.CONFIRMED, LineState.UNMATCHED}),
    LineState.EXPLAINED: _BY_STAFF | {LineState.UNMATCHED},
    # Another currency than the account's: read, kept, reported, never posted.
    LineState.PARKED: frozenset(),
}


class MatchState(StrEnum):
    """A claim on a line. At most one is active."""

    ACTIVE = "active"
    UNDONE = "undone"


def can_move(before: LineState, after: LineState) -> bool:
    """Whether a line may go from one state to the other."""
    return after in TRANSITIONS[before]
