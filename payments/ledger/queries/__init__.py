"""Balances, what moved, the chains of seals, and whether all of it is whole."""

from payments.ledger.queries.balances import balances, moved_between
from payments.ledger.queries.seals import (
    CheckedSeal,
    SealLink,
    checked_chain,
    councils_that_posted,
    examined_seals,
    last_link,
    last_seals_broken,
    oldest_unsealed,
    sealed_rows,
)
from payments.ledger.queries.wholeness import missing_guards, problems

__all__ = [
    "CheckedSeal",
    "SealLink",
    "balances",
    "checked_chain",
    "councils_that_posted",
    "examined_seals",
    "last_link",
    "last_seals_broken",
    "missing_guards",
    "moved_between",
    "oldest_unsealed",
    "problems",
    "sealed_rows",
]
