from collections.abc import Iterator

import pytest

from tests.factories.ledger import drop_guards


@pytest.fixture
def committed(transactional_db: None) -> Iterator[None]:
    """Rows really committed, for the worker and for threads; cleared when the test ends."""
    yield
    drop_guards()
