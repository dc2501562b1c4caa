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
    set_card_reference,
    unfreeze_card,
)
from payments.cards.actions.closing import close_account
from payments.cards.actions.events import (
    WEBHOOK,
    note_failure,
    process_event,
    receive_webhook,
    retry_event,
)
from payments.cards.actions.previewing import preview_of
from payments.cards.actions.reading import READER, read_stored
from payments.cards.actions.refused_rows import settle_refusals, settle_unplaced
from payments.cards.actions.shared_statements import ReadStatement, read_shared_statement
from payments.cards.actions.sharing import (
    bring_shared_line_back,
    divide_shared_line,
    open_shared_account,
    set_shared_line_aside,
    undo_division,
)
from payments.cards.actions.staging import confirm_upload
from payments.cards.actions.statements import import_facts, import_statement, read_for
from payments.cards.actions.taking_back import take_back_statement, withdraw_statement
from payments.cards.actions.uploads import clear_uploads, discard_upload, read_upload, take_upload

__all__ = [
    "ASKING",
    "READER",
    "WEBHOOK",
    "ReadStatement",
    "activate_card",
    "ask_for_accounts",
    "bring_shared_line_back",
    "clear_uploads",
    "close_account",
    "close_card",
    "confirm_upload",
    "discard_upload",
    "divide_shared_line",
    "freeze_card",
    "import_facts",
    "import_statement",
    "issue_card",
    "note_failure",
    "open_money_account",
    "open_shared_account",
    "pay_all_into",
    "pay_into",
    "preview_of",
    "process_event",
    "read_for",
    "read_shared_statement",
    "read_stored",
    "read_upload",
    "receive_webhook",
    "replace_card",
    "retry_event",
    "save_csv_mapping",
    "set_card_reference",
    "set_shared_line_aside",
    "settle_refusals",
    "settle_unplaced",
    "take_back_statement",
    "take_upload",
    "undo_division",
    "unfreeze_card",
    "withdraw_statement",
]
