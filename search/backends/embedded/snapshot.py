"""A segment on disk: a directory of arrays, mapped by every worker and never changed.

A snapshot is written beside the others and renamed into place when it is whole, so a reader meets
a complete one or none. It is derived data and may be deleted at any time.
"""

import json
import shutil
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
import numpy.typing as npt

from search.backends.base import LogPosition
from search.backends.embedded.postings import Postings
from search.backends.embedded.segment import Segment

FORMAT = 2  # raise it when the arrays or the facets change
_NAMES = {"facet_codes", "units", "schemes"}
_ARRAYS = [each.name for each in fields(Segment) if each.init and each.name not in _NAMES]
_SEGMENT = [name for name in _ARRAYS if name != "words"]
_POSTINGS = [each.name for each in fields(Postings) if each.init]
_HEADER_BYTES = 128


def write_snapshot(folder: Path, segment: Segment, read_to: LogPosition) -> None:
    """Store a segment that holds every change up to `read_to`, and remove the older ones.

    Workers that have mapped an older one keep it until they end.
    """
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f"draft-{uuid4().hex}"
    draft.mkdir()
    for name in _SEGMENT:
        np.save(draft / f"{name}.npy", getattr(segment, name))
    for name in _POSTINGS:
        np.save(draft / f"words-{name}.npy", getattr(segment.words, name))
    names: dict[str, Any] = {name: getattr(segment, name) for name in sorted(_NAMES)}
    names |= {"position": read_to.position, "proof": read_to.proof}
    (draft / "names.json").write_text(json.dumps(names), encoding="utf-8")
    kept = draft.rename(folder / f"v{FORMAT}-{read_to.position:020}-{uuid4().hex[:8]}")
    for path in folder.iterdir():
        if path != kept:
            shutil.rmtree(path, ignore_errors=True)


def read_snapshots(folder: Path) -> Iterator[tuple[Segment, LogPosition]]:
    """The whole snapshots that can be read, newest first."""
    for path in sorted(folder.glob(f"v{FORMAT}-*"), reverse=True):
        try:
            yield _load(path)
        except (OSError, ValueError, KeyError):
            continue  # removed or damaged meanwhile; an older one, or the table, will do


def _load(path: Path) -> tuple[Segment, LogPosition]:
    names = json.loads((path / "names.json").read_text(encoding="utf-8"))
    arrays: dict[str, Any] = {name: _array(path / f"{name}.npy") for name in _SEGMENT}
    postings: dict[str, Any] = {name: _array(path / f"words-{name}.npy") for name in _POSTINGS}
    segment = Segment(
        facet_codes={facet: tuple(codes) for facet, codes in names["facet_codes"].items()},
        units=tuple(names["units"]),
        schemes=tuple(names["schemes"]),
        words=Postings(**postings),
        **arrays,
    )
    return segment, LogPosition(names["position"], names["proof"])


def _array(path: Path) -> npt.NDArray[Any]:
    """A mapped array, as a plain view because that slices faster; an empty one cannot be mapped."""
    empty = path.stat().st_size <= _HEADER_BYTES
    return np.asarray(np.load(path, mmap_mode=None if empty else "r"))
