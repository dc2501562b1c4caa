"""A segment written down and read back; and what a disk does to one."""

import errno
import logging
import os
import threading
from pathlib import Path
from random import Random

import pytest

from search import facets
from search.backends.base import LogPosition
from search.backends.embedded import disk
from search.backends.embedded.build import build_segment
from search.backends.embedded.disk import one_builder
from search.backends.embedded.index import AuthorityIndex
from search.backends.embedded.snapshot import read_snapshots, write_snapshot
from search.query import DirectoryQuery
from tests.search.damage import HARMS, files_of
from tests.search.random_documents import NOW, random_document, random_query

DOCUMENTS = 40


def write(folder: Path, position: int = 0, documents: int = 0) -> Path:
    """Write one snapshot; its folder."""
    rng = Random(7)
    before = set(folder.glob("v*"))
    segment = build_segment(random_document(rng, number) for number in range(documents))
    with one_builder(folder):
        write_snapshot(folder, segment, LogPosition(position, "line"))
    (made,) = set(folder.glob("v*")) - before
    return made


def positions(folder: Path) -> list[int]:
    return [each.read_to.position for each in read_snapshots(folder)]


def test_index_read_from_a_snapshot_answers_as_the_one_written(tmp_path: Path) -> None:
    rng = Random(7)
    segment = build_segment(random_document(rng, number) for number in range(100))
    with one_builder(tmp_path):
        write_snapshot(tmp_path, segment, LogPosition(41, "line"))
    (read,) = read_snapshots(tmp_path)
    assert read.read_to == LogPosition(41, "line")
    one, other = AuthorityIndex.of_segment(segment), AuthorityIndex.of_segment(read.segment)
    for _ in range(30):
        query = random_query(rng)
        analysed = one.analyse(query.text, NOW)
        assert other.analyse(query.text, NOW) == analysed
        assert other.search(query, analysed, NOW) == one.search(query, analysed, NOW)


def test_empty_index_read_from_a_snapshot_finds_nothing(tmp_path: Path) -> None:
    write(tmp_path)
    (read,) = read_snapshots(tmp_path)
    index = AuthorityIndex.of_segment(read.segment)
    assert index.search(DirectoryQuery(), index.analyse("bath", NOW), NOW).total == 0


@pytest.mark.parametrize("harm", HARMS, ids=lambda harm: harm.__name__)
def test_every_file_damaged_in_every_way_is_passed_over_and_logged(
    harm: object, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    snapshot = write(tmp_path, documents=DOCUMENTS)
    for path in files_of(snapshot):
        whole = path.read_bytes()
        caplog.clear()
        harm(path)  # type: ignore[operator]
        with caplog.at_level(logging.WARNING):
            assert positions(tmp_path) == [], path.name
        assert snapshot.name in caplog.text
        path.write_bytes(whole)
    assert positions(tmp_path) == [0]


def test_last_two_are_kept_and_the_older_answers_for_a_damaged_newest(tmp_path: Path) -> None:
    for position in (1, 2, 3):
        write(tmp_path, position)
    assert positions(tmp_path) == [3, 2]
    newest = max(tmp_path.glob("v*"))
    (newest / "ids.npy").write_bytes(b"")
    assert positions(tmp_path) == [2]
    write(tmp_path, 4)
    assert positions(tmp_path) == [4, 2]


def test_newest_is_the_last_written_though_its_position_is_lower(tmp_path: Path) -> None:
    write(tmp_path, 1_000_000)
    write(tmp_path, 5)
    assert positions(tmp_path) == [5, 1_000_000]


def test_full_disk_leaves_no_draft_and_keeps_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, 1)
    real, written = disk.write_new, []

    def full(path: Path, data: bytes) -> None:
        written.append(path)
        if len(written) % 4 == 0:
            path.write_bytes(data[: len(data) // 2])
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(path, data)

    monkeypatch.setattr(disk, "write_new", full)
    for _ in range(3):
        with pytest.raises(OSError, match="space"), one_builder(tmp_path):
            write_snapshot(tmp_path, build_segment([]), LogPosition(2))
    assert list(tmp_path.glob("draft-*")) == []
    assert positions(tmp_path) == [1]


def test_draft_of_a_killed_builder_and_older_layouts_go(tmp_path: Path) -> None:
    (tmp_path / "draft-0123").mkdir()
    (tmp_path / f"v2-{1:020}-01234567").mkdir()
    for number in (1, 2):
        (tmp_path / f"v{'0' * 12}-{number:012}-01234567").mkdir()
    write(tmp_path)
    names = sorted(path.name for path in tmp_path.iterdir() if path.is_dir())
    assert names[0] == f"v{'0' * 12}-{2:012}-01234567"
    assert len(names) == 2


def test_every_file_and_folder_is_on_the_disk_before_the_rename(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    real_sync, real_rename = os.fsync, Path.rename

    def sync(handle: int) -> None:
        done.append(Path(os.readlink(f"/proc/self/fd/{handle}")).name)
        real_sync(handle)

    def rename(self: Path, target: Path) -> Path:
        done.append("rename")
        return real_rename(self, target)

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(Path, "rename", rename)
    snapshot = write(tmp_path)
    renamed = done.index("rename")
    assert {path.name for path in files_of(snapshot)} <= set(done[:renamed])
    assert done[renamed - 1].startswith("draft-")
    assert done[renamed + 1] == tmp_path.name


def test_two_builders_wait_for_each_other(tmp_path: Path) -> None:
    order: list[str] = []
    started = threading.Event()

    def other() -> None:
        started.set()
        with one_builder(tmp_path):
            order.append("second")

    thread = threading.Thread(target=other)
    with one_builder(tmp_path):
        thread.start()
        started.wait()
        order.append("first")
    thread.join()
    assert order == ["first", "second"]


def test_another_facet_is_another_layout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path)
    monkeypatch.setattr(facets, "CODED", (*facets.CODED, "evenings"))
    assert positions(tmp_path) == []
