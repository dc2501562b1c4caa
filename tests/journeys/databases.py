"""A database of its own for each journey: a copy of the one that is kept, on either engine."""

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from django.db import connection

from tests.migrated import use_database


def name_of(folder: Path, word: str) -> str:
    """What the database of this word is called: a file in the folder, or one of the server's."""
    if connection.vendor == "sqlite":
        return str(folder / f"{word}.sqlite3")
    return f"handrail_{word}_{os.getpid()}"


def copy(source: str, target: str) -> None:
    """A new database with all that the other holds. Nobody may be at work in that one."""
    if connection.vendor == "sqlite":
        shutil.copyfile(source, target)
        return
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')


@contextlib.contextmanager
def used(name: str) -> Iterator[None]:
    """Every connection of this process is to this database; afterwards to the one before.

    The server's threads open theirs for one request each, and so need not be told.
    """
    before = str(connection.settings_dict["NAME"])
    use_database(name)
    try:
        yield
        if connection.vendor == "sqlite":
            # A copy is of the file alone.
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        use_database(before)


def drop(name: str) -> None:
    """Take a copy away. On SQLite it goes with its folder."""
    if connection.vendor != "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
