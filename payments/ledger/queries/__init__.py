"""Balances, what moved, closed periods, the chains of seals, and whether all of it is whole."""

from payments.ledger.queries.balances import (
    balances,
    balances_known,
    left_of_fund,
    moved_before,
    moved_between,
    summed,
)
from payments.ledger.queries.periods import (
    closed_periods,
    closed_until,
    closing_preview,
    firsts_open,
    periods_of,
    still_open,
)
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
    "balances_known",
    "checked_chain",
    "closed_periods",
    "closed_until",
    "closing_preview",
    "councils_that_posted",
    "examined_seals",
    "firsts_open",
    "last_link",
    "last_seals_broken",
    "left_of_fund",
    "missing_guards",
    "moved_before",
    "moved_between",
    "oldest_unsealed",
    "periods_of",
    "problems",
    "sealed_rows",
    "still_open",
    "summed",
]
