"""script/run as a person meets it: each broken case gets one sentence and status 1.

Real processes. The quick ones stop before anything is set up; those marked slow serve the demo.
"""

import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.drills.demo_site import small_demo
from tests.script.conftest import Load

#: Only a hang lasts so long.
HANG_SECONDS = 300
USUAL = {"PYTHONDONTWRITEBYTECODE": "1"}


def run(
    checkout: Path, *words: str, user: dict[str, int] | None = None, var: Path | None = None
) -> tuple[int, str]:
    """The status, and all that was said."""
    env = {**os.environ, **USUAL, **({"HANDRAIL_VAR": str(var)} if var else {})}
    env.pop("DATABASE_URL", None)
    done = subprocess.run(
        [str(checkout / "script" / "run"), *words],
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=HANG_SECONDS,
        check=False,
        **(user or {}),
    )
    return done.returncode, done.stdout.strip()


def one_sentence(answer: tuple[int, str]) -> str:
    status, said = answer
    assert status == 1, said
    assert said.startswith("Stopped: ")
    assert "Traceback" not in said
    assert len(said.splitlines()) == 1
    return said


@pytest.mark.parametrize("mode", [0o555, 0o755], ids=["read-only", "another user's"])
def test_run_when_the_folder_refuses_says_so_and_what_to_do(
    checkout: Path, as_nobody: dict[str, int], mode: int
) -> None:
    if not as_nobody:
        mode = 0o555
    checkout.chmod(mode)
    said = one_sentence(run(checkout, "--port", "8001", user=as_nobody))
    checkout.chmod(0o755)
    assert f"{checkout}/var may not be written to" in said
    assert "folder of your own" in said


def test_run_when_the_lock_is_another_users_says_so(
    checkout: Path, as_nobody: dict[str, int]
) -> None:
    (checkout / "var").mkdir()
    (checkout / "var" / "lock").touch(mode=0o444)
    said = one_sentence(run(checkout, "--port", "8001", user=as_nobody))
    assert "var/lock may not be written to" in said


@pytest.mark.parametrize("port", ["0", "65536", "-1"])
def test_run_when_there_is_no_such_port_says_how_far_they_go(checkout: Path, port: str) -> None:
    assert "from 1 to 65535" in one_sentence(run(checkout, "--port", port))


def test_run_when_the_port_is_taken_offers_another(checkout: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert f"port {port} on 127.0.0.1 is taken" in one_sentence(run(checkout, f"--port={port}"))


def test_run_when_called_through_a_symlink_finds_the_checkout(
    checkout: Path, tmp_path: Path
) -> None:
    (tmp_path / "script").mkdir()
    (tmp_path / "script" / "run").symlink_to(checkout / "script" / "run")
    assert "ports go from" in one_sentence(run(tmp_path, "--port", "0"))


def test_run_when_another_runs_here_says_which_and_where(load: Load, tmp_path: Path) -> None:
    demo = load("demo")
    demo.VAR, demo.LOCK = tmp_path, tmp_path / "lock"
    with demo.alone("script/run, process 7, for http://127.0.0.1:8000/,"):
        said = one_sentence(run(ROOT, "--port", "8001", var=tmp_path))
    assert "process 7, for http://127.0.0.1:8000/, is using" in said


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\x00" + b"\xff" * 8000])
def test_check_database_when_it_is_none_says_so_and_what_to_do(
    load: Load, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    file = tmp_path / "handrail.sqlite3"
    file.write_bytes(content)
    if not content:  # an empty file is an empty database
        load("demo").check_database(file)
        return
    with pytest.raises(load("house").Stop, match=r"is not a database .* script/run --reset"):
        load("demo").check_database(file)


class Running:
    """A script/run in a session of its own, whose output is a pipe that all its children hold."""

    def __init__(self, var: Path, port: int, checkout: Path = ROOT) -> None:
        self.port = port
        self.process = subprocess.Popen(
            [str(checkout / "script" / "run"), f"--port={port}"],
            env={**os.environ, **USUAL, "HANDRAIL_VAR": str(var)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            # Without a buffer of ours, in which the last lines could lie when we stop reading.
            bufsize=0,
            start_new_session=True,
            # Tests that run in the background are deaf to Ctrl+C, and so would be what they start.
            preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
        )

    def read_as_far_as(self, words: str) -> str:
        assert self.process.stdout
        read = ""
        for line in self.process.stdout:
            read += line.decode()
            if words in read:
                return read
        raise AssertionError(f"It ended before it said {words!r}:\n{read}")

    def rest(self) -> str:
        """What is said until every process that holds the output has ended."""
        return self.process.communicate(timeout=HANG_SECONDS)[0].decode().strip()

    def interrupt(self) -> None:
        os.killpg(self.process.pid, signal.SIGINT)


Start = Callable[..., Running]


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
            probe.listen()
        except OSError:
            return False
        return True


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo council that is made already, for the runs that only serve it."""
    var = tmp_path_factory.mktemp("demo") / "var"
    shutil.copytree(small_demo(tmp_path_factory), var)
    return var


@pytest.fixture
def start(load: Load) -> Iterator[Start]:
    """Starts script/run over a folder, on a free port; ends it with the test."""
    started: list[Running] = []
    # The runs below are killed: one that would install into this very environment must not begin.
    environment = load("environment")
    assert environment.is_installed("dev.txt"), "Run script/test once, then these again."

    def begin(var: Path, checkout: Path = ROOT) -> Running:
        started.append(Running(var, load("ports").free_port(), checkout))
        return started[-1]

    yield begin
    for one in started:
        one.process.kill()
        one.process.wait()
        # Not read to its end: what a red test left running still holds it.
        assert one.process.stdout
        one.process.stdout.close()


@pytest.fixture
def running(start: Start, made_once: Path) -> Running:
    return start(made_once)


@pytest.mark.slow
@pytest.mark.parametrize("moment", ["1 of 3", "2 of 3", "3 of 3", "Ready"])
def test_run_when_killed_leaves_no_process_and_a_free_port(running: Running, moment: str) -> None:
    running.read_as_far_as(moment)
    running.process.kill()
    running.rest()
    assert is_free(running.port)


@pytest.mark.slow
@pytest.mark.parametrize("pause", [0.0, 0.2, 0.5, 1.0, 1.5])
def test_run_when_killed_in_the_servers_first_seconds_leaves_nothing(
    running: Running, pause: float
) -> None:
    """The pauses are the moments under test; nothing is waited for."""
    running.read_as_far_as("3 of 3")
    with pytest.raises(subprocess.TimeoutExpired):
        running.process.wait(pause)
    running.process.kill()
    running.rest()
    assert is_free(running.port)


@pytest.mark.slow
def test_run_when_two_want_one_port_serves_one_and_refuses_the_other(
    running: Running, tmp_path: Path
) -> None:
    running.read_as_far_as("1 of 3")
    assert "is taken" in one_sentence(run(ROOT, f"--port={running.port}", var=tmp_path / "other"))
    running.read_as_far_as("Ready")
    assert "is taken" in one_sentence(run(ROOT, f"--port={running.port}", var=tmp_path / "other"))
    running.interrupt()
    assert "Stopping." in running.rest()
    assert running.process.returncode == 0
    assert is_free(running.port)


@pytest.mark.slow
def test_run_when_interrupted_while_the_tables_are_made_says_one_sentence(
    start: Start, tmp_path: Path
) -> None:
    made = start(tmp_path)
    made.read_as_far_as("making the tables")
    made.interrupt()
    said = made.rest()
    assert made.process.returncode == 130
    assert "Traceback" not in said
    assert said == "Interrupted. Run the same command again: it goes on where it can."
    assert not (tmp_path / "handrail.sqlite3").exists()


@pytest.mark.slow
def test_run_when_interrupted_while_the_environment_is_made_says_one_sentence(
    checkout: Path, start: Start
) -> None:
    made = start(checkout / "var", checkout)
    made.read_as_far_as("Making the virtual environment")
    made.interrupt()
    said = made.rest()
    assert made.process.returncode == 130
    assert said == "Interrupted. Run the same command again: it goes on where it can."


@pytest.mark.slow
def test_run_when_the_database_is_none_says_one_sentence(start: Start, tmp_path: Path) -> None:
    (tmp_path / "handrail.sqlite3").write_text("no database")
    made = start(tmp_path)
    made.read_as_far_as("2 of 3")
    said = made.rest()
    assert made.process.returncode == 1
    assert said.startswith("Stopped: ")
    assert "is not a database" in said
    assert len(said.splitlines()) == 1
