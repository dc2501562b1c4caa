"""Every change to cards, bank accounts and what was received about them."""

from payments.cards.actions.account_tasks import ASKING, ask_for_accounts
from payments.cards.actions.accounts import (
    open_money_account,
    pay_all_into,
    pay_into,
    save_csv_mapping,
)
from payments.cards.actions.cards import (
    activate_card,
    close_card,
    freeze_card,
    issue_card,
    replace_card,
    unfreeze_card,
)
from payments.cards.actions.events import (
    WEBHOOK,
    note_failure,
    process_event,
    receive_webhook,
    retry_event,
)
from payments.cards.actions.reading import READER, read_stored
from payments.cards.actions.statements import import_statement, settle_refusals
from payments.cards.actions.uploads import clear_uploads, discard_upload, read_upload, take_upload

__all__ = [
    "ASKING",
    "READER",
    "WEBHOOK",
    "activate_card",
    "ask_for_accounts",
    "clear_uploads",
    "close_card",
    "discard_upload",
    "freeze_card",
    "import_statement",
    "issue_card",
    "note_failure",
    "open_money_account",
    "pay_all_into",
    "pay_into",
    "process_event",
    "read_stored",
    "read_upload",
    "receive_webhook",
    "replace_card",
    "retry_event",
    "save_csv_mapping",
    "settle_refusals",
    "take_upload",
    "unfreeze_card",
]
