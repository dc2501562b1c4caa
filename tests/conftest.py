"""What every test shares: a migrated database copied from a template, a cast, a fixed clock."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, connections
from django.test import TransactionTestCase

from tests.factories.ledger import drop_guards

ROOT = Path(__file__).resolve().parent.parent
NOW = datetime(2026, 9, 21, 9, 30, tzinfo=UTC)


def _migrations_digest() -> str:
    """Changes with what a migrated database is made of: migrations, triggers, Django itself."""
    made_of = ("*/**/migrations/*.py", "*/**/triggers.py", "requirements/base.txt")
    files = [file for pattern in made_of for file in sorted(ROOT.glob(pattern))]
    digest = hashlib.sha256()
    for file in files:
        if ".venv" not in file.parts:
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: object) -> Iterator[None]:
    """Migrate once per set of migrations, then copy: every migration still runs, but seldom twice."""
    settings.TEST_DIR.mkdir(parents=True, exist_ok=True)
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        if connection.vendor == "sqlite":
            yield from _sqlite_from_template()
        else:
            yield from _postgresql_from_template()
    shutil.rmtree(settings.TEST_DIR, ignore_errors=True)


def migrated_template() -> Path:
    """The SQLite file that was migrated and then left alone."""
    return Path(tempfile.gettempdir()) / f"handrail-template-{_migrations_digest()}.sqlite3"


def template_database() -> str:
    """The name of the migrated database that is only copied, on the engine of this run."""
    if connection.vendor == "sqlite":
        return str(migrated_template())
    return f"handrail_template_{_migrations_digest()}"


def _sqlite_from_template() -> Iterator[None]:
    template = migrated_template()
    name = str(connection.settings_dict["TEST"]["NAME"])
    connection.close()
    connection.settings_dict["NAME"] = name
    if template.exists():
        shutil.copyfile(template, name)
    else:
        call_command("migrate", verbosity=0, interactive=False)
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        # A rename is whole or not at all, so a parallel run never copies half a file.
        part = f"{template}.{os.getpid()}"
        shutil.copyfile(name, part)
        os.replace(part, template)
    yield
    for alias in connections:
        connections[alias].close()


def _postgresql_from_template() -> Iterator[None]:
    """A template database beside the named one; workers that meet wait on an advisory lock."""
    template = template_database()
    name = f"handrail_test_{settings.WORKER}_{os.getpid()}"
    server = str(connection.settings_dict["NAME"])
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(7201)")
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [template])
        if cursor.fetchone() is None:
            _migrate_postgresql(template)
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        cursor.execute("SELECT pg_advisory_unlock(7201)")
    use_database(name)
    yield
    for alias in connections:
        connections[alias].close()
    use_database(server)
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    connection.close()


def _migrate_postgresql(template: str) -> None:
    held = connection.connection
    server = str(connection.settings_dict["NAME"])
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{template}_new" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{template}_new"')
    # The connection that holds the lock stays open while another one migrates.
    connection.connection = None
    connection.settings_dict["NAME"] = f"{template}_new"
    call_command("migrate", verbosity=0, interactive=False)
    connection.close()
    connection.settings_dict["NAME"] = server
    connection.connection = held
    with connection.cursor() as cursor:
        cursor.execute(f'ALTER DATABASE "{template}_new" RENAME TO "{template}"')


def use_database(name: str) -> None:
    """From now on every connection that is opened is to this database."""
    connection.close()
    connection.settings_dict["NAME"] = name


@pytest.fixture(autouse=True, scope="session")
def _flush_past_the_guards() -> Iterator[None]:
    """Emptying the tables between transactional tests is the one DELETE that the guards let by.

    The flush ends with post_migrate, which puts the guards back.
    """
    flush = TransactionTestCase._fixture_teardown

    def flush_unguarded(self: TransactionTestCase) -> None:
        drop_guards()
        flush(self)

    TransactionTestCase._fixture_teardown = flush_unguarded  # type: ignore[method-assign]
    yield
    TransactionTestCase._fixture_teardown = flush  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    """Rate limits and cached pages of one test never reach the next."""
    cache.clear()


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
    touches no database: it has run on SQLite already and cannot differ. Those that keep to one
    worker begin first, so that the other one is not idle while they end."""
    if not (ROOT.parent / "shared" / "data").exists():
        items[:] = [item for item in items if item.get_closest_marker("real_data") is None]
    if connection.vendor == "postgresql":
        without = [item for item in items if not _uses_the_database(item)]
        config.hook.pytest_deselected(items=without)
        items[:] = [item for item in items if _uses_the_database(item)]
    items.sort(key=lambda item: item.get_closest_marker("xdist_group") is None)


def _uses_the_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("sqlite"):
        return False
    asked = {"db", "transactional_db", "django_db_setup", "live_server"}
    return bool(item.get_closest_marker("django_db")) or bool(
        asked & set(getattr(item, "fixturenames", ()))
    )
