"""What lies on the disk and is nobody else's: our folder, the private store, the SQLite database.

The folder alone keeps everybody out of all that is in it, so it is put right at each start; the
files in it are gone through by `manage.py private_files`.
"""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.files.storage import storages

from marketplace.core.storage import FILE_MODE, FOLDER_MODE

#: What SQLite puts beside a database while it is in use.
BESIDE_SQLITE = ("-wal", "-shm", "-journal")
OTHERS = stat.S_IRWXG | stat.S_IRWXO


def private_store() -> Path:
    """The folder of the private store."""
    return Path(storages["private"].path(""))


def sqlite_files() -> list[Path]:
    """The files of our SQLite databases that are there; none with PostgreSQL."""
    named = [
        str(one["NAME"])
        for one in settings.DATABASES.values()
        if one["ENGINE"] == "django.db.backends.sqlite3" and ":memory:" not in str(one["NAME"])
    ]
    files = [Path(name + end) for name in named for end in ("", *BESIDE_SQLITE)]
    return [file for file in files if file.is_file()]


def close_at_start() -> None:
    """Close our folder, the private store's and the database to other accounts. Quick, and quiet
    where it may not: `manage.py private_files` says what is open."""
    for path in [Path(settings.VAR_DIR), private_store(), *sqlite_files()]:
        if is_open(path):
            close(path)


def open_paths() -> list[Path]:
    """Everything private that other accounts of this machine may read, write or list."""
    inside = (
        Path(top) / name
        for top, folders, files in os.walk(private_store())
        for name in [*folders, *files]
    )
    paths = [Path(settings.VAR_DIR), private_store(), *sqlite_files(), *inside]
    return [path for path in paths if is_open(path)]


def is_open(path: Path) -> bool:
    """Whether other accounts may do anything with it. A link is none of ours; what is gone, or hidden
    from us, is not open."""
    try:
        return not path.is_symlink() and bool(path.stat().st_mode & OTHERS)
    except OSError:
        return False


def close(path: Path) -> bool:
    """Leave it to its own account; False where that is not ours to do.

    A folder for everybody (`/tmp`) stays as it is, whoever named it as ours.
    """
    try:
        found = path.stat()
        if found.st_mode & stat.S_ISVTX:
            return False
        path.chmod(FOLDER_MODE if stat.S_ISDIR(found.st_mode) else FILE_MODE)
    except OSError:
        return False
    return True


def close_all() -> Iterator[tuple[Path, bool]]:
    """Close everything that is open; each path, and whether it is closed now."""
    for path in open_paths():
        yield path, close(path)
