"""Whether the money adds up: the ledger in itself, and against everything it was posted from."""

from collections.abc import Iterator

from payments.ledger.models import Seal, Transfer
from payments.ledger.queries import problems as ledger_problems
from payments.reconciliation.queries.sources import (
    accounts_that_differ,
    claims_that_differ,
    lines_that_differ,
    matches_that_differ,
    transfers_without_source,
    wrongly_available,
)


def ledger_counts() -> tuple[int, int]:
    """How many transfers there are, and how many seals."""
    return Transfer.objects.count(), Seal.objects.count()


def integrity_problems() -> Iterator[str]:
    """Everything that is wrong, as sentences; nothing when all adds up."""
    yield from ledger_problems()
    yield from source_problems()


def source_problems() -> Iterator[str]:
    """A sentence for each difference between the ledger and what it was posted from."""
    yield from accounts_that_differ()
    yield from wrongly_available()
    yield from lines_that_differ()
    yield from matches_that_differ()
    yield from claims_that_differ()
    yield from transfers_without_source()
