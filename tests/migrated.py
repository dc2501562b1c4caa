"""A migrated database that is only copied: every migration still runs, but once for all tests.

`python -m tests.migrated` makes it ahead of a run, so that no worker of the run waits for it.
"""

import fcntl
import hashlib
import os
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import django
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests.gates.modules import PACKAGES

ROOT = Path(__file__).resolve().parent.parent


def migrated_template() -> Path:
    """The SQLite file that was migrated and then left alone."""
    return Path(tempfile.gettempdir()) / f"handrail-template-{_digest()}.sqlite3"


def template_database() -> str:
    """The name of the migrated database that is only copied, on the engine of this run."""
    return str(migrated_template()) if connection.vendor == "sqlite" else template_on_server()


def template_on_server() -> str:
    """Its name on PostgreSQL."""
    return f"handrail_template_{_digest()}"


def make_template() -> None:
    """Migrate once per set of migrations. Whoever needs it meanwhile waits."""
    if connection.vendor == "sqlite":
        _make_sqlite(migrated_template())
    else:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [_lock()])
            _make_postgresql(template_database())
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_lock()])


def copy_on_server(name: str) -> None:
    """A new database of this name, as migrated; nobody else may be in the template meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_lock()])
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template_database()}"')
        cursor.execute("SELECT pg_advisory_unlock(%s)", [_lock()])


def drop_on_server(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@cache
def models_at(*migrations: tuple[str, str]) -> Any:
    """The registry of historical models at these migrations; rendering one takes seconds."""
    return MigrationExecutor(connection).loader.project_state(list(migrations)).apps


def use_database(name: str) -> None:
    """From now on every connection that is opened is to this database."""
    connection.close()
    connection.settings_dict["NAME"] = name


def _lock() -> int:
    """The advisory lock under which PostgreSQL's template is made and copied. One for each template:
    whoever needs another one does not wait."""
    return int(_digest()[:15], 16)


@cache
def _digest() -> str:
    """Changes with what a migrated database is made of: migrations, triggers, Django itself."""
    ours = [file for package in PACKAGES for file in (ROOT / package).rglob("*.py")]
    made_of = [
        *sorted(file for file in ours if file.parent.name == "migrations"),
        *sorted(file for file in ours if file.name == "triggers.py"),
        ROOT / "requirements" / "base.txt",
    ]
    digest = hashlib.sha256()
    for file in made_of:
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _make_sqlite(template: Path) -> None:
    with Path(f"{template}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if template.exists():
            return
        before = str(connection.settings_dict["NAME"])
        # A rename is whole or not at all, so that nobody copies half a file.
        part = f"{template}.{os.getpid()}"
        use_database(part)
        call_command("migrate", verbosity=0, interactive=False)
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        use_database(before)
        os.replace(part, template)


def _make_postgresql(template: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [template])
        if cursor.fetchone():
            return
        cursor.execute(f'DROP DATABASE IF EXISTS "{template}_new" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{template}_new"')
    # The connection that holds the lock stays open while another one migrates.
    held, server = connection.connection, str(connection.settings_dict["NAME"])
    connection.connection = None
    connection.settings_dict["NAME"] = f"{template}_new"
    call_command("migrate", verbosity=0, interactive=False)
    connection.close()
    connection.settings_dict["NAME"] = server
    connection.connection = held
    with connection.cursor() as cursor:
        cursor.execute(f'ALTER DATABASE "{template}_new" RENAME TO "{template}"')


if __name__ == "__main__":
    django.setup()
    make_template()
