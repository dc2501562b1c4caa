"""What every test shares: a migrated database copied from a template, a cast, a fixed clock."""

import contextlib
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection, connections
from django.db.models.signals import pre_save
from django.test import TransactionTestCase

from marketplace.core.models import AuditEvent
from marketplace.core.rooms import collected
from tests import second_database
from tests.as_migrated import AsMigrated, put_back_on_disk
from tests.late_rendering import render_late
from tests.migrated import (
    ROOT,
    copy_on_server,
    drop_on_server,
    make_template,
    template_database,
    use_database,
)
from tests.scheduling import UnitScheduling, order_of
from tests.second_database import uses_the_database

#: How the events of the demo and those that tests make up begin: they need no words.
MADE_UP = ("demo_", "planted", "test", "tried")
NOW = datetime(2026, 9, 21, 9, 30, tzinfo=UTC)


def pytest_addoption(parser: pytest.Parser) -> None:
    second_database.add_option(parser)


def pytest_configure(config: pytest.Config) -> None:
    render_late()
    if config.getoption(second_database.OPTION):
        config.pluginmanager.register(second_database.SecondDatabase())


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> UnitScheduling:
    return UnitScheduling(config, log)


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: object) -> Iterator[None]:
    """A copy of the migrated database, which is made first where nobody has."""
    settings.TEST_DIR.mkdir(parents=True, exist_ok=True)
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        make_template()
        if connection.vendor == "sqlite":
            yield from _sqlite_from_template()
        else:
            yield from _postgresql_from_template()
    shutil.rmtree(settings.TEST_DIR, ignore_errors=True)


def _sqlite_from_template() -> Iterator[None]:
    name = str(connection.settings_dict["TEST"]["NAME"])
    use_database(name)
    shutil.copyfile(template_database(), name)
    with after_each_transactional_test(put_back_on_disk):
        yield
    for alias in connections:
        connections[alias].close()


def _postgresql_from_template() -> Iterator[None]:
    """Beside the database that the settings name."""
    server = str(connection.settings_dict["NAME"])
    name = f"handrail_test_{settings.WORKER}_{os.getpid()}"
    copy_on_server(name)
    use_database(name)
    with after_each_transactional_test(AsMigrated().put_back):
        yield
    use_database(server)
    drop_on_server(name)
    connection.close()


@contextlib.contextmanager
def after_each_transactional_test(put_back: Callable[[], None]) -> Iterator[None]:
    """Instead of Django's flush, which truncates every table, fires post_migrate, and leaves out what
    the migrations wrote."""
    flush = TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_teardown = lambda self: put_back()  # type: ignore[method-assign]
    try:
        yield
    finally:
        TransactionTestCase._fixture_teardown = flush  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    """Rate limits and cached pages of one test never reach the next."""
    cache.clear()


@pytest.fixture(autouse=True, scope="session")
def _events_have_words() -> Iterator[None]:
    """What is recorded has its words, also where its name is put together from a state."""

    def refuse(sender: object, instance: AuditEvent, **_: object) -> None:
        made_up = instance.event.startswith(MADE_UP)
        assert made_up or instance.event in collected().events, (
            f"Give the event {instance.event} its words: event_words.py of the room, events in room.py"
        )

    pre_save.connect(refuse, sender=AuditEvent, weak=False)
    yield
    pre_save.disconnect(refuse, sender=AuditEvent)


@pytest.fixture
def at() -> datetime:
    """The instant that tests pass in as the clock."""
    return NOW


@pytest.fixture
def shared_data() -> Path:
    """The folder of real files beside the checkout; tests that need it carry real_data."""
    return ROOT.parent / "shared" / "data"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Real-data tests are left out, not skipped, where nobody laid the files; on PostgreSQL, whatever
    touches no database: it has run on SQLite already and cannot differ. What takes longest begins
    first, so that no worker is idle while it ends."""
    if not (ROOT.parent / "shared" / "data").exists():
        items[:] = [item for item in items if item.get_closest_marker("real_data") is None]
    if connection.vendor == "postgresql":
        without = [item for item in items if not uses_the_database(item)]
        config.hook.pytest_deselected(items=without)
        items[:] = [item for item in items if uses_the_database(item)]
    unmarked = [item.nodeid for item in items if _reads_rows_unmarked(item)]
    if unmarked:
        raise pytest.UsageError(
            "These use the database without the django_db mark, so they would run after the tests "
            f"that empty every table: {', '.join(unmarked)}"
        )
    items.sort(key=lambda item: order_of(item.nodeid))


def _reads_rows_unmarked(item: pytest.Item) -> bool:
    """Whether rows of the migrations are there when it runs is then a matter of luck.

    Journeys and the planted room bring a database of their own.
    """
    asked = set(getattr(item, "fixturenames", ()))
    own = asked & {"empty_site", "loaded", "planted"}
    marked = item.get_closest_marker("django_db") or asked & {"db", "transactional_db"}
    return "django_db_setup" in asked and not own and not marked
