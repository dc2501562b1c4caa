"""What the scripts share: the virtual environment, clear sentences, a PostgreSQL of our own.

Standard library only: it runs before anything is installed.
"""

import contextlib
import errno
import hashlib
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
ENOUGH_DISK_BYTES = 1_500_000_000


class Stop(Exception):
    """A sentence for the person at the keyboard; the script ends with status 1."""


def say(text: str) -> None:
    print(text, flush=True)


def main(run: Callable[[list[str]], None]) -> None:
    """Run a script's body, turning what can go wrong into a sentence."""
    os.chdir(ROOT)
    try:
        run(sys.argv[1:])
    except Stop as stop:
        say(f"\nStopped: {stop}")
        sys.exit(1)
    except KeyboardInterrupt:
        say("\nInterrupted. Run the same command again: it goes on where it can.")
        sys.exit(130)
    except subprocess.CalledProcessError as error:
        sys.exit(error.returncode or 1)
    except OSError as error:
        if error.errno == errno.ENOSPC:
            say("\nStopped: the disk is full. Free some space and run the same command again.")
            sys.exit(1)
        raise


def call(*command: str | Path, env: dict[str, str] | None = None, quiet: bool = False) -> None:
    """Run a command in the project; raises CalledProcessError when it fails."""
    subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env={**os.environ, **(env or {})},
        check=True,
        stdout=subprocess.DEVNULL if quiet else None,
    )


def check_python() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036
        raise Stop(f"Handrail needs Python 3.11 or later; this is {sys.version.split()[0]}.")


def check_disk() -> None:
    free = shutil.disk_usage(ROOT).free
    if free < ENOUGH_DISK_BYTES and not PYTHON.exists():
        raise Stop(
            f"only {free // 1_000_000} MB of disk is free and setting up needs about"
            f" {ENOUGH_DISK_BYTES // 1_000_000} MB. Free some space and try again."
        )


def check_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise Stop(
                f"port {port} on 127.0.0.1 is taken. Stop what uses it, or choose another"
                f" with --port, for example --port {port + 1}."
            ) from error


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def ensure_environment(requirements: str) -> None:
    """Make the virtual environment and install the locked packages, unless that is already so."""
    check_python()
    check_disk()
    lock = ROOT / "requirements" / requirements
    wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
    stamp = VENV / f"installed-{requirements}"
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == wanted:
        return
    if not PYTHON.exists():
        say("Making the virtual environment in .venv")
        _make_environment()
    say(f"Installing the locked packages of requirements/{requirements} (about a minute)")
    pip = [PYTHON, "-m", "pip", "--disable-pip-version-check", "--quiet", "install"]
    try:
        call(*pip, "--require-hashes", "-r", lock)
    except subprocess.CalledProcessError as error:
        raise Stop(
            "the packages could not be installed; the lines above say why. Often it is the network"
            " or a full disk. Put that right and run the same command again."
        ) from error
    stamp.write_text(wanted)


def _make_environment() -> None:
    shutil.rmtree(VENV, ignore_errors=True)
    if not _has_venv():
        _install_venv_module()
    call(sys.executable, "-m", "venv", VENV)


def _has_venv() -> bool:
    probe = [sys.executable, "-c", "import venv, ensurepip"]
    return subprocess.run(probe, capture_output=True, check=False).returncode == 0


def _install_venv_module() -> None:
    """Debian keeps venv in its own package: install it when we may, else say the one line to type."""
    line = "apt-get install -y python3-venv"
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise Stop(f"Python's venv module is missing. Type this, then run again: sudo {line}")
    say("Installing Debian's python3-venv")
    call("apt-get", "update", "-qq", quiet=True)
    call(*line.split(), "-qq", env={"DEBIAN_FRONTEND": "noninteractive"}, quiet=True)


def postgres_bin() -> Path | None:
    """The folder of the newest PostgreSQL server programs, or None."""
    on_path = shutil.which("initdb")
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if on_path:
        return Path(on_path).parent
    return found[-1].parent if found else None


@contextlib.contextmanager
def postgres() -> Iterator[str]:
    """A throw-away PostgreSQL on a free loopback port; yields its address. Stopped at the end."""
    programs = postgres_bin()
    if programs is None:
        raise Stop("PostgreSQL's server is not installed. Type: sudo apt-get install postgresql")
    folder = Path(tempfile.mkdtemp(prefix="handrail-pg-"))
    as_user = _run_as_postgres(folder) if os.geteuid() == 0 else []
    port = free_port()
    data = folder / "data"
    control = [*as_user, str(programs / "pg_ctl"), "-D", str(data), "-w"]
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off -c full_page_writes=off"
    call(*as_user, programs / "initdb", "-D", data, "-U", "handrail", "-A", "trust", quiet=True)
    call(*control, "-o", options, "-l", folder / "log", "start", quiet=True)
    try:
        yield f"postgres://handrail@127.0.0.1:{port}/postgres"
    finally:
        call(*control, "-m", "immediate", "stop", quiet=True)
        shutil.rmtree(folder, ignore_errors=True)


def _run_as_postgres(folder: Path) -> list[str]:
    """The server refuses to run as root, so it runs as the user that its package made."""
    try:
        owner = pwd.getpwnam("postgres")
    except KeyError as error:
        raise Stop("There is no user named postgres to run the server as.") from error
    os.chown(folder, owner.pw_uid, owner.pw_gid)
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"]


def chromium() -> str:
    """Where Chromium is; raises Stop with the line to type when it is missing."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        raise Stop("Chromium is not installed. Type: sudo apt-get install chromium")
    return found


def seconds_since(start: float) -> str:
    return f"{time.monotonic() - start:.1f} s"
