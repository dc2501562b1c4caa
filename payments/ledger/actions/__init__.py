"""Posting, undoing, opening accounts, sealing, examining broken seals."""

from payments.ledger.actions.examining import examine_seal
from payments.ledger.actions.opening import open_accounts
from payments.ledger.actions.posting import post_transfers, reverse_group
from payments.ledger.actions.sealing import seal_ledger

__all__ = ["examine_seal", "open_accounts", "post_transfers", "reverse_group", "seal_ledger"]
