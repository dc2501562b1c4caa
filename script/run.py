"""The body of script/run: set up what is missing, then serve the demo council until stopped."""

import argparse
import contextlib
import fcntl
import os
import shutil
import signal
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from house import (
    PYTHON,
    ROOT,
    Stop,
    call,
    check_disk,
    check_port,
    end_with_script,
    ensure_environment,
    main,
    say,
    seconds_since,
    why_it_failed,
)

VAR = Path(os.environ.get("HANDRAIL_VAR", ROOT / "var")).resolve()
MAKING = VAR / "making"
LOCK = VAR / "lock"
DATABASE = "handrail.sqlite3"
ENOUGH_DISK_BYTES = 150_000_000
USUAL_LISTINGS = 400
FEWEST_LISTINGS = 50

Children = dict[str, subprocess.Popen[bytes]]


def run(arguments: list[str]) -> None:
    options = parse(arguments)
    start = time.monotonic()
    check_port(options.port)
    with alone():
        say("1 of 3  Packages")
        ensure_environment("base.txt")
        say(f"2 of 3  Demo council  ({seconds_since(start)})")
        if options.reset:
            reset()
        prepare(options.listings)
        say(f"3 of 3  Server and worker  ({seconds_since(start)})")
        serve(options.port, start)


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="script/run", description="Set up and serve the demo council of Fernshire."
    )
    parser.add_argument("--port", type=int, default=8000, help="port on 127.0.0.1 (8000)")
    parser.add_argument("--reset", action="store_true", help="throw the demo away and load it anew")
    parser.add_argument("--listings", type=int, help=f"suppliers to make ({USUAL_LISTINGS})")
    options = parser.parse_args(arguments)
    if options.listings is not None and options.listings < FEWEST_LISTINGS:
        parser.error(f"the demo needs at least {FEWEST_LISTINGS} listings")
    return options


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Two runs at once would load or throw away the same files; the second one stops."""
    VAR.mkdir(parents=True, exist_ok=True)
    with LOCK.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Stop(f"another script/run is using {VAR}. Stop that one first.") from error
        yield


def reset() -> None:
    """Throw the demo away, the database first: without it the next run loads everything anew."""
    if "DATABASE_URL" in os.environ:
        raise Stop(
            "--reset empties the demo's own files only. Empty DATABASE_URL's database yourself."
        )
    (VAR / DATABASE).unlink(missing_ok=True)
    for path in VAR.iterdir():
        if path != LOCK:
            remove(path)


def remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def prepare(listings: int | None) -> None:
    """Load the demo beside and move it into place, so that an interruption leaves no half of it."""
    size = str(listings or USUAL_LISTINGS)
    if (VAR / DATABASE).exists() or "DATABASE_URL" in os.environ:
        manage("prepare", "--listings", size, var=VAR)
        if listings:
            say("  --listings is for a new demo; one that is there stays as it is without --reset.")
        return
    remove(MAKING)
    check_disk(VAR, ENOUGH_DISK_BYTES)
    manage("prepare", "--listings", size, var=MAKING)
    made = sorted(MAKING.iterdir(), key=lambda path: path.name == DATABASE)
    for path in made:
        remove(VAR / path.name)
        path.rename(VAR / path.name)
    MAKING.rmdir()


def environment(var: Path) -> dict[str, str]:
    return {
        "DJANGO_SETTINGS_MODULE": "marketplace.settings.development",
        "HANDRAIL_VAR": str(var),
        "PYTHONUNBUFFERED": "1",
    }


def manage(*words: str, var: Path) -> None:
    try:
        call(PYTHON, "manage.py", *words, env=environment(var))
    except subprocess.CalledProcessError as error:
        raise why_it_failed(
            VAR,
            "the demo council could not be made ready; the lines above say why. When that is put"
            " right, run the same command again. --reset starts the demo anew.",
        ) from error


def serve(port: int, start: float) -> None:
    server = ["-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    server += ["--blocking-threads", "4", "--log-level", "warning", "marketplace.wsgi:application"]
    children = {"server": begin(*server), "worker": begin("manage.py", "work")}
    try:
        wait_until_served(port, children)
        say(f"Ready in {seconds_since(start)}: http://127.0.0.1:{port}/   Ctrl+C stops it.")
        while True:
            check_alive(children)
            time.sleep(0.5)
    except KeyboardInterrupt:
        say("\nStopping.")
    finally:
        stop(children)


def begin(*words: str) -> subprocess.Popen[bytes]:
    """Start a child in a group of its own: Ctrl+C comes to this script, which stops both once."""
    return subprocess.Popen(
        [str(PYTHON), *words],
        cwd=ROOT,
        env={**os.environ, **environment(VAR)},
        process_group=0,
        preexec_fn=end_with_script,
    )


def check_alive(children: Children) -> None:
    for name, child in children.items():
        if child.poll() is not None:
            raise Stop(
                f"the {name} ended by itself with status {child.returncode};"
                " lines above, if any, say why. Run the same command again."
            )


def stop(children: Children) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for child in children.values():
        if child.poll() is None:
            child.terminate()
    for child in children.values():
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(timeout=15)
        # The server's own workers live in its group and outlast it when it was killed outright.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)


def wait_until_served(port: int, children: Children) -> None:
    """Ask the health page until it answers; a child that died ends the wait."""
    # A proxy that the environment names is not for this machine's own address.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    for _ in range(480):
        check_alive(children)
        try:
            with opener.open(f"http://127.0.0.1:{port}/health/", timeout=5):
                return
        except OSError:
            time.sleep(0.25)
    raise Stop("the server did not answer within two minutes.")


if __name__ == "__main__":
    main(run)
