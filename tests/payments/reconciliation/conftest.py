"""Fixtures of reconciliation."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest

from payments.reconciliation.queries.integrity import integrity_problems
from tests.factories.reconciliation import Money, make_money
from tests.payments.reconciliation.rules.planting import plant as plant
from tests.shared_rows import shared_rows


@pytest.fixture(scope="module")
def made_money(django_db_setup: None, django_db_blocker: Any) -> Iterator[Money]:
    with shared_rows(django_db_blocker):
        yield make_money()


@pytest.fixture
def money(db: None, made_money: Money) -> Money:
    """Made once for the tests of a file; each has the objects to itself."""
    return deepcopy(made_money)


@pytest.fixture
def books_stay_whole(money: Money) -> Iterator[None]:
    yield
    assert list(integrity_problems()) == []
