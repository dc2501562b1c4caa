"""An SQLite file: copied page by page as it was at one instant, its write-ahead log included, while
others go on writing."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from marketplace.core.durable import sync
from marketplace.core.private_files import BESIDE_SQLITE
from marketplace.portal.backup.disk import UNFINISHED, copy
from marketplace.portal.backup.manifest import BackupRefused, DatabaseFacts, Manifest, TableRows
from marketplace.portal.backup.progress import ProgressLines
from marketplace.portal.backup.rows import DatabaseReader, facts_of

#: Pages copied between two looks at the clock: 16 MB of usual pages.
PAGES = 4096
#: Seconds to wait for a writer that holds the whole file, which it does for moments.
PATIENCE = 60.0


class SqliteReader:
    """The rows of one SQLite file."""

    vendor = "sqlite"
    version = sqlite3.sqlite_version

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def ask(self, question: str) -> list[tuple[Any, ...]]:
        return self._connection.execute(question).fetchall()

    def tables(self) -> list[str]:
        rows = self.ask(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%'"
            " ESCAPE '\\' ORDER BY name"
        )
        return [name for (name,) in rows]

    def rows_of(self, table: str) -> TableRows:
        ((count,),) = self.ask(f'SELECT count(*) FROM "{table}"')  # noqa: S608 - from the schema
        return TableRows(count, "")


class SqliteDatabase:
    """The database that the settings name, where that is a file."""

    vendor = "sqlite"
    stored = "database.sqlite3"

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self._wrapper = connection
        self._path = Path(connection.settings_dict["NAME"])

    def size(self) -> int:
        """Bytes that a copy may take."""
        logged = Path(f"{self._path}-wal")
        return sum(path.stat().st_size for path in (self._path, logged) if path.exists())

    def needs(self, manifest: Manifest) -> list[tuple[Path, int]]:
        """How many bytes a restore writes, and where."""
        return [(self._path.parent, manifest.files[self.stored].size)]

    @contextmanager
    def dumped(self, target: Path, progress: ProgressLines, keep: int) -> Iterator[DatabaseReader]:
        """Copy the database to a file; in the block, the rows as they are in the copy.

        One read transaction is held throughout: a writer elsewhere would begin the copying anew.
        """
        if not self._path.exists():
            raise BackupRefused(f"There is no database at {self._path}.")
        with (
            closing(_opened(self._path, "rw")) as source,
            closing(_opened(target, "rwc")) as copied,
        ):
            source.execute("BEGIN")
            source.execute("SELECT count(*) FROM sqlite_master").fetchone()
            source.backup(copied, pages=PAGES, progress=_told(progress))
            source.execute("ROLLBACK")
            # One file and no log beside it.
            copied.execute("PRAGMA journal_mode = DELETE").fetchone()
            _check(copied)
        sync(target)
        with closing(_opened(target, "ro")) as copied:
            yield SqliteReader(copied)

    def held(self) -> int:
        """How many tables and other things are in the database already."""
        self._wrapper.close()
        if not self._path.exists() or not self._path.stat().st_size:
            if _beside(self._path):
                raise BackupRefused(
                    f"The log of another database lies at {_beside(self._path)[0]}. Move it away."
                )
            return 0
        with closing(_opened(self._path, "rw")) as found:
            ((count,),) = found.execute("SELECT count(*) FROM sqlite_master").fetchall()
        return int(count)

    def check_taker(self, manifest: Manifest) -> None:
        """Whether this machine can take the backup: a file of SQLite is read by every release."""

    def put_back(
        self, source: Path, manifest: Manifest, progress: ProgressLines, keep: int
    ) -> None:
        """Copy beside, prove, and only then give it its name. Raises BackupRefused."""
        draft = self._path.with_name(f"{UNFINISHED}-{self._path.name}")
        self._path.parent.mkdir(parents=True, exist_ok=True)
        draft.unlink(missing_ok=True)
        progress.say("The database is copied.")
        if copy(source, draft) != manifest.files[self.stored]:
            draft.unlink()
            raise BackupRefused(f"{self.stored} has changed while it was copied. Start again.")
        if self.held():
            raise BackupRefused(f"Somebody else has filled {self._path} meanwhile.")
        for path in [self._path, *_beside(self._path)]:
            path.unlink(missing_ok=True)
        draft.rename(self._path)
        sync(self._path.parent)

    @contextmanager
    def read(self) -> Iterator[DatabaseReader]:
        """The rows that are there now."""
        with closing(_opened(self._path, "rw")) as found:
            yield SqliteReader(found)

    def found(self, progress: ProgressLines) -> DatabaseFacts:
        """What the database holds now."""
        with self.read() as reader:
            return facts_of(reader, progress)


def _opened(path: Path, mode: str) -> sqlite3.Connection:
    address = f"{path.resolve().as_uri()}?mode={mode}"
    return sqlite3.connect(address, uri=True, isolation_level=None, timeout=PATIENCE)


def _told(progress: ProgressLines) -> Any:
    def told(_: int, remaining: int, total: int) -> None:
        progress.step(f"Database: {(total - remaining) * 100 // (total or 1)} % copied.")

    return told


def _check(copied: sqlite3.Connection) -> None:
    """Raises BackupRefused when the database is damaged: a backup of that would be believed."""
    answers = [answer for (answer,) in copied.execute("PRAGMA integrity_check(3)")]
    if answers != ["ok"]:
        raise BackupRefused(f"The database is damaged, so no backup was made: {'; '.join(answers)}")


def _beside(path: Path) -> list[Path]:
    """What SQLite keeps beside a file while it is in use."""
    found = [Path(f"{path}{end}") for end in BESIDE_SQLITE]
    return [one for one in found if one.exists()]
