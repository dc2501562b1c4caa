"""Dumps of PostgreSQL, taken at one snapshot and put back in one transaction."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from marketplace.accounts.models import Authority
from marketplace.portal.backup import postgresql
from marketplace.portal.backup.making import make_backup
from marketplace.portal.backup.manifest import BackupRefused, DatabaseFacts, Manifest
from marketplace.portal.backup.postgresql import PostgresqlDatabase, find_program
from marketplace.portal.backup.progress import ProgressLines
from marketplace.portal.backup.restoring import restore_backup
from marketplace.portal.backup.rows import differences
from tests.factories.accounts import make_authority
from tests.marketplace.portal.backup.conftest import AT

QUIET = ProgressLines(lambda words: None)


def test_program_is_found_beside_its_server_before_the_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgresql, "INSTALLED", tmp_path)
    beside = _program(tmp_path / "15" / "bin" / "pg_dump", "pg_dump (PostgreSQL) 15.18 (Debian)")
    on_path = _program(tmp_path / "path" / "pg_dump", "pg_dump (PostgreSQL) 16.1")
    monkeypatch.setenv("PATH", str(on_path.parent))
    assert find_program("pg_dump", 15) == beside
    assert find_program("pg_dump", 16) == on_path


def test_program_of_another_major_version_will_not_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgresql, "INSTALLED", tmp_path)
    on_path = _program(tmp_path / "path" / "pg_dump", "pg_dump (PostgreSQL) 16.1")
    monkeypatch.setenv("PATH", str(on_path.parent))
    with pytest.raises(BackupRefused, match=r"there is no pg_dump of 15.*postgresql-client-15"):
        find_program("pg_dump", 15)


def _program(path: Path, version: str) -> Path:
    path.parent.mkdir(parents=True)
    path.write_text(f"#!/bin/sh\necho '{version}'\n")
    path.chmod(0o755)
    return path


@pytest.fixture
def database(transactional_db: None) -> PostgresqlDatabase:
    if connection.vendor != "postgresql":
        pytest.skip("PostgreSQL only")
    make_authority()
    return PostgresqlDatabase(connection)


@pytest.fixture
def empty(database: PostgresqlDatabase) -> Iterator[BaseDatabaseWrapper]:
    """A second, empty database on the same server."""
    name = f"{connection.settings_dict['NAME']}_restored"
    _on_server(f'CREATE DATABASE "{name}"')
    wrapper = connection.copy()
    wrapper.settings_dict["NAME"] = name
    yield wrapper
    wrapper.close()
    _on_server(f'DROP DATABASE "{name}" WITH (FORCE)')


def _on_server(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_rows_that_commit_before_the_program_starts_are_neither_in_the_dump_nor_counted(
    database: PostgresqlDatabase,
    empty: BaseDatabaseWrapper,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begin = subprocess.Popen

    def late(words: list[object], **how: object) -> object:
        if "--format=custom" in words:
            make_authority("otherton", "otherton.localhost")
        return begin(words, **how)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "Popen", late)
    facts = make_backup(tmp_path / "one", database, [], AT, QUIET).database
    assert Authority.objects.count() == 2
    assert facts.tables[Authority._meta.db_table].count == 1
    restored = PostgresqlDatabase(empty)
    restore_backup(tmp_path / "one", restored, [], tmp_path, QUIET)
    assert differences(facts, restored.found(QUIET)) == []


def test_same_number_of_other_rows_is_a_difference(database: PostgresqlDatabase) -> None:
    before = database.found(QUIET)
    Authority.objects.update(name="Another Council")
    assert differences(before, database.found(QUIET)) == [
        f"The rows of the table {Authority._meta.db_table} are not as they were."
    ]


def test_backup_goes_back_with_its_guards_and_only_into_an_empty_database(
    database: PostgresqlDatabase, empty: BaseDatabaseWrapper, tmp_path: Path
) -> None:
    make_backup(tmp_path / "one", database, [], AT, QUIET)
    restored = PostgresqlDatabase(empty)
    restore_backup(tmp_path / "one", restored, [], tmp_path, QUIET)
    with restored.read() as reader:
        triggers = {name for (name,) in reader.ask("SELECT tgname FROM pg_trigger")}
    assert "core_auditevent_no_delete" in triggers
    with pytest.raises(BackupRefused, match="The database is not empty"):
        restore_backup(tmp_path / "one", restored, [], tmp_path, QUIET)


def test_dump_that_cannot_be_read_leaves_the_database_empty(
    database: PostgresqlDatabase, empty: BaseDatabaseWrapper, tmp_path: Path
) -> None:
    make_backup(tmp_path / "one", database, [], AT, QUIET)
    dump = tmp_path / "one" / database.stored
    dump.write_bytes(dump.read_bytes()[:-20_000])
    restored = PostgresqlDatabase(empty)
    with (
        (tmp_path / "lock").open("w") as lock,
        pytest.raises(BackupRefused, match="pg_restore ended with 1"),
    ):
        restored.put_back(dump, _manifest(database.found(QUIET)), QUIET, lock.fileno())
    assert restored.held() == 0


def test_backup_of_a_newer_server_is_refused(database: PostgresqlDatabase) -> None:
    facts = DatabaseFacts("postgresql", "99.1 (Debian)", {}, (), 0, "")
    with pytest.raises(BackupRefused, match="The backup is of PostgreSQL 99, and this server"):
        database.check_taker(_manifest(facts))


def test_password_is_in_no_list_of_processes(
    database: PostgresqlDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[tuple[list[object], dict[str, str]]] = []
    begin = subprocess.Popen

    def listen(words: list[object], **how: object) -> object:
        started.append((words, how.get("env") or {}))  # type: ignore[arg-type]
        return begin(words, **how)  # type: ignore[call-overload]

    monkeypatch.setitem(connection.settings_dict, "PASSWORD", "not-for-others")
    monkeypatch.setattr(subprocess, "Popen", listen)
    make_backup(tmp_path / "one", database, [], AT, QUIET)
    assert not [words for words, _ in started if "not-for-others" in " ".join(map(str, words))]
    assert [env["PGPASSWORD"] for _, env in started if "PGPASSWORD" in env] == ["not-for-others"]


def _manifest(facts: DatabaseFacts) -> Manifest:
    return Manifest(AT.isoformat(), {}, facts, {}, ())
