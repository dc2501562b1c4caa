"""What cards decide, with values in hand: identity of lines, holds, postings, and their states."""

from payments.cards.rules.accounts import LAST_DIGITS, POUNDS, AccountProvider, MoneyAccountKind
from payments.cards.rules.duties import (
    MAY_IMPORT_MONEY,
    AccountReading,
    ImportTask,
    MoneyPurpose,
)
from payments.cards.rules.figures import EVENT_DAYS, FIGURES, REFUSED_LINES_DAYS
from payments.cards.rules.holds import event_order, held_pence, hold_state, merge_state
from payments.cards.rules.identity import (
    BOOKED_AT_MOST_DAYS_EARLIER,
    BOOKED_AT_MOST_DAYS_LATER,
    KnownPending,
    NumberedLine,
    pair_pending,
    provider_key,
    with_identities,
)
from payments.cards.rules.limits import (
    CATEGORY_LENGTH,
    CURRENCY_LENGTH,
    DESCRIPTION_LENGTH,
    EVENT_ORDER_LENGTH,
    FILE_NAME_LENGTH,
    IDENTITY_LENGTH,
    PAYEE_LENGTH,
    PROBLEMS_KEPT,
    REFERENCE_LENGTH,
    SEARCH_LENGTH,
    SHA256_LENGTH,
)
from payments.cards.rules.posting import transfer_for_line
from payments.cards.rules.states import (
    EVENT_TRANSITIONS,
    HOLD_TRANSITIONS,
    LINE_TRANSITIONS,
    EventState,
    EventSubject,
    HoldState,
    LineState,
    event_subject,
    retry_state_problems,
)
from payments.cards.rules.stored_problems import restored, stored

__all__ = [
    "BOOKED_AT_MOST_DAYS_EARLIER",
    "BOOKED_AT_MOST_DAYS_LATER",
    "CATEGORY_LENGTH",
    "CURRENCY_LENGTH",
    "DESCRIPTION_LENGTH",
    "EVENT_DAYS",
    "EVENT_ORDER_LENGTH",
    "EVENT_TRANSITIONS",
    "FIGURES",
    "FILE_NAME_LENGTH",
    "HOLD_TRANSITIONS",
    "IDENTITY_LENGTH",
    "LAST_DIGITS",
    "LINE_TRANSITIONS",
    "MAY_IMPORT_MONEY",
    "PAYEE_LENGTH",
    "POUNDS",
    "PROBLEMS_KEPT",
    "REFERENCE_LENGTH",
    "REFUSED_LINES_DAYS",
    "SEARCH_LENGTH",
    "SHA256_LENGTH",
    "AccountProvider",
    "AccountReading",
    "EventState",
    "EventSubject",
    "HoldState",
    "ImportTask",
    "KnownPending",
    "LineState",
    "MoneyAccountKind",
    "MoneyPurpose",
    "NumberedLine",
    "event_order",
    "event_subject",
    "held_pence",
    "hold_state",
    "merge_state",
    "pair_pending",
    "provider_key",
    "restored",
    "retry_state_problems",
    "stored",
    "transfer_for_line",
    "with_identities",
]
