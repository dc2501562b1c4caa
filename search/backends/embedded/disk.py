"""A folder that is written whole or not at all, and believed only when every byte is as written.

What a disk returns is not trusted: a power cut leaves zeroed pages, a copy in place cuts files
short, a medium flips bits. The manifest names each file with its size and hash, and carries its own
hash in its first line. Files are read into memory, never mapped: to touch a mapped page of a file
that was cut short kills the process.
"""

import fcntl
import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import Any
from uuid import uuid4

from marketplace.core.durable import sync, write_new

MANIFEST = "manifest.json"
DRAFT = "draft-"
_LOCK = "lock"


class Damaged(Exception):
    """A folder is not as it was written; says which file and how."""


@contextmanager
def one_builder(folder: Path) -> Iterator[None]:
    """Wait until nobody else writes in a folder, then keep others waiting.

    The kernel lets go when a process ends, however it ends.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / _LOCK).open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def write_folder(
    folder: Path, name: str, files: Mapping[str, bytes], facts: Mapping[str, Any]
) -> Path:
    """Write files and a manifest beside, then rename them into place as `name`.

    Each file and both folders are on the disk before the rename is. Raises OSError when the disk
    refuses; nothing is left behind then.
    """
    draft = folder / f"{DRAFT}{uuid4().hex}"
    try:
        draft.mkdir()
        for file, data in files.items():
            write_new(draft / file, data)
        write_new(draft / MANIFEST, _manifest(files, facts))
        sync(draft)
        kept = draft.rename(folder / name)
        sync(folder)
        return kept
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def read_facts(path: Path) -> dict[str, Any]:
    """What the manifest of a folder says. Raises Damaged or OSError."""
    hash_line, _, text = (path / MANIFEST).read_bytes().partition(b"\n")
    if hash_line.decode("ascii", "replace") != _hash(text):
        raise Damaged(f"{MANIFEST} is not as it was written")
    facts: dict[str, Any] = json.loads(text)
    return facts


def read_files(path: Path, facts: Mapping[str, Any]) -> dict[str, bytes]:
    """Every file that the manifest names, each byte checked. Raises Damaged or OSError."""
    files = {}
    for name, (size, hashed) in facts["files"].items():
        data = (path / name).read_bytes()
        if len(data) != size:
            raise Damaged(f"{name} has {len(data)} bytes of {size}")
        if _hash(data) != hashed:
            raise Damaged(f"{name} is not as it was written")
        files[name] = data
    return files


def _manifest(files: Mapping[str, bytes], facts: Mapping[str, Any]) -> bytes:
    stated = {name: [len(data), _hash(data)] for name, data in files.items()}
    text = json.dumps({**facts, "files": stated}).encode()
    return _hash(text).encode() + b"\n" + text


def _hash(data: bytes) -> str:
    return blake2b(data, digest_size=16).hexdigest()
