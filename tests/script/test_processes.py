"""Nothing that a script started outlives it, however it ends."""

import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from select import select

import pytest

from tests.script.conftest import SCRIPT, Load

#: Only a hang lasts so long.
HANG_SECONDS = 60
#: A shell that starts the tests in the background has them ignore it, and with them their children.
HEARS_CTRL_C = """import os, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
"""
Start = Callable[[str], subprocess.Popen[str]]


@pytest.fixture
def start() -> Iterator[Start]:
    """A script of a few lines over processes.py, in a group of its own. Its output is a pipe."""
    running: list[subprocess.Popen[str]] = []

    def begin(body: str) -> subprocess.Popen[str]:
        words = [sys.executable, "-c", HEARS_CTRL_C + textwrap.dedent(body)]
        env = {**os.environ, "PYTHONPATH": str(SCRIPT)}
        made = subprocess.Popen(
            words, env=env, stdout=subprocess.PIPE, text=True, start_new_session=True
        )
        running.append(made)
        return made

    yield begin
    for process in running:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        # Not read to its end: what a red test left running still holds it.
        assert process.stdout
        process.stdout.close()


def all_ended(process: subprocess.Popen[str]) -> bool:
    """Whether the output is closed: whoever inherited it holds it open as long as it lives."""
    assert process.stdout
    while select([process.stdout], [], [], HANG_SECONDS)[0]:
        if not os.read(process.stdout.fileno(), 4096):
            return True
    return False


def line_of(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline().strip()


#: A child that ignores what asks it to end, and a grandchild that a fork hook ties to it.
STUBBORN = """
from functools import partial
import time
from processes import end_with
for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
    signal.signal(number, signal.SIG_IGN)
os.register_at_fork(after_in_child=partial(end_with, os.getpid()))
if os.fork() == 0:
    print("both run", flush=True)
time.sleep(120)
"""
BEGIN = f"""
from processes import begin, call
child = begin(sys.executable, "-c", "import os, signal" + {STUBBORN!r})
child.wait()
"""


def test_begin_when_the_script_is_killed_ends_child_and_grandchild(start: Start) -> None:
    script = start(BEGIN)
    assert line_of(script) == "both run"
    script.kill()
    assert all_ended(script)


def test_begin_when_the_script_is_killed_before_the_child_runs_ends_it(start: Start) -> None:
    """Killed between the fork and the kernel's knowing: the child looks who its parent is."""
    script = start(
        """
        import processes
        real = processes.end_with
        def late(parent, ending):
            os.kill(parent, signal.SIGKILL)
            while os.getppid() == parent:
                pass
            real(parent, ending)
        processes.end_with = late
        processes.begin("sleep", "600")
        """
    )
    assert all_ended(script)


def test_call_when_interrupted_ends_the_command_and_leaves_no_trace_of_it(start: Start) -> None:
    script = start(
        """
        from house import main
        from processes import call
        def run(arguments):
            call(sys.executable, "-c", "import time; print('runs', flush=True); time.sleep(600)")
        main(run)
        """
    )
    assert line_of(script) == "runs"
    os.killpg(script.pid, signal.SIGINT)
    said, _ = script.communicate(timeout=HANG_SECONDS)
    assert said.strip() == "Interrupted. Run the same command again: it goes on where it can."
    assert script.returncode == 130


def test_call_when_the_command_fails_says_with_what_and_what_it_wrote(load: Load) -> None:
    heard: list[str] = []
    with pytest.raises(subprocess.CalledProcessError) as failed:
        load("processes").call("sh", "-c", "echo lost >&2; exit 3", heard=heard, cwd=Path("/"))
    assert (failed.value.returncode, heard) == (3, ["lost\n"])


def test_end_when_the_child_left_others_in_its_group_ends_them(load: Load) -> None:
    processes = load("processes")
    child = processes.begin("sh", "-c", "sleep 600 & echo on", output=subprocess.PIPE)
    child.wait()
    processes.end(child, signal.SIGTERM)
    assert child.stdout.read() == "on\n"
    child.stdout.close()
