"""Files and folders, carefully: copied with their hash, on the disk before a name says so, and
readable by nobody else."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from django.core.files.storage import FileSystemStorage, storages
from django.template.defaultfilters import filesizeformat

from marketplace.core.durable import sync
from marketplace.core.storage import FILE_MODE, FOLDER_MODE
from marketplace.portal.backup.manifest import BackupRefused, StoredFile

#: Bytes read at a time.
PART = 1 << 20
#: Left free on a disk besides what is written. Judgement: the site and its database live there too.
SPARE = 50_000_000
#: Where a file is written before it has its name, in each place.
UNFINISHED = ".restoring"


@dataclass(frozen=True)
class FilePlace:
    """A folder of files that a backup holds, under the name that it has there."""

    name: str
    root: Path
    file_mode: int
    folder_mode: int


def file_places() -> list[FilePlace]:
    """Where files of people and pages lie. Raises BackupRefused when that is on no disk of ours."""
    private, media = storages["private"], storages["default"]
    if not (isinstance(private, FileSystemStorage) and isinstance(media, FileSystemStorage)):
        raise BackupRefused("The files do not lie in folders of this machine. Back them up apart.")
    return [
        FilePlace("private", Path(private.location), FILE_MODE, FOLDER_MODE),
        # A web server of its own may serve the pictures, as another user.
        FilePlace(
            "media",
            Path(media.location),
            media.file_permissions_mode or 0o644,
            media.directory_permissions_mode or 0o755,
        ),
    ]


@contextmanager
def for_nobody_else() -> Iterator[None]:
    """What is made in the block, by this process or one that it starts, is for its user alone."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


@contextmanager
def alone(folder: Path, name: str, what: str) -> Iterator[int]:
    """Hold a lock in a folder; the number of its open file, for processes that are part of the work.

    Raises BackupRefused when another holds it. The kernel lets go when the last of them ends.
    """
    with (folder / name).open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupRefused(f"{what} is at work already in {folder}. Wait for it.") from None
        yield lock.fileno()


def files_under(root: Path) -> tuple[list[str], list[str]]:
    """The files in a folder by their path there, in order, and what is neither a file nor a folder.

    A folder that is not there, or goes meanwhile, holds none.
    """
    files: list[str] = []
    others: list[str] = []
    for folder, folders, names in os.walk(root, onerror=_unless_gone):
        folders.sort()
        for name in sorted(
            [*names, *(one for one in folders if os.path.islink(f"{folder}/{one}"))]
        ):
            path = Path(folder) / name
            kind = files if path.is_file() and not path.is_symlink() else others
            if path != root / UNFINISHED:
                kind.append(path.relative_to(root).as_posix())
    return files, others


def _unless_gone(error: OSError) -> None:
    if not isinstance(error, FileNotFoundError | NotADirectoryError):
        raise error


def size_under(root: Path) -> int:
    """Bytes of the files in a folder, as far as they are still there."""
    total = 0
    for name in files_under(root)[0]:
        try:
            total += (root / name).stat().st_size
        except FileNotFoundError:
            continue
    return total


def copy(source: Path, target: Path) -> StoredFile:
    """Copy one file to a name that is free, and wait until the disk has it. Keeps the time of its
    last change, by which some are cleared. Raises FileNotFoundError when it is gone."""
    with source.open("rb") as read, target.open("xb") as write:
        digest, size = sha256(), 0
        while part := read.read(PART):
            write.write(part)
            digest.update(part)
            size += len(part)
        write.flush()
        facts = os.fstat(read.fileno())
        os.utime(write.fileno(), ns=(facts.st_atime_ns, facts.st_mtime_ns))
        os.fsync(write.fileno())
    return StoredFile(size, digest.hexdigest())


def stored(path: Path) -> StoredFile:
    """The size and the hash of a file."""
    with path.open("rb") as read:
        digest, size = sha256(), 0
        while part := read.read(PART):
            digest.update(part)
            size += len(part)
    return StoredFile(size, digest.hexdigest())


def sync_folders(root: Path) -> None:
    """Wait until the disk has the names in a folder and in every folder in it."""
    for folder, _, _ in os.walk(root):
        sync(Path(folder))


def check_space(needs: list[tuple[Path, int]]) -> None:
    """Raises BackupRefused when a disk has too little room for the bytes that go to each folder."""
    by_disk: dict[int, tuple[Path, int]] = {}
    for folder, size in needs:
        there = next(path for path in (folder, *folder.parents) if path.exists())
        disk = there.stat().st_dev
        by_disk[disk] = (there, by_disk.get(disk, (there, 0))[1] + size)
    for there, size in by_disk.values():
        free = shutil.disk_usage(there).free
        if free < size + SPARE:
            raise BackupRefused(
                f"The disk of {there} has {in_words(free)} free, and this may take"
                f" {in_words(size + SPARE)}. Make room, or use another disk."
            )


def in_words(size: int) -> str:
    """Bytes as people say them."""
    return filesizeformat(size).replace("\xa0", " ")


def shown(name: str) -> str:
    """A file's name, whatever bytes it is made of."""
    return name.encode("utf-8", "backslashreplace").decode()
