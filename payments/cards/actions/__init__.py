"""Every change to cards, bank accounts and what was received about them."""

from payments.cards.actions.accounts import open_money_account, save_csv_mapping
from payments.cards.actions.events import (
    WEBHOOK,
    note_failure,
    process_event,
    receive_webhook,
    retry_event,
)
from payments.cards.actions.statements import import_statement, settle_refusals

__all__ = [
    "WEBHOOK",
    "import_statement",
    "note_failure",
    "open_money_account",
    "process_event",
    "receive_webhook",
    "retry_event",
    "save_csv_mapping",
    "settle_refusals",
]
