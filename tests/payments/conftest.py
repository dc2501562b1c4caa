"""What tests about money share."""

from collections.abc import Iterator

import pytest

from tests.factories.ledger import drop_guards


@pytest.fixture(autouse=True)
def _clear_append_only_tables(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test that commits is cleared by deleting rows, which the guards forbid to everybody."""
    marker = request.node.get_closest_marker("django_db")
    commits = "transactional_db" in request.fixturenames or (
        marker is not None and bool(marker.kwargs.get("transaction"))
    )
    if commits:
        # Asked for here, so that it is cleared up after this fixture and not before.
        request.getfixturevalue("db")
    yield
    if commits:
        drop_guards()
