"""The states of lines, holds and events, and the ways from one to another."""

from collections.abc import Mapping
from enum import StrEnum


class LineState(StrEnum):
    """A received line. Only a booked one is posted; another currency is kept and never posted."""

    PENDING = "pending"
    BOOKED = "booked"
    OTHER_CURRENCY = "other_currency"


LINE_STATE_LABELS: Mapping[LineState, str] = {
    LineState.PENDING: "Pending",
    LineState.BOOKED: "Booked",
    LineState.OTHER_CURRENCY: "Another currency",
}
LINE_TRANSITIONS: Mapping[LineState, frozenset[LineState]] = {
    LineState.PENDING: frozenset({LineState.BOOKED}),
    LineState.BOOKED: frozenset(),
    LineState.OTHER_CURRENCY: frozenset(),
}


class HoldState(StrEnum):
    """A card hold, in the order in which one may follow another.

    An expired hold may still be captured, which closes it. Events carry no sequence and come in any
    order, so the furthest state seen is the state: the same whatever came first.
    """

    PENDING = "pending"
    EXPIRED = "expired"
    DECLINED = "declined"
    REVERSED = "reversed"
    CLOSED = "closed"


_HOLDS = list(HoldState)
HOLD_TRANSITIONS: Mapping[HoldState, frozenset[HoldState]] = {
    state: frozenset(_HOLDS[number + 1 :]) for number, state in enumerate(_HOLDS)
}


class EventState(StrEnum):
    """A stored delivery. A parked one waits for a person, who may have it tried again."""

    RECEIVED = "received"
    PROCESSED = "processed"
    IGNORED = "ignored"
    PARKED = "parked"


EVENT_STATE_LABELS: Mapping[EventState, str] = {
    EventState.RECEIVED: "Waiting",
    EventState.PROCESSED: "Done",
    EventState.IGNORED: "Not needed",
    EventState.PARKED: "Needs a person",
}
EVENT_TRANSITIONS: Mapping[EventState, frozenset[EventState]] = {
    EventState.RECEIVED: frozenset({EventState.PROCESSED, EventState.IGNORED, EventState.PARKED}),
    EventState.PROCESSED: frozenset(),
    EventState.IGNORED: frozenset(),
    EventState.PARKED: frozenset({EventState.RECEIVED}),
}
_SUBJECTS = {
    "issuing_transaction": "Card payment",
    "issuing_authorization": "Card payment held",
    "issuing_card": "Card",
    "issuing_cardholder": "Cardholder",
}


def event_words(event_type: str) -> str:
    """What an event is about, for people who do not know the processor's names."""
    return _SUBJECTS.get(event_type.rpartition(".")[0], "Something else")
