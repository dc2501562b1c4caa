"""The states of cards, lines, holds and events, and the ways from one to another."""

from collections.abc import Mapping

from marketplace.core.errors import Problem, problem
from marketplace.core.labels import LabelledEnum


class CardState(LabelledEnum):
    """A card, from the day it was sent. An account has one that has not ended, at most."""

    ISSUED = "issued", "Issued"
    ACTIVE = "active", "Active"
    FROZEN = "frozen", "Frozen"
    REPLACED = "replaced", "Replaced"
    CLOSED = "closed", "Closed"


_CARD_ENDS = frozenset({CardState.REPLACED, CardState.CLOSED})
CARD_TRANSITIONS: Mapping[CardState, frozenset[CardState]] = {
    CardState.ISSUED: frozenset({CardState.ACTIVE, CardState.FROZEN}) | _CARD_ENDS,
    CardState.ACTIVE: frozenset({CardState.FROZEN}) | _CARD_ENDS,
    CardState.FROZEN: frozenset({CardState.ISSUED, CardState.ACTIVE}) | _CARD_ENDS,
    CardState.REPLACED: frozenset(),
    CardState.CLOSED: frozenset(),
}
#: As a constraint writes them.
LIVE_CARDS = [state.value for state in CardState if state not in _CARD_ENDS]
ENDED_CARDS = [state.value for state in CardState if state in _CARD_ENDS]


class LineState(LabelledEnum):
    """A received line. Only a booked one is posted; another currency is kept and never posted.

    One that the bank announced and shows no more is gone, until it is shown or booked after all. One of
    a statement that was taken back is withdrawn for good: coming again, it is a new line.
    """

    PENDING = "pending", "Pending"
    BOOKED = "booked", "Booked"
    OTHER_CURRENCY = "other_currency", "Another currency"
    GONE = "gone", "Not charged"
    WITHDRAWN = "withdrawn", "Taken back"


LINE_TRANSITIONS: Mapping[LineState, frozenset[LineState]] = {
    LineState.PENDING: frozenset({LineState.BOOKED, LineState.GONE, LineState.WITHDRAWN}),
    LineState.GONE: frozenset({LineState.PENDING, LineState.BOOKED, LineState.WITHDRAWN}),
    LineState.BOOKED: frozenset({LineState.WITHDRAWN}),
    LineState.OTHER_CURRENCY: frozenset({LineState.WITHDRAWN}),
    LineState.WITHDRAWN: frozenset(),
}


class SharedLineState(LabelledEnum):
    """A payment of an account of several people. It waits until somebody says whose it is."""

    WAITING = "waiting", "Person not known"
    DIVIDED = "divided", "Recorded"
    SET_ASIDE = "set_aside", "Set aside"


SHARED_LINE_TRANSITIONS: Mapping[SharedLineState, frozenset[SharedLineState]] = {
    SharedLineState.WAITING: frozenset({SharedLineState.DIVIDED, SharedLineState.SET_ASIDE}),
    SharedLineState.DIVIDED: frozenset({SharedLineState.WAITING}),
    SharedLineState.SET_ASIDE: frozenset({SharedLineState.WAITING}),
}


class HoldState(LabelledEnum):
    """A card hold, in the order in which one may follow another.

    An expired hold may still be captured, which closes it. Events carry no sequence and come in any
    order, so the furthest state seen is the state: the same whatever came first.
    """

    PENDING = "pending", "Held"
    EXPIRED = "expired", "Expired"
    DECLINED = "declined", "Declined"
    REVERSED = "reversed", "Given back"
    CLOSED = "closed", "Closed"


_HOLDS = list(HoldState)
HOLD_TRANSITIONS: Mapping[HoldState, frozenset[HoldState]] = {
    state: frozenset(_HOLDS[number + 1 :]) for number, state in enumerate(_HOLDS)
}


class EventState(LabelledEnum):
    """A stored delivery. A parked one waits for a person, who may have it tried again."""

    PARKED = "parked", "To check"
    RECEIVED = "received", "Waiting"
    PROCESSED = "processed", "Done"
    IGNORED = "ignored", "Not needed"


EVENT_TRANSITIONS: Mapping[EventState, frozenset[EventState]] = {
    EventState.RECEIVED: frozenset({EventState.PROCESSED, EventState.IGNORED, EventState.PARKED}),
    EventState.PROCESSED: frozenset(),
    EventState.IGNORED: frozenset(),
    EventState.PARKED: frozenset({EventState.RECEIVED}),
}


class UploadState(LabelledEnum):
    """A statement file that somebody sent, until its payments are recorded.

    Nothing of it is recorded before somebody has confirmed what reading it found.
    """

    COLUMNS = "columns", "Columns to choose"
    READING = "reading", "Being read"
    UNREADABLE = "unreadable", "Could not be read"
    STAGED = "staged", "Waiting to be confirmed"
    RECORDING = "recording", "Being recorded"
    READ = "read", "Complete"
    DISCARDED = "discarded", "Discarded"


UPLOAD_TRANSITIONS: Mapping[UploadState, frozenset[UploadState]] = {
    UploadState.COLUMNS: frozenset({UploadState.READING, UploadState.DISCARDED}),
    UploadState.READING: frozenset(
        {UploadState.STAGED, UploadState.UNREADABLE, UploadState.DISCARDED}
    ),
    # Read again: another statement of the account was confirmed or taken back meanwhile.
    UploadState.STAGED: frozenset(
        {UploadState.RECORDING, UploadState.READING, UploadState.DISCARDED}
    ),
    UploadState.RECORDING: frozenset(
        {UploadState.READ, UploadState.UNREADABLE, UploadState.DISCARDED}
    ),
    UploadState.UNREADABLE: frozenset(
        {UploadState.READING, UploadState.RECORDING, UploadState.DISCARDED}
    ),
    UploadState.READ: frozenset(),
    UploadState.DISCARDED: frozenset(),
}
#: What the worker has in hand, or will have when somebody confirms it: one of a file and account.
UPLOADS_ON_THE_WAY = [
    UploadState.READING.value,
    UploadState.STAGED.value,
    UploadState.RECORDING.value,
]
#: For the worker to do.
UPLOADS_FOR_THE_WORKER = [UploadState.READING.value, UploadState.RECORDING.value]


class ImportState(LabelledEnum):
    """One account's part of a file: read, and then, once it is confirmed, in the books.

    Taken back, its payments are out of the books again, and the file may be brought in anew.
    """

    STAGED = "staged", "Waiting to be confirmed"
    CONFIRMED = "confirmed", "Confirmed"
    DISCARDED = "discarded", "Discarded"
    TAKING_BACK = "taking_back", "Being taken back"
    TAKEN_BACK = "taken_back", "Taken back"


IMPORT_TRANSITIONS: Mapping[ImportState, frozenset[ImportState]] = {
    ImportState.STAGED: frozenset({ImportState.CONFIRMED, ImportState.DISCARDED}),
    ImportState.CONFIRMED: frozenset({ImportState.TAKING_BACK}),
    ImportState.DISCARDED: frozenset(),
    ImportState.TAKING_BACK: frozenset({ImportState.TAKEN_BACK}),
    ImportState.TAKEN_BACK: frozenset(),
}


def retry_state_problems(now: EventState) -> list[Problem]:
    """Why an event cannot be tried again: only what is parked waits for a person."""
    if EventState.RECEIVED in EVENT_TRANSITIONS[now]:
        return []
    return [problem("card_event_not_waiting", state=now.value)]


class EventSubject(LabelledEnum):
    """What an event is about, for people who do not know the processor's names."""

    TRANSACTION = "issuing_transaction", "Card payment"
    AUTHORISATION = "issuing_authorization", "Card payment held"
    CARD = "issuing_card", "Card"
    CARDHOLDER = "issuing_cardholder", "Cardholder"
    OTHER = "other", "Something else"


def event_subject(event_type: str) -> EventSubject:
    """The subject of a type like `issuing_card.updated`."""
    named = event_type.rpartition(".")[0]
    return EventSubject(named) if named in set(EventSubject) else EventSubject.OTHER
