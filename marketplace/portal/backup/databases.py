"""The database that the settings name, as something to copy and to fill."""

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from django.db.backends.base.base import BaseDatabaseWrapper

from marketplace.portal.backup.manifest import BackupRefused, DatabaseFacts, Manifest
from marketplace.portal.backup.postgresql import PostgresqlDatabase
from marketplace.portal.backup.progress import ProgressLines
from marketplace.portal.backup.rows import DatabaseReader
from marketplace.portal.backup.sqlite import SqliteDatabase


class Database(Protocol):
    """What either kind can do. `keep` is an open file that its programs hold to their end."""

    vendor: str
    #: The name of its file in a backup.
    stored: str

    def size(self) -> int: ...
    def needs(self, manifest: Manifest) -> list[tuple[Path, int]]: ...
    def dumped(
        self, target: Path, progress: ProgressLines, keep: int
    ) -> AbstractContextManager[DatabaseReader]: ...
    def held(self) -> int: ...
    def check_taker(self, manifest: Manifest) -> None: ...
    def put_back(
        self, source: Path, manifest: Manifest, progress: ProgressLines, keep: int
    ) -> None: ...
    def read(self) -> AbstractContextManager[DatabaseReader]: ...
    def found(self, progress: ProgressLines) -> DatabaseFacts: ...


def database_of(connection: BaseDatabaseWrapper) -> Database:
    """Raises BackupRefused for a kind that this cannot back up."""
    if connection.vendor == PostgresqlDatabase.vendor:
        return PostgresqlDatabase(connection)
    if connection.vendor == SqliteDatabase.vendor:
        return SqliteDatabase(connection)
    raise BackupRefused(f"Databases of the kind {connection.vendor} are not backed up by this.")
