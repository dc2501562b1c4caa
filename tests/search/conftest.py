"""Every engine keeps one contract: a test that asks for `backend` runs once for each of them."""

from pathlib import Path

import pytest
from django.db import connection

from search.backends.base import SearchBackend
from search.backends.embedded import EmbeddedBackend
from tests.search.memory_source import MemorySource

FOLDER = Path(__file__).parent


@pytest.fixture
def source() -> MemorySource:
    return MemorySource()


@pytest.fixture(params=[EmbeddedBackend])
def backend(request: pytest.FixtureRequest, source: MemorySource, tmp_path: Path) -> SearchBackend:
    """An engine that reads from `source`."""
    made: SearchBackend = request.param(source, tmp_path)
    return made


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What only PostgreSQL can do is left out, not skipped, on SQLite."""
    if connection.vendor != "postgresql":
        items[:] = [
            item
            for item in items
            if FOLDER not in item.path.parents or item.get_closest_marker("postgresql") is None
        ]
