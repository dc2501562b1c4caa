"""A segment on disk: a folder of arrays with a manifest, read whole into memory and never changed.

It is derived data and may be deleted at any time. Whatever is wrong with one, it is passed over.
"""

import logging
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, fields
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
import numpy.typing as npt

from search.backends.base import LogPosition
from search.backends.embedded.disk import read_facts, read_files, write_folder
from search.backends.embedded.layout import layout
from search.backends.embedded.postings import Postings
from search.backends.embedded.segment import Segment

#: How many of this layout stay. Judgement: the newest, and one should the newest be damaged.
KEPT = 2
_NAMES = ("facet_codes", "units", "schemes")
_ARRAYS = [each.name for each in fields(Segment) if each.init and each.name not in _NAMES]
_SEGMENT = [name for name in _ARRAYS if name != "words"]
_POSTINGS = [each.name for each in fields(Postings) if each.init]
_NAME = re.compile(r"v([0-9a-f]{12})-([0-9]{12})-[0-9a-f]{8}")

logger = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class Snapshot:
    """What was read back: the segment, how far it had read the log, and the folder's name."""

    name: str
    segment: Segment
    read_to: LogPosition


def write_snapshot(folder: Path, segment: Segment, read_to: LogPosition) -> None:
    """Store a segment that holds every change up to `read_to`; only inside `one_builder`.

    Afterwards the last two whole ones of this layout are there, and the newest of another, which a
    process of an older release may still start from. Raises OSError when the disk refuses.
    """
    _clear_drafts(folder)
    number = max((_number(path) for path in _paths(folder)), default=0) + 1
    names: dict[str, Any] = {name: getattr(segment, name) for name in _NAMES}
    facts = {"names": names, "position": read_to.position, "proof": read_to.proof}
    name = f"v{layout()}-{number:012}-{uuid4().hex[:8]}"
    write_folder(folder, name, _files(segment), facts)
    _keep_last(folder)


def read_snapshots(folder: Path) -> Iterator[Snapshot]:
    """The whole snapshots of this layout, newest first. What is wrong with the others is logged."""
    for path in _own(folder):
        snapshot = _read(path)
        if snapshot:
            yield snapshot


def newest_name(folder: Path) -> str:
    """The newest snapshot by name, unread; empty when there is none."""
    return next((path.name for path in _own(folder)), "")


def _read(path: Path) -> Snapshot | None:
    try:
        return _load(path)
    except Exception as problem:  # noqa: BLE001 - nothing that a disk holds may stop a search
        logger.warning("Search index %s is passed over: %r", path, problem)
        return None


def _load(path: Path) -> Snapshot:
    facts = read_facts(path)
    files, names = read_files(path, facts), facts["names"]
    arrays: dict[str, Any] = {name: _array(files[f"{name}.npy"]) for name in _SEGMENT}
    postings: dict[str, Any] = {name: _array(files[f"words-{name}.npy"]) for name in _POSTINGS}
    segment = Segment(
        facet_codes={facet: tuple(codes) for facet, codes in names["facet_codes"].items()},
        units=tuple(names["units"]),
        schemes=tuple(names["schemes"]),
        words=Postings(**postings),
        **arrays,
    )
    return Snapshot(path.name, segment, LogPosition(facts["position"], facts["proof"]))


def _files(segment: Segment) -> dict[str, bytes]:
    arrays = {f"{name}.npy": _bytes(getattr(segment, name)) for name in _SEGMENT}
    words = {f"words-{name}.npy": _bytes(getattr(segment.words, name)) for name in _POSTINGS}
    return arrays | words


def _bytes(array: npt.NDArray[Any]) -> bytes:
    file = BytesIO()
    np.save(file, array, allow_pickle=False)
    return file.getvalue()


def _array(data: bytes) -> npt.NDArray[Any]:
    return np.asarray(np.load(BytesIO(data), allow_pickle=False))


def _paths(folder: Path) -> list[Path]:
    """Every snapshot of any layout, newest first."""
    try:
        found = [path for path in folder.iterdir() if _NAME.fullmatch(path.name)]
    except OSError:
        return []  # no folder, or a disk that does not answer: the table will do
    return sorted(found, key=_number, reverse=True)


def _own(folder: Path) -> list[Path]:
    own = f"v{layout()}-"
    return [path for path in _paths(folder) if path.name.startswith(own)]


def _number(path: Path) -> int:
    match = _NAME.fullmatch(path.name)
    return int(match[2]) if match else 0


def _clear_drafts(folder: Path) -> None:
    """Remove what a killed builder left, and what an older release wrote in its own way."""
    for path in folder.iterdir():
        if path.is_dir() and not _NAME.fullmatch(path.name):
            shutil.rmtree(path, ignore_errors=True)


def _keep_last(folder: Path) -> None:
    own = _own(folder)
    whole = (path for path in own[1:] if _read(path))
    kept = {own[0], *(path for path, _ in zip(whole, range(KEPT - 1), strict=False))}
    kept |= set([path for path in _paths(folder) if path not in own][:1])
    for path in _paths(folder):
        if path not in kept:
            shutil.rmtree(path, ignore_errors=True)
