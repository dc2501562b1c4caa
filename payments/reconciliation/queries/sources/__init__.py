"""The ledger against what it was posted from, both ways: payments, matches and accounts.

What should be there is made again by the rules that posting goes by. Nothing here trusts a sum.
"""

from collections.abc import Iterator

from payments.reconciliation.queries.sources.accounts import accounts_that_differ
from payments.reconciliation.queries.sources.availability import wrongly_available
from payments.reconciliation.queries.sources.lines import lines_that_differ
from payments.reconciliation.queries.sources.matches import matches_that_differ
from payments.reconciliation.queries.sources.transfers import transfers_without_source

__all__ = ["differences"]


def differences() -> Iterator[str]:
    """A sentence for each difference; nothing where all agree."""
    yield from accounts_that_differ()
    yield from wrongly_available()
    yield from lines_that_differ()
    yield from matches_that_differ()
    yield from transfers_without_source()
