"""What every script shares: where things are, and a sentence for whatever can go wrong.

Standard library only: it runs before anything is installed. An older Python must be able to read the
scripts as far as this file's check, so annotations are not evaluated and newer syntax stays out.
"""

from __future__ import annotations

import sys

if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit(f"Stopped: Handrail needs Python 3.11 or later; this is {sys.version.split()[0]}.")

import errno
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
#: Less than this left after something failed: the disk is why.
FULL_DISK_BYTES = 20_000_000
FULL_DISK = "the disk is full. Free some space and run the same command again."
NOT_OURS = (errno.EACCES, errno.EPERM, errno.EROFS)


class Stop(Exception):
    """A sentence for the person at the keyboard; the script ends with status 1."""


def say(text: str) -> None:
    print(text, flush=True)


def main(run: Callable[[list[str]], None]) -> None:
    """Run a script's body, turning what can go wrong into a sentence."""
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, lambda number, _: sys.exit(128 + number))
    try:
        os.chdir(ROOT)
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
        say(f"\nStopped: {sentence_for(error)}")
        sys.exit(1)


def sentence_for(error: OSError) -> str:
    """What to do about what the system refused; raises the error again when that is not known."""
    if error.errno == errno.ENOSPC:
        return FULL_DISK
    if error.errno in NOT_OURS:
        return (
            f"{error.filename or ROOT} may not be written to: its folder is read-only, or another"
            " user's. Clone the project into a folder of your own and run it there."
        )
    raise error


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
    full = shutil.disk_usage(folder).free < FULL_DISK_BYTES
    return Stop(FULL_DISK if full else otherwise)


def seconds_since(start: float) -> str:
    return f"{time.monotonic() - start:.1f} s"
