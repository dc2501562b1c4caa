"""The day on which these pages are opened, and whose money is on them."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from tests.factories.reconciliation import Money, make_money
from tests.payments.reconciliation.views.pages import AT
from tests.shared_rows import shared_rows


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture(scope="module")
def made_money(django_db_setup: None, django_db_blocker: Any) -> Iterator[Money]:
    with shared_rows(django_db_blocker):
        with time_machine.travel(AT, tick=False):
            made = make_money()
        yield made
