"""What a whole run of the tests needs besides Python: a PostgreSQL of our own, Chromium, what the drills start."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from house import PYTHON, Stop
from ports import HOST, free_port
from processes import begin, call, end

#: A tenth of a second each.
TRIES_TO_START = 600
SETTINGS = {"listen_addresses": HOST, "fsync": "off", "full_page_writes": "off"}


def postgres_bin() -> Path:
    """The folder of the newest PostgreSQL server programs; raises Stop when there is none."""
    on_path = shutil.which("initdb")
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if on_path:
        return Path(on_path).resolve().parent
    if not found:
        raise Stop("PostgreSQL's server is not installed. Type: sudo apt-get install postgresql")
    return found[-1].parent


@contextlib.contextmanager
def postgres(programs: Path) -> Iterator[str]:
    """A throw-away PostgreSQL on a free loopback port; yields its address. Ends with the script."""
    folder = Path(tempfile.mkdtemp(prefix="handrail-pg-"))
    as_user = as_postgres(folder) if os.geteuid() == 0 else []
    port = free_port()
    data = folder / "data"
    initdb = [*as_user, programs / "initdb", "-D", data, "-U", "handrail", "-A", "trust"]
    settings = {**SETTINGS, "port": port, "unix_socket_directories": folder}
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    # The server's user may not look into the checkout, and a bare machine has no language set.
    call(*initdb, "-E", "UTF8", "--locale=C.UTF-8", quiet=True, cwd=folder)
    at_once = signal.SIGQUIT
    with (folder / "log").open("w") as log:
        server = [*as_user, programs / "postgres", "-D", data, *options]
        running = begin(
            *server, cwd=folder, output=log.fileno(), errors=log.fileno(), ending=at_once
        )
    try:
        wait_until_ready(running, data)
        yield f"postgres://handrail@{HOST}:{port}/postgres"
    finally:
        end(running, at_once)
        shutil.rmtree(folder, ignore_errors=True)


def as_postgres(folder: Path) -> list[str]:
    """The server refuses to run as root, so it runs as the user that its package made."""
    try:
        owner = pwd.getpwnam("postgres")
    except KeyError as error:
        raise Stop("There is no user named postgres to run the server as.") from error
    os.chown(folder, owner.pw_uid, owner.pw_gid)
    # A process that changes its user forgets what the kernel was to send it at its parent's end.
    user = ["--reuid=postgres", "--regid=postgres", "--init-groups"]
    return ["setpriv", "--pdeathsig", "QUIT", *user]


def wait_until_ready(server: subprocess.Popen[str], data: Path) -> None:
    """The server writes in its own process file when it takes connections."""
    for _ in range(TRIES_TO_START):
        if server.poll() is not None:
            log = (data.parent / "log").read_text().strip().splitlines()
            raise Stop(f"PostgreSQL ended as it started. Its last line: {log[-1] if log else ''}")
        with contextlib.suppress(FileNotFoundError):
            if "ready" in (data / "postmaster.pid").read_text():
                return
        time.sleep(0.1)
    raise Stop("PostgreSQL did not start within a minute.")


def chromium() -> str:
    """Where Chromium is; raises Stop with the line to type when it, or what drives it, is missing.

    The one without windows of its own comes first: the same pages for a fifth less work.
    """
    names = ("chromium-headless-shell", "chromium", "chromium-browser")
    found = next(filter(None, map(shutil.which, names)), None)
    if not found:
        raise Stop("Chromium is not installed. Type: sudo apt-get install chromium-headless-shell")
    try:
        call(PYTHON, "-m", "playwright", "--version", quiet=True)
    except subprocess.CalledProcessError as error:
        raise Stop(
            "what drives Chromium cannot start; the line above says why."
            " On a bare Debian 12 type: sudo apt-get install libatomic1"
        ) from error
    return found


def program(name: str, package: str) -> str:
    """Where a program is; raises Stop with the line to type when it is missing."""
    # Debian keeps servers where only root looks for programs.
    places = f"{os.environ.get('PATH', os.defpath)}{os.pathsep}/usr/sbin"
    found = shutil.which(name, path=places)
    if not found:
        raise Stop(f"{name} is not installed. Type: sudo apt-get install {package}")
    return found
