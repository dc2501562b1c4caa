"""Files that are on the disk before anything says so."""

import os
from pathlib import Path


def write_new(path: Path, data: bytes) -> None:
    """Write a file to a name that is free, and wait until the disk has it. Raises OSError."""
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def sync(path: Path) -> None:
    """Wait until the disk has a file, or the names in a folder."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
