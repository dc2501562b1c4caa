"""A demo council in a folder of its own, and the processes that serve it."""

import fcntl
import http.client
import importlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import ModuleType

import pytest

from tests.migrated import ROOT, migrated_template

HOST = "127.0.0.1"
#: Only a hang lasts so long.
HANG_SECONDS = 900
#: Tenths of a second in which the server answers, or the worker mends, before it counts as a hang.
TRIES = 6_000
Command = list[str | Path]
#: Enough listings for several pages of results, and a few people.
SMALL = ("--listings=50", "--people=3")


def script_module(name: str) -> ModuleType:
    """A module of script/, which its own modules find by plain names."""
    sys.path.insert(0, str(ROOT / "script"))
    try:
        return importlib.import_module(name)
    finally:
        sys.path.remove(str(ROOT / "script"))


class Site:
    """A folder, a database (SQLite in the folder unless an address is given), and its processes."""

    def __init__(self, var: Path, database: str = "") -> None:
        self.var = var
        var.mkdir(exist_ok=True)
        self.database = var / "handrail.sqlite3"
        self.env = os.environ | {
            "DATABASE_URL": database or f"sqlite:///{self.database}",
            "DJANGO_SETTINGS_MODULE": "marketplace.settings.development",
            "HANDRAIL_VAR": str(var),
            "PYTHONUNBUFFERED": "1",
        }
        self.processes = script_module("processes")

    def migrate_sqlite(self) -> None:
        """As the tests do it: every migration runs, but seldom twice."""
        if migrated_template().exists():
            shutil.copyfile(migrated_template(), self.database)
        self.must(*self.manage("migrate", "-v0"))

    def manage(self, *words: str | Path) -> Command:
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
            preexec_fn=partial(self.processes.end_with, os.getpid()),
        )

    def must(self, *command: str | Path) -> str:
        """A command that succeeds; what it said."""
        done = self.run(*command)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def begin(self, *command: str | Path, keep: int | None = None) -> "subprocess.Popen[str]":
        """A process that ends with the drill, whose words go to the folder's log."""
        with (self.var / "drill-log").open("a") as log:
            begun: subprocess.Popen[str] = self.processes.begin(
                sys.executable,
                *command,
                env=self.env,
                output=log.fileno(),
                errors=log.fileno(),
                keep=[] if keep is None else [keep],
            )
        return begun

    def end(self, process: "subprocess.Popen[str]", by: signal.Signals = signal.SIGTERM) -> None:
        """A process and all that it started."""
        self.processes.end(process, by)

    @contextmanager
    def running(self, *command: str | Path, keep: int | None = None) -> Iterator[None]:
        """A process that must still be alive at the end of the block, and is ended then."""
        process = self.begin(*command, keep=keep)
        try:
            yield
            assert process.poll() is None, (self.var / "drill-log").read_text()[-2_000:]
        finally:
            self.end(process)

    @contextmanager
    def served(self) -> Iterator[str]:
        """The server on a free port; the address of its search."""
        with listening() as listener, self.running(*serving(listener), keep=listener.fileno()):
            yield f"{address_of(listener)}/find/"


def small_demo(of_run: pytest.TempPathFactory) -> Path:
    """A folder with a small demo council on SQLite, made once for all drills of a run, to be copied."""
    room = of_run.getbasetemp()
    kept = (room.parent if "PYTEST_XDIST_WORKER" in os.environ else room) / "small-demo"
    with Path(f"{kept}.lock").open("w") as lock:
        # The other worker waits here instead of making it too.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            site = Site(kept.with_suffix(".part"))
            site.migrate_sqlite()
            site.must(*site.manage("prepare", *SMALL))
            site.var.rename(kept)
    return kept


@contextmanager
def listening() -> Iterator[socket.socket]:
    """A free loopback port that stays ours, whichever server stands behind it."""
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        listener.listen(128)
        listener.set_inheritable(True)
        yield listener


def address_of(listener: socket.socket) -> str:
    return f"http://{HOST}:{listener.getsockname()[1]}"


def serving(listener: socket.socket) -> Command:
    return ["manage.py", "serve", "--file", str(listener.fileno())]


def answer_of(address: str) -> tuple[int, str]:
    """The status and words of an answer; 0 where nobody answers."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(address, timeout=HANG_SECONDS) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, refused.read().decode()
    except (OSError, http.client.HTTPException):
        return 0, ""


def page(address: str) -> str:
    """A page of a site. A server that does not answer ends the drill."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(address, timeout=HANG_SECONDS) as answer:
        return str(answer.read().decode())


def wait_for(is_so: Callable[[], bool]) -> float:
    """Seconds until it was so."""
    begun = time.monotonic()
    for _ in range(TRIES):
        if is_so():
            return time.monotonic() - begun
        time.sleep(0.1)  # between two looks, never instead of one
    raise AssertionError("it never came to be so")
