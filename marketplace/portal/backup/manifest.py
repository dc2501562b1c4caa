"""What a backup says of itself: its files with their hashes, its rows, and what made it.

It is written last, so a folder without one is half-made. Its first line is the hash of the rest.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any

MANIFEST = "manifest.json"
#: How the folder's name begins until all of it is on the disk.
HALF_MADE = ".handrail-half-made-"
#: Which shape of manifest this release writes and reads.
LAYOUT = 1


class BackupRefused(Exception):
    """A backup or a restore cannot go on. A sentence for an operator: what is wrong, what to do."""


@dataclass(frozen=True)
class StoredFile:
    """One file of a backup: its size in bytes and its SHA-256, as hexadecimal digits."""

    size: int
    sha256: str


@dataclass(frozen=True)
class TableRows:
    """How many rows a table has. `digest` stands for what is in them; empty for SQLite, whose file
    has a hash already."""

    count: int
    digest: str


@dataclass(frozen=True)
class DatabaseFacts:
    """What a database holds at one instant. Migrations as `app.name`; zero and empty where the
    ledger has no transfer or no seal yet."""

    vendor: str
    version: str
    tables: Mapping[str, TableRows]
    migrations: tuple[str, ...]
    last_transfer: int
    last_seal: str

    @property
    def major(self) -> int:
        """The server's major version."""
        return major_of(self.version)


def major_of(version: str) -> int:
    """The major version that a server's own words begin with: "15.4 (Debian 15.4-1)" is 15."""
    return int(re.split(r"\D", version)[0])


@dataclass(frozen=True)
class Manifest:
    """The whole of it. `files` by their path in the backup; `missing` are the paths of files that
    rows name and that were not there to be copied."""

    made_at: str
    versions: Mapping[str, str]
    database: DatabaseFacts
    files: Mapping[str, StoredFile]
    missing: tuple[str, ...]
    layout: int = LAYOUT

    @property
    def size(self) -> int:
        """Bytes of all its files."""
        return sum(file.size for file in self.files.values())

    def under(self, folder: str) -> dict[str, StoredFile]:
        """The files in one folder of the backup, by their path in that folder."""
        start = f"{folder}/"
        return {
            name.removeprefix(start): file
            for name, file in self.files.items()
            if name.startswith(start)
        }


def written(manifest: Manifest) -> bytes:
    """A manifest as it lies on disk."""
    # Names of files may hold bytes that are no text: JSON carries them as escapes.
    text = json.dumps(asdict(manifest), indent=1).encode("ascii")
    return _digest(text) + b"\n" + text


def read_manifest(folder: Path) -> Manifest:
    """What a backup says of itself. Raises BackupRefused when it is none, or not as it was written."""
    path = folder / MANIFEST
    if folder.name.startswith(HALF_MADE):
        raise BackupRefused(f"{folder} is only half of a backup: it was cut off.")
    if not path.is_file():
        raise BackupRefused(f"{folder} is not a backup, or only half of one: it has no {MANIFEST}.")
    hash_line, _, text = path.read_bytes().partition(b"\n")
    if hash_line != _digest(text):
        raise BackupRefused(f"{MANIFEST} is not as it was written. Take another backup.")
    read: dict[str, Any] = json.loads(text)
    if read["layout"] != LAYOUT:
        raise BackupRefused(
            f"The backup has layout {read['layout']}, and this release reads {LAYOUT}."
            " Restore it with the release that made it, then upgrade."
        )
    return _manifest(read)


def _manifest(read: dict[str, Any]) -> Manifest:
    files = {name: StoredFile(**file) for name, file in read.pop("files").items()}
    for name in files:
        _check_name(name)
    database = read.pop("database")
    tables = {name: TableRows(**rows) for name, rows in database.pop("tables").items()}
    facts = DatabaseFacts(tables=tables, migrations=tuple(database.pop("migrations")), **database)
    return Manifest(database=facts, files=files, missing=tuple(read.pop("missing")), **read)


def _check_name(name: str) -> None:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts:
        raise BackupRefused(f"{MANIFEST} names {name!r}, which lies outside the backup.")


def _digest(text: bytes) -> bytes:
    return sha256(text).hexdigest().encode("ascii")
