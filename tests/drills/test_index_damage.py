"""The search index harmed on disk, under a real server and a real worker.

Every file of the newest snapshot in every way that `tests.search.damage` knows: while the server
runs, and before it starts. Each search must be answered, with as many listings as before; then the
worker mends what was harmed. Bounded: one small demo, a request for each harm, a start for each way.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.drills.demo_site import Site, page, small_demo, wait_for
from tests.search.damage import HARMS, files_of

pytestmark = pytest.mark.slow

COUNT = re.compile(r"Go to the (\d+) result")


class Demo(Site):
    """A demo council with two snapshots of its index."""

    def __init__(self, var: Path) -> None:
        super().__init__(var)
        # A second, so that an older one is there when the newest is harmed.
        self.must(*self.manage("rebuild_search_index"))
        (self.index,) = (var / "search").iterdir()

    def snapshots(self) -> list[Path]:
        """Oldest first."""
        return sorted(self.index.glob("v*"), key=lambda path: path.name.split("-")[1])

    @contextmanager
    def as_it_was(self) -> Iterator[None]:
        """Whatever the block does to the index is undone after it."""
        kept = self.var / "kept-index"
        shutil.copytree(self.index, kept)
        try:
            yield
        finally:
            shutil.rmtree(self.index)
            kept.rename(self.index)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    var = tmp_path_factory.mktemp("index-damage") / "var"
    shutil.copytree(small_demo(tmp_path_factory), var)
    return Demo(var)


def found(address: str) -> int:
    """How many listings the search says it has."""
    match = COUNT.search(page(address))
    return int(match[1]) if match else 0


@pytest.fixture(scope="module")
def usual(demo: Demo) -> int:
    """How many listings an unharmed search finds."""
    with demo.served() as address:
        number = found(address)
    assert number > 0
    return number


def test_files_harmed_while_the_server_runs_stop_no_search(demo: Demo, usual: int) -> None:
    with demo.as_it_was(), demo.served() as address:
        assert found(address) == usual
        for path in files_of(demo.snapshots()[-1]):
            whole = path.read_bytes()
            for harm in HARMS:
                harm(path)
                assert found(address) == usual, f"{path.name} {harm.__name__}"
                path.write_bytes(whole)


@pytest.mark.parametrize("harm", HARMS, ids=lambda harm: harm.__name__)
def test_both_snapshots_harmed_before_the_start_stop_no_search(
    demo: Demo, usual: int, harm: Callable[[Path], None]
) -> None:
    with demo.as_it_was():
        for snapshot in demo.snapshots():
            for path in files_of(snapshot):
                harm(path)
        with demo.served() as address:
            assert found(address) == usual


def test_newest_snapshot_harmed_before_the_start_stops_no_search(demo: Demo, usual: int) -> None:
    with demo.as_it_was():
        newest = demo.snapshots()[-1]
        for at, path in enumerate(files_of(newest)):
            HARMS[at % len(HARMS)](path)
        with demo.served() as address:
            assert found(address) == usual


def test_worker_mends_a_harmed_index(demo: Demo, usual: int) -> None:
    with demo.as_it_was():
        harmed = demo.snapshots()
        for snapshot in harmed:
            for path in files_of(snapshot):
                HARMS[0](path)
        with demo.served() as address, demo.running(*demo.manage("work")):
            wait_for(lambda: not set(demo.snapshots()) & set(harmed))
            assert found(address) == usual
        assert list(demo.index.glob("draft-*")) == []


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may make a disk; test_snapshot injects it")
def test_full_disk_is_not_filled_further(demo: Demo, usual: int) -> None:
    with demo.as_it_was(), small_disk(demo.index):
        for _ in range(3):
            done = demo.run(*demo.manage("rebuild_search_index"))
            assert done.returncode != 0
            assert "No space left on device" in done.stderr
        assert [path.name for path in demo.index.iterdir() if path.is_dir()] == []
        with demo.served() as address:
            assert found(address) == usual


@contextmanager
def small_disk(folder: Path) -> Iterator[None]:
    """A disk of 64 kB in place of a folder."""
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder]
    subprocess.run(mount, check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)
