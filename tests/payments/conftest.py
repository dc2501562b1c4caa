"""What tests about money share."""

from collections.abc import Iterator

import pytest

from tests.factories.ledger import drop_guards


@pytest.fixture(autouse=True)
def _clear_append_only_tables(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test that commits is cleared by deleting rows, which the guards forbid to everybody."""
    commits = "transactional_db" in request.fixturenames
    if commits:
        request.getfixturevalue("transactional_db")
    yield
    if commits:
        drop_guards()
