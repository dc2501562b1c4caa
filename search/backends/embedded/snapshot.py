"""A segment on disk: a directory of arrays, mapped by every worker and never changed.

A snapshot is written beside the others and renamed into place when it is whole, so a reader meets
a complete one or none. It is derived data and may be deleted at any time.
"""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import numpy as np

from search.backends.embedded.segment import Segment, array_names

FORMAT = 1


def write(folder: Path, segment: Segment, position: int) -> Path:
    """Store a segment that holds every change up to `position` of the change log."""
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f"draft-{uuid4().hex}"
    draft.mkdir()
    for name in array_names():
        np.save(draft / f"{name}.npy", getattr(segment, name))
    names = {
        "facet_codes": segment.facet_codes,
        "units": segment.units,
        "schemes": segment.schemes,
    }
    (draft / "names.json").write_text(json.dumps(names), encoding="utf-8")
    return draft.rename(folder / f"v{FORMAT}-{position}-{uuid4().hex[:8]}")


def latest(folder: Path) -> tuple[Segment, int] | None:
    """The newest whole snapshot and its position, or None where there is none to read."""
    for position, path in sorted(_snapshots(folder), reverse=True):
        try:
            return _load(path), position
        except (OSError, ValueError, KeyError):
            continue  # removed or damaged meanwhile; an older one, or the table, will do
    return None


def remove_older(folder: Path, than: Path) -> None:
    """Delete every other snapshot and draft. Workers that have mapped one keep it till they end."""
    for path in folder.iterdir():
        if path != than:
            shutil.rmtree(path, ignore_errors=True)


def _snapshots(folder: Path) -> Iterator[tuple[int, Path]]:
    for path in folder.glob(f"v{FORMAT}-*-*"):
        yield int(path.name.split("-")[1]), path


def _load(path: Path) -> Segment:
    names = json.loads((path / "names.json").read_text(encoding="utf-8"))
    return Segment(
        facet_codes={facet: tuple(codes) for facet, codes in names["facet_codes"].items()},
        units=tuple(names["units"]),
        schemes=tuple(names["schemes"]),
        **{name: _array(path / f"{name}.npy") for name in array_names()},
    )


def _array(path: Path) -> np.ndarray:
    """A mapped array, as a plain view because that slices faster. An empty one has no bytes to map."""
    empty = (
        np.load(path, mmap_mode=None, allow_pickle=False) if path.stat().st_size <= 128 else None
    )
    return np.asarray(np.load(path, mmap_mode="r")) if empty is None else empty
