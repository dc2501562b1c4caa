"""The world that the walks share, loaded once."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction

from tests.walks.readings import Reading, read_everything
from tests.walks.world import World


@pytest.fixture(scope="package", autouse=True)
def _unlogged() -> Iterator[None]:
    """A thousand refusals are what the walks ask for: a traceback of each would take most of the time."""
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture(scope="package")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Loaded once for the walks, inside a transaction that is taken back at their end."""
    with django_db_blocker.unblock(), transaction.atomic():
        loaded = World()
        if connection.vendor == "postgresql":
            # Rows that no commit has shown to the server are planned for as if there were none.
            # The server's own tables are left alone: other workers' databases share some of them.
            ours = map(connection.ops.quote_name, connection.introspection.table_names())
            with connection.cursor() as cursor:
                cursor.execute(f"ANALYZE {', '.join(ours)}")
        yield loaded
        transaction.set_rollback(True)


@pytest.fixture(scope="package")
def readings(world: World, django_db_blocker: Any) -> list[Reading]:
    """Every page as it is in the world as loaded."""
    with django_db_blocker.unblock():
        return read_everything(world)
