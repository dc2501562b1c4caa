"""What cards decide, with values in hand: identity of lines, holds, postings, and their states."""

from payments.cards.rules.duties import MAY_IMPORT_MONEY, ImportTask, MoneyPurpose
from payments.cards.rules.holds import event_order, held_pence, hold_state, merge_state
from payments.cards.rules.identity import (
    KnownPending,
    NumberedLine,
    line_key,
    pair_pending,
    payee_words,
    provider_key,
    with_identities,
)
from payments.cards.rules.posting import transfer_for_line
from payments.cards.rules.states import (
    EVENT_STATE_LABELS,
    EVENT_TRANSITIONS,
    HOLD_TRANSITIONS,
    LINE_STATE_LABELS,
    LINE_TRANSITIONS,
    EventState,
    HoldState,
    LineState,
    event_words,
)

__all__ = [
    "EVENT_STATE_LABELS",
    "EVENT_TRANSITIONS",
    "HOLD_TRANSITIONS",
    "LINE_STATE_LABELS",
    "LINE_TRANSITIONS",
    "MAY_IMPORT_MONEY",
    "EventState",
    "HoldState",
    "ImportTask",
    "KnownPending",
    "LineState",
    "MoneyPurpose",
    "NumberedLine",
    "event_order",
    "event_words",
    "held_pence",
    "hold_state",
    "line_key",
    "merge_state",
    "pair_pending",
    "payee_words",
    "provider_key",
    "transfer_for_line",
    "with_identities",
]
