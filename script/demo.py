"""The demo council's files in var/: one script at a time, made beside and moved into place, thrown away."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

from house import PYTHON, ROOT, Stop, check_disk, say, why_it_failed
from processes import call

VAR = Path(os.environ.get("HANDRAIL_VAR", ROOT / "var")).resolve()
MAKING = VAR / "making"
LOCK = VAR / "lock"
DATABASE = "handrail.sqlite3"
ENOUGH_DISK_BYTES = 150_000_000
USUAL_LISTINGS = 400


@contextlib.contextmanager
def alone(doing: str) -> Iterator[None]:
    """Two runs at once would load or throw away the same files; the second stops, and says what the first does."""
    VAR.mkdir(parents=True, exist_ok=True)
    with LOCK.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            first = file.read().strip() or "another script/run"
            raise Stop(f"{first} is using {VAR}. Stop that one first.") from error
        file.truncate(0)
        file.write(doing)
        file.flush()
        yield


def reset() -> None:
    """Throw the demo away, the database first: without it the next run loads everything anew."""
    if "DATABASE_URL" in os.environ:
        raise Stop(
            "--reset empties the demo's own files only. Empty DATABASE_URL's database yourself."
        )
    (VAR / DATABASE).unlink(missing_ok=True)
    for path in VAR.iterdir():
        if path != LOCK:
            remove(path)


def remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def prepare(listings: int | None) -> None:
    """Load the demo beside and move it into place, so that an interruption leaves no half of it."""
    size = str(listings or USUAL_LISTINGS)
    if (VAR / DATABASE).exists() or "DATABASE_URL" in os.environ:
        check_database(VAR / DATABASE)
        manage("prepare", "--listings", size, var=VAR)
        if listings:
            say("  --listings is for a new demo; one that is there stays as it is without --reset.")
        return
    remove(MAKING)
    check_disk(VAR, ENOUGH_DISK_BYTES)
    manage("prepare", "--listings", size, var=MAKING)
    made = sorted(MAKING.iterdir(), key=lambda path: path.name == DATABASE)
    for path in made:
        remove(VAR / path.name)
        path.rename(VAR / path.name)
    MAKING.rmdir()


def check_database(path: Path) -> None:
    """Raises Stop when the demo's file cannot be read as a database, before a framework stumbles over it."""
    if "DATABASE_URL" in os.environ:
        return
    try:
        with contextlib.closing(sqlite3.connect(path)) as database:
            database.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.DatabaseError as error:
        raise Stop(
            f"{path} is not a database that can be read ({error}). Put a good copy in its place, or"
            " type script/run --reset, which throws the demo away and loads it anew."
        ) from error


def environment(var: Path) -> dict[str, str]:
    return {
        "DJANGO_SETTINGS_MODULE": "marketplace.settings.development",
        "HANDRAIL_VAR": str(var),
        "PYTHONUNBUFFERED": "1",
    }


def manage(*words: str, var: Path) -> None:
    try:
        call(PYTHON, "manage.py", *words, env=environment(var))
    except subprocess.CalledProcessError as error:
        raise why_it_failed(
            VAR,
            "the demo council could not be made ready; the lines above say why. When that is put"
            " right, run the same command again. --reset starts the demo anew.",
        ) from error
