"""The ledger against what it was posted from, both ways: payments, matches with what
they use up, and accounts.

What should be there is made again by the rules that posting goes by. Nothing here trusts a sum.
"""

from payments.reconciliation.queries.sources.accounts import accounts_that_differ
from payments.reconciliation.queries.sources.availability import wrongly_available
from payments.reconciliation.queries.sources.claims import claims_that_differ
from payments.reconciliation.queries.sources.lines import lines_that_differ
from payments.reconciliation.queries.sources.matches import matches_that_differ
from payments.reconciliation.queries.sources.transfers import transfers_without_source

__all__ = [
    "accounts_that_differ",
    "claims_that_differ",
    "lines_that_differ",
    "matches_that_differ",
    "transfers_without_source",
    "wrongly_available",
]
