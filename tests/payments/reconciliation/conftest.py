"""Fixtures of reconciliation."""

from collections.abc import Iterator

import pytest

from payments.reconciliation.queries.integrity import integrity_problems
from tests.factories.reconciliation import Money, make_money
from tests.payments.reconciliation.rules.planting import plant as plant


@pytest.fixture
def money() -> Money:
    return make_money()


@pytest.fixture
def books_stay_whole(money: Money) -> Iterator[None]:
    yield
    assert list(integrity_problems()) == []
