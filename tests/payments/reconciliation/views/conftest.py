"""The day on which these pages are opened, and whose money is on them."""

from collections.abc import Iterator

import pytest
import time_machine

from tests.factories.reconciliation import Money, make_money
from tests.payments.reconciliation.views.pages import AT


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def money() -> Money:
    return make_money()
