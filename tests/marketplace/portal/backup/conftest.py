"""A small site of SQLite and two folders, and an empty place for its backup."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db.backends.sqlite3.base import DatabaseWrapper

from marketplace.portal.backup.disk import FilePlace
from marketplace.portal.backup.making import make_backup
from marketplace.portal.backup.manifest import Manifest
from marketplace.portal.backup.progress import ProgressLines
from marketplace.portal.backup.restoring import restore_backup
from marketplace.portal.backup.sqlite import SqliteDatabase

AT = datetime(2026, 11, 30, 2, tzinfo=UTC)
TABLES = """
CREATE TABLE django_migrations (id integer primary key, app text, name text);
INSERT INTO django_migrations (app, name) VALUES ('core', '0001_initial');
CREATE TABLE letters (id integer primary key, words text);
INSERT INTO letters (words) VALUES ('one'), ('two');
"""


@dataclass
class SmallSite:
    """A folder with a database and files. What was said of it is kept."""

    root: Path

    def __post_init__(self) -> None:
        self.root.mkdir()
        self.said: list[str] = []
        self.progress = ProgressLines(self.said.append)
        self.path = self.root / "site.sqlite3"
        self.database = SqliteDatabase(DatabaseWrapper({"NAME": str(self.path)}))
        self.places = [
            FilePlace("private", self.root / "private", 0o600, 0o700),
            FilePlace("media", self.root / "media", 0o644, 0o755),
        ]

    def fill(self) -> None:
        self.run(TABLES)
        self.write("private/evidence/a", b"insured")
        self.write("private/evidence/b", b"checked")
        self.write("media/images/front.png", b"\x89PNG")

    def run(self, script: str) -> None:
        with closing(sqlite3.connect(self.path)) as connection:
            connection.executescript("PRAGMA journal_mode = WAL;")
            connection.executescript(script)

    def ask(self, question: str) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(self.path)) as connection:
            return connection.execute(question).fetchall()

    def write(self, name: str, data: bytes) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)

    def back_up(self, folder: Path) -> Manifest:
        return make_backup(folder, self.database, self.places, AT, self.progress)

    def restore(self, folder: Path) -> Manifest:
        return restore_backup(folder, self.database, self.places, self.root, self.progress)

    def files(self) -> dict[str, bytes]:
        return {
            f"{place.name}/{path.relative_to(place.root)}": path.read_bytes()
            for place in self.places
            for path in place.root.rglob("*")
            if path.is_file()
        }


@pytest.fixture
def site(tmp_path: Path) -> SmallSite:
    small = SmallSite(tmp_path / "site")
    small.fill()
    return small


@pytest.fixture
def elsewhere(tmp_path: Path) -> SmallSite:
    """An empty place."""
    return SmallSite(tmp_path / "elsewhere")


@pytest.fixture
def backups(tmp_path: Path) -> Path:
    folder = tmp_path / "backups"
    folder.mkdir()
    return folder


@pytest.fixture
def free_disk(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Make every disk look as if so many bytes were free."""
    return lambda free: monkeypatch.setattr(
        shutil, "disk_usage", lambda _: SimpleNamespace(free=free)
    )
