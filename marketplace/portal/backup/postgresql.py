"""A PostgreSQL database: written and read by its own programs, at one snapshot that ours share."""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from marketplace.core.durable import sync
from marketplace.portal.backup.disk import in_words
from marketplace.portal.backup.manifest import (
    BackupRefused,
    DatabaseFacts,
    Manifest,
    TableRows,
    major_of,
)
from marketplace.portal.backup.progress import ProgressLines
from marketplace.portal.backup.rows import DatabaseReader, facts_of

#: Where Debian and Ubuntu keep the programs of each major version.
INSTALLED = Path("/usr/lib/postgresql")
#: Seconds between two looks at a program at work.
LOOK = 1.0
#: The words of an error that are shown: its last lines say what went wrong.
SHOWN = 2_000
#: A session in which a row's text is the same on every server, and that no limit ends.
_SESSION = (
    "SET TIME ZONE 'UTC'",
    "SET datestyle = 'ISO, DMY'",
    "SET intervalstyle = 'postgres'",
    "SET bytea_output = 'hex'",
    "SET extra_float_digits = 1",
    "SET statement_timeout = 0",
    "SET idle_in_transaction_session_timeout = 0",
)
_AT_ONE_INSTANT = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
_HELD = """
SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)'
AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
"""
# A sum does not depend on the order of rows; 60 bits of each row's hash go into it.
_ROWS = """
SELECT count(*), coalesce(sum(('x' || left(encode(sha256(convert_to(t::text, 'UTF8')), 'hex'),
15))::bit(60)::bigint), 0)::text FROM "{table}" t
"""


class PostgresqlReader:
    """The rows of one session, which is in a snapshot where it was asked to be."""

    vendor = "postgresql"

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self._connection = connection
        ((self.version,),) = self.ask("SHOW server_version")

    def ask(self, question: str) -> list[tuple[Any, ...]]:
        with self._connection.cursor() as cursor:
            cursor.execute(question)
            return cursor.fetchall() if cursor.description else []

    def tables(self) -> list[str]:
        rows = self.ask(
            "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1"
        )
        return [name for (name,) in rows]

    def rows_of(self, table: str) -> TableRows:
        ((count, digest),) = self.ask(_ROWS.format(table=table))
        return TableRows(count, digest)


class PostgresqlDatabase:
    """The database that the settings name, where a server keeps it."""

    vendor = "postgresql"
    stored = "database.dump"

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self._wrapper = connection

    def size(self) -> int:
        """Bytes that a dump may take; it is compressed, so it takes far fewer."""
        with self.read() as reader:
            ((size,),) = reader.ask("SELECT pg_database_size(current_database())")
        return int(size)

    def needs(self, manifest: Manifest) -> list[tuple[Path, int]]:
        """Nothing on a disk that this machine sees."""
        return []

    @contextmanager
    def dumped(self, target: Path, progress: ProgressLines, keep: int) -> Iterator[DatabaseReader]:
        """Write a dump to a file; in the block, the rows as they are in the dump."""
        with self.read() as reader:
            program = find_program("pg_dump", major_of(reader.version))
            reader.ask(_AT_ONE_INSTANT)
            ((snapshot,),) = reader.ask("SELECT pg_export_snapshot()")
            words = ["--format=custom", f"--snapshot={snapshot}", f"--file={target}"]
            self._run(program, words, keep, lambda: progress.step(_so_far(target)))
            sync(target)
            yield reader

    def held(self) -> int:
        """How many tables and other things are in the database already."""
        with self.read() as reader:
            ((count,),) = reader.ask(_HELD)
        return int(count)

    def check_taker(self, manifest: Manifest) -> None:
        """Raises BackupRefused when this server cannot take the backup, or its program is missing."""
        with self.read() as reader:
            version = reader.version
        if major_of(version) < manifest.database.major:
            raise BackupRefused(
                f"The backup is of PostgreSQL {manifest.database.major}, and this server is the older"
                f" {major_of(version)}. Restore into {manifest.database.major} or newer."
            )
        find_program("pg_restore", major_of(version))

    def put_back(
        self, source: Path, manifest: Manifest, progress: ProgressLines, keep: int
    ) -> None:
        """All of it in one transaction: cut off anywhere, the database is as empty as before."""
        with self.read() as reader:
            program = find_program("pg_restore", major_of(reader.version))
            words = ["--exit-on-error", "--single-transaction", str(source)]
            progress.say("The database is filled.")
            self._run(program, words, keep, lambda: progress.step(_filled(reader)))
            # What the planner must know of the tables, so that the first pages are not slow ones.
            reader.ask("ANALYZE")

    @contextmanager
    def read(self) -> Iterator[DatabaseReader]:
        """A session of our own, with the rows that are there now."""
        held = self._wrapper.copy()
        try:
            for statement in _SESSION:
                with held.cursor() as cursor:
                    cursor.execute(statement)
            yield PostgresqlReader(held)
        finally:
            held.close()

    def found(self, progress: ProgressLines) -> DatabaseFacts:
        """What the database holds now."""
        with self.read() as reader:
            return facts_of(reader, progress)

    def _run(
        self, program: Path, words: Sequence[str], keep: int, look: Callable[[], object]
    ) -> None:
        """Run a program of PostgreSQL's to its end. Raises BackupRefused with what it said.

        The password goes by its environment, which other users cannot read as they can its words.
        """
        ours = ["--no-password", "--no-owner", "--no-privileges", *words, "--dbname"]
        (_, *rest), env = self._wrapper.client.settings_to_cmd_args_env(
            self._wrapper.settings_dict, ours
        )
        with tempfile.TemporaryFile() as errors:
            running = subprocess.Popen(  # noqa: S603 - a program of PostgreSQL's, words of ours
                [program, *rest],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=errors,
                env={**os.environ, **(env or {})},
                pass_fds=[keep],
            )
            try:
                while not _ended(running):
                    look()
            finally:
                running.kill()
                running.wait()
            if running.returncode:
                errors.seek(0)
                said = errors.read().decode(errors="replace").strip()[-SHOWN:]
                raise BackupRefused(f"{program.name} ended with {running.returncode}: {said}")


def find_program(name: str, major: int) -> Path:
    """A program of the server's own major version. Raises BackupRefused when there is none.

    An older one cannot read the server; what a newer one writes an equal server may not read back.
    """
    beside = INSTALLED / str(major) / "bin" / name
    on_path = shutil.which(name)
    for path in [beside, *([Path(on_path)] if on_path else [])]:
        if path.exists() and _major_of(path) == major:
            return path
    raise BackupRefused(
        f"The server is PostgreSQL {major}, and there is no {name} of {major}: not on the path,"
        f" not in {beside.parent}. Install postgresql-client-{major}."
    )


def _major_of(program: Path) -> int:
    done = subprocess.run(  # noqa: S603 - a program that was found by its name
        [program, "--version"], capture_output=True, text=True, check=False
    )
    found = re.search(r"\) (\d+)", done.stdout)
    return int(found[1]) if found else 0


def _ended(running: "subprocess.Popen[bytes]") -> bool:
    try:
        running.wait(LOOK)
    except subprocess.TimeoutExpired:
        return False
    return True


def _so_far(target: Path) -> str:
    return f"Database: {in_words(target.stat().st_size if target.exists() else 0)} written."


def _filled(reader: DatabaseReader) -> str:
    ((size,),) = reader.ask("SELECT pg_database_size(current_database())")
    return f"Database: {in_words(size)} in place."
