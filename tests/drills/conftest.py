"""What the drills share: the scripts' own modules, and one PostgreSQL that is migrated once."""

from collections.abc import Iterator

import pytest

from tests.drills.own_postgresql import OwnServer
from tests.script.conftest import load

__all__ = ["load"]


@pytest.fixture(scope="session")
def own_postgresql() -> Iterator[OwnServer]:
    server = OwnServer()
    try:
        server.start()
        server.migrate()
        yield server
    finally:
        server.close()
