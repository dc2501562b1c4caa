"""Lines that are matched, and what became of them, for the tests of the actions."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest

from payments.cards.models import ReceivedLine
from payments.ledger.models import Account
from payments.ledger.queries import balances
from payments.reconciliation.actions import (
    MATCHER,
    match_lines,
)
from payments.reconciliation.errors import ReconciliationError
from payments.reconciliation.models import MoneyException
from tests.factories.accounts import as_viewer
from tests.factories.reconciliation import (
    Money,
    make_lines,
)


def pence_in(code: str) -> int:
    account_id = Account.objects.get(code=code).pk
    return balances([account_id])[account_id]


def matched(money: Money, *lines: tuple[int, str, int], at: datetime) -> list[ReceivedLine]:
    rows = make_lines(money.account, *lines)
    match_lines(by=as_viewer(MATCHER, at), line_ids=[row.pk for row in rows])
    return rows


def exception_of(line: ReceivedLine) -> MoneyException:
    return MoneyException.objects.open().get(line=line)


@contextmanager
def refused(code: str) -> Iterator[None]:
    with pytest.raises(ReconciliationError) as refusal:
        yield
    assert refusal.value.codes == [code]
