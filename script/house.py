"""What the scripts share: the virtual environment, clear sentences, a PostgreSQL of our own.

Standard library only: it runs before anything is installed.
"""

import contextlib
import ctypes
import errno
import hashlib
import os
import pwd
import shutil
import signal
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
ENOUGH_DISK_BYTES = 1_200_000_000
#: Less than this left after something failed: the disk is why.
FULL_DISK_BYTES = 20_000_000


class Stop(Exception):
    """A sentence for the person at the keyboard; the script ends with status 1."""


def say(text: str) -> None:
    print(text, flush=True)


def main(run: Callable[[list[str]], None]) -> None:
    """Run a script's body, turning what can go wrong into a sentence."""
    os.chdir(ROOT)
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, lambda number, _: sys.exit(128 + number))
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


def call(
    *command: str | Path,
    env: dict[str, str] | None = None,
    quiet: bool = False,
    cwd: Path = ROOT,
) -> None:
    """Run a command in the project; raises CalledProcessError when it fails."""
    subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**os.environ, **(env or {})},
        check=True,
        stdout=subprocess.DEVNULL if quiet else None,
        preexec_fn=end_with_script,
    )


def end_with_script() -> None:
    """Called in a child as it starts: should this script be killed outright, the child ends too.

    Only Linux can; elsewhere such a child goes on, and the next run finds the port taken.
    """
    with contextlib.suppress(OSError, AttributeError):
        set_parent_death_signal = 1
        ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGTERM)


def check_python() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036
        raise Stop(f"Handrail needs Python 3.11 or later; this is {sys.version.split()[0]}.")


def check_disk(folder: Path, needed: int) -> None:
    """Raises Stop when the disk that holds the folder has fewer bytes free than needed."""
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise Stop(
            f"only {free // 1_000_000} MB of disk is free at {folder} and setting up needs about"
            f" {needed // 1_000_000} MB. Free some space and run the same command again."
        )


def why_it_failed(folder: Path, otherwise: str) -> Stop:
    """The sentence for a command that failed while it wrote to the folder."""
    if shutil.disk_usage(folder).free < FULL_DISK_BYTES:
        return Stop("the disk is full. Free some space and run the same command again.")
    return Stop(otherwise)


def check_port(port: int) -> None:
    """Raises Stop unless this user can listen on the port."""
    other = f"choose another with --port, for example --port {port + 1 if port > 1023 else 8080}."
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OverflowError as error:
            raise Stop(f"there is no port {port}; ports go from 1 to 65535.") from error
        except PermissionError as error:
            raise Stop(f"only root may use port {port}; {other}") from error
        except OSError as error:
            raise Stop(
                f"port {port} on 127.0.0.1 is taken. Stop what uses it, or {other}"
            ) from error


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def ensure_environment(requirements: str) -> None:
    """Make the virtual environment and install the locked packages, unless that is already so.

    A mark says that an installation has begun. Found at the next start it means that the last one
    was cut short, and then the environment is made anew rather than trusted.
    """
    check_python()
    lock = ROOT / "requirements" / requirements
    wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
    stamp = VENV / f"installed-{requirements}"
    cut_short = VENV / "half-installed"
    sound = PYTHON.exists() and not cut_short.exists()
    if sound and stamp.exists() and stamp.read_text() == wanted:
        return
    check_disk(ROOT, ENOUGH_DISK_BYTES)
    if not sound:
        say("Making the virtual environment in .venv")
        _make_environment(cut_short)
    cut_short.touch()
    say(f"Installing the locked packages of requirements/{requirements} (about a minute)")
    pip = [PYTHON, "-m", "pip", "--disable-pip-version-check", "--quiet", "install"]
    try:
        call(*pip, "--require-hashes", "-r", lock)
    except subprocess.CalledProcessError as error:
        raise why_it_failed(
            ROOT,
            "the packages could not be installed; the lines above say why. Often it is the"
            " network. Put that right and run the same command again.",
        ) from error
    stamp.write_text(wanted)
    cut_short.unlink()


def _make_environment(cut_short: Path) -> None:
    shutil.rmtree(VENV, ignore_errors=True)
    if not _has_venv():
        _install_venv_module()
    VENV.mkdir(exist_ok=True)
    cut_short.touch()
    try:
        call(sys.executable, "-m", "venv", VENV)
    except subprocess.CalledProcessError as error:
        raise why_it_failed(
            ROOT, "the virtual environment could not be made; the lines above say why."
        ) from error


def _has_venv() -> bool:
    probe = [sys.executable, "-c", "import venv, ensurepip"]
    return subprocess.run(probe, capture_output=True, check=False).returncode == 0


def _install_venv_module() -> None:
    """Debian keeps venv in its own package: install it when we may, else say the one line to type."""
    line = "apt-get install -y python3-venv"
    advice = f"Python's venv module is missing. Type this, then run again: sudo {line}"
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise Stop(advice)
    say("Installing Debian's python3-venv")
    try:
        call("apt-get", "update", "-qq", quiet=True)
        call(*line.split(), "-qq", env={"DEBIAN_FRONTEND": "noninteractive"}, quiet=True)
    except subprocess.CalledProcessError as error:
        raise why_it_failed(Path("/var"), advice) from error
    if not _has_venv():
        raise Stop(f"{sys.executable} has no venv module, and Debian's python3-venv is not for it.")


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
    initdb = [*as_user, str(programs / "initdb"), "-D", str(data), "-U", "handrail", "-A", "trust"]
    control = [*as_user, str(programs / "pg_ctl"), "-D", str(data), "-w"]
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off -c full_page_writes=off"
    # The server's user may not look into the checkout, and a bare machine has no language set.
    call(*initdb, "-E", "UTF8", "--locale=C.UTF-8", quiet=True, cwd=folder)
    call(*control, "-o", options, "-l", folder / "log", "start", quiet=True, cwd=folder)
    try:
        yield f"postgres://handrail@127.0.0.1:{port}/postgres"
    finally:
        call(*control, "-m", "immediate", "stop", quiet=True, cwd=folder)
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
    """Where Chromium is; raises Stop with the line to type when it, or what drives it, is missing."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        raise Stop("Chromium is not installed. Type: sudo apt-get install chromium")
    try:
        call(PYTHON, "-m", "playwright", "--version", quiet=True)
    except subprocess.CalledProcessError as error:
        raise Stop(
            "what drives Chromium cannot start; the line above says why."
            " On a bare Debian 12 type: sudo apt-get install libatomic1"
        ) from error
    return found


def seconds_since(start: float) -> str:
    return f"{time.monotonic() - start:.1f} s"
