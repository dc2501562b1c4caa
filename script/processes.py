"""Child processes that end with the script, however it ends."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import IO

from house import ROOT

#: How long a child may take to end by itself before it is killed.
PATIENCE_SECONDS = 15


def begin(
    *command: str | Path,
    env: dict[str, str] | None = None,
    cwd: Path = ROOT,
    output: int | None = None,
    errors: int | None = None,
    keep: Sequence[int] = (),
    ending: signal.Signals = signal.SIGKILL,
) -> subprocess.Popen[str]:
    """Start a command in a process group of its own, so that Ctrl+C comes to this script alone.

    keep names the open files that it inherits. ending is what the kernel sends it should this
    script be killed; only Linux can, and elsewhere such a child goes on.
    """
    return subprocess.Popen(
        [str(part) for part in command],
        cwd=cwd,
        env={**os.environ, **(env or {})},
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=errors,
        text=True,
        pass_fds=keep,
        process_group=0,
        preexec_fn=partial(end_with, os.getpid(), ending),
    )


def end_with(parent: int, ending: signal.Signals = signal.SIGKILL) -> None:
    """Called in a child as it starts: when its parent ends, the kernel sends it the signal."""
    with contextlib.suppress(OSError, AttributeError):
        set_parent_death_signal = 1
        ctypes.CDLL(None).prctl(set_parent_death_signal, ending)
    # The parent may have been killed before the kernel knew what to do then.
    if os.getppid() != parent:
        os._exit(1)


def end(child: subprocess.Popen[str], ending: signal.Signals) -> None:
    """End the child and all that it started: by the signal, and by force when that takes too long."""
    if child.poll() is None:
        child.send_signal(ending)
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(timeout=PATIENCE_SECONDS)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def call(
    *command: str | Path,
    env: dict[str, str] | None = None,
    cwd: Path = ROOT,
    quiet: bool = False,
    heard: list[str] | None = None,
    ending: signal.Signals = signal.SIGKILL,
) -> None:
    """Run a command in the project; raises CalledProcessError when it fails.

    heard receives a copy of the lines that it writes as errors. ending ends it when the script is stopped.
    """
    child = begin(
        *command,
        env=env,
        cwd=cwd,
        output=subprocess.DEVNULL if quiet else None,
        errors=None if heard is None else subprocess.PIPE,
        ending=ending,
    )
    try:
        if heard is not None and child.stderr:
            copy_lines(child.stderr, heard)
        status = child.wait()
    finally:
        end(child, ending)
    if status:
        raise subprocess.CalledProcessError(status, [str(part) for part in command])


def copy_lines(errors: IO[str], heard: list[str]) -> None:
    with errors:
        for line in errors:
            sys.stderr.write(line)
            heard.append(line)
