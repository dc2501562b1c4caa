"""The search index harmed on disk, under a real server and a real worker.

Every file of the newest snapshot in every way that `tests.search.damage` knows: while the server
runs, and before it starts. Each search must be answered, with as many listings as before; then the
worker mends what was harmed. Bounded: one small demo, a request for each harm, a start for each way.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.search.damage import HARMS, files_of

pytestmark = pytest.mark.slow

HOST = "127.0.0.1"
LISTINGS = 50
#: Only a hang lasts so long.
HANG_SECONDS = 240
#: Tenths of a second in which the server answers, or the worker mends, before it counts as a hang.
TRIES = 1_200
COUNT = re.compile(r"Go to the (\d+) result")
Command = list[str | Path]


class Demo:
    """A demo council in a folder of its own, and the processes that serve it."""

    def __init__(self, var: Path) -> None:
        self.var = var
        self.env = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"} | {
            "DJANGO_SETTINGS_MODULE": "marketplace.settings.development",
            "HANDRAIL_VAR": str(var),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        self.must(*self.manage("prepare", "--listings", str(LISTINGS)))
        # A second, so that an older one is there when the newest is harmed.
        self.must(*self.manage("rebuild_search_index"))
        (self.index,) = (var / "search").iterdir()

    def manage(self, *words: str) -> Command:
        return ["manage.py", *words]

    def run(self, *command: str | Path) -> subprocess.CompletedProcess[str]:
        """A command to its end."""
        return subprocess.run(
            [sys.executable, *command],
            cwd=ROOT,
            env=self.env,
            capture_output=True,
            text=True,
            timeout=HANG_SECONDS,
            check=False,
        )

    def must(self, *command: str | Path) -> None:
        done = self.run(*command)
        assert done.returncode == 0, done.stdout + done.stderr

    @contextmanager
    def running(self, *command: str | Path, keep: int | None = None) -> Iterator[None]:
        """A process that must still be alive at the end of the block, and is ended then."""
        files = [] if keep is None else [keep]
        with (self.var / "drill-log").open("a") as log:
            process = subprocess.Popen(
                [sys.executable, *command],
                cwd=ROOT,
                env=self.env,
                stdout=log,
                stderr=log,
                pass_fds=files,
            )
            try:
                yield
                assert process.poll() is None, (self.var / "drill-log").read_text()[-2_000:]
            finally:
                process.terminate()
                process.wait(HANG_SECONDS)

    @contextmanager
    def served(self) -> Iterator[str]:
        """The server on a free port; the address of its search."""
        with socket.socket() as listener:
            listener.bind((HOST, 0))
            listener.listen(128)
            listener.set_inheritable(True)
            address = f"http://{HOST}:{listener.getsockname()[1]}/find/"
            number = listener.fileno()
            with self.running(*self.manage("serve", "--file", str(number)), keep=number):
                yield address

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
    return Demo(tmp_path_factory.mktemp("index-damage"))


def found(address: str) -> int:
    """How many listings the search says it has. A server that does not answer ends the drill."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(address, timeout=HANG_SECONDS) as answer:
        match = COUNT.search(answer.read().decode())
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


def wait_for(is_so: Callable[[], bool]) -> None:
    for _ in range(TRIES):
        if is_so():
            return
        time.sleep(0.1)  # between two looks, never instead of one
    raise AssertionError("it never came to be so")


@contextmanager
def small_disk(folder: Path) -> Iterator[None]:
    """A disk of 64 kB in place of a folder."""
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder]
    subprocess.run(mount, check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)
