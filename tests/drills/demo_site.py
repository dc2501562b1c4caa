"""A demo council in a folder of its own, and the processes that serve it."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.conftest import ROOT

HOST = "127.0.0.1"
#: Only a hang lasts so long.
HANG_SECONDS = 900
#: Tenths of a second in which the server answers, or the worker mends, before it counts as a hang.
TRIES = 6_000
Command = list[str | Path]


class Site:
    """A folder, a database (SQLite in the folder unless an address is given), and its processes."""

    def __init__(self, var: Path, database: str = "") -> None:
        self.var = var
        var.mkdir(exist_ok=True)
        self.env = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"} | {
            "DJANGO_SETTINGS_MODULE": "marketplace.settings.development",
            "HANDRAIL_VAR": str(var),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        if database:
            self.env["DATABASE_URL"] = database

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
        )

    def must(self, *command: str | Path) -> str:
        """A command that succeeds; what it said."""
        done = self.run(*command)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def begin(self, *command: str | Path, keep: int | None = None) -> subprocess.Popen[bytes]:
        """A process, whose words go to the folder's log."""
        with (self.var / "drill-log").open("a") as log:
            return subprocess.Popen(
                [sys.executable, *command],
                cwd=ROOT,
                env=self.env,
                stdout=log,
                stderr=log,
                pass_fds=[] if keep is None else [keep],
            )

    @contextmanager
    def running(self, *command: str | Path, keep: int | None = None) -> Iterator[None]:
        """A process that must still be alive at the end of the block, and is ended then."""
        process = self.begin(*command, keep=keep)
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


def page(address: str) -> str:
    """A page of a site. A server that does not answer ends the drill."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(address, timeout=HANG_SECONDS) as answer:
        return str(answer.read().decode())


def wait_for(is_so: Callable[[], bool]) -> None:
    for _ in range(TRIES):
        if is_so():
            return
        time.sleep(0.1)  # between two looks, never instead of one
    raise AssertionError("it never came to be so")
