"""Posting, undoing, opening accounts, sealing, examining broken seals, closing periods."""

from payments.ledger.actions.examining import examine_seal
from payments.ledger.actions.opening import open_accounts
from payments.ledger.actions.periods import close_period, reopen_period
from payments.ledger.actions.posting import (
    first_open_day,
    post_transfers,
    reverse_group,
    reverse_groups,
)
from payments.ledger.actions.sealing import seal_ledger

__all__ = [
    "close_period",
    "examine_seal",
    "first_open_day",
    "open_accounts",
    "post_transfers",
    "reopen_period",
    "reverse_group",
    "reverse_groups",
    "seal_ledger",
]
