"""The virtual environment: made once, filled with the locked packages and nothing else."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

from house import PYTHON, ROOT, VENV, Stop, check_disk, say, why_it_failed
from processes import call

ENOUGH_DISK_BYTES = 1_200_000_000
#: The lock is all there is: nothing is resolved anew, and nothing is built with tools not in it.
LOCK_ONLY = ["--no-deps", "--only-binary", ":all:", "--require-hashes"]


def ensure_environment(requirements: str) -> None:
    """Make the virtual environment and install the locked packages, unless that is already so.

    A mark says that an installation has begun. Found at the next start it means that the last one
    was cut short, and then the environment is made anew rather than trusted.
    """
    lock = ROOT / "requirements" / requirements
    cut_short = VENV / "half-installed"
    sound = PYTHON.exists() and not cut_short.exists()
    # What a developer's lock holds, all else holds too: serving the demo installs nothing over it.
    if sound and (is_installed(requirements) or is_installed("dev.txt")):
        return
    check_disk(ROOT, ENOUGH_DISK_BYTES)
    if not sound:
        say("Making the virtual environment in .venv")
        make_environment(cut_short)
    cut_short.touch()
    say(f"Installing the locked packages of requirements/{requirements} (about a minute)")
    install(lock)
    stamp_of(requirements).write_text(digest_of(requirements))
    cut_short.unlink()


def is_installed(requirements: str) -> bool:
    """Whether a lock was installed as it is now. The one of dev.txt includes that of base.txt."""
    stamp, lock = stamp_of(requirements), ROOT / "requirements" / requirements
    return stamp.exists() and lock.exists() and stamp.read_text() == digest_of(requirements)


def stamp_of(requirements: str) -> Path:
    return VENV / f"installed-{requirements}"


def digest_of(requirements: str) -> str:
    return hashlib.sha256((ROOT / "requirements" / requirements).read_bytes()).hexdigest()


def install(lock: Path) -> None:
    """Install exactly what the lock names, then have pip check that it fits together."""
    pip = [PYTHON, "-m", "pip", "--disable-pip-version-check"]
    errors: list[str] = []
    try:
        call(*pip, "--quiet", "install", *LOCK_ONLY, "-r", lock, heard=errors)
    except subprocess.CalledProcessError as error:
        raise why_it_failed(ROOT, why_pip_failed("".join(errors))) from error
    try:
        call(*pip, "check")
    except subprocess.CalledProcessError as error:
        raise Stop(
            f"the packages in requirements/{lock.name} do not fit together; the lines above name"
            " them. That is a mistake in the file, and not on this machine: compile it anew as"
            " docs/developing.md says."
        ) from error


#: What pip says, and the sentence for it. The first that is found counts.
PIP_SAYS = [
    (
        ["DO NOT MATCH THE HASHES"],
        "a package that was downloaded is not the one that was tested (its hash differs from the"
        " lock's), so it was not installed. Somebody or something on the way changed it: try on"
        " another network, and do not go on with this one.",
    ),
    (
        ["No space left on device"],
        "the disk is full. Free some space and run the same command again.",
    ),
    (
        ["Permission denied", "Read-only file system"],
        "the packages could not be written; the lines above say where. Clone the project into a"
        " folder of your own and run it there.",
    ),
    (
        ["Retrying (", "Connection", "timed out", "ProxyError", "SSLError", "Max retries"],
        "the packages could not be fetched over the network; the lines above say why. When this"
        " machine reaches the package index, run the same command again.",
    ),
    (
        ["No matching distribution found"],
        "the package index has no file of a locked package for this Python"
        f" ({sys.version.split()[0]}) on this kind of machine; the lines above name it. Use"
        " another Python, 3.11 or later, or an index that has the file.",
    ),
]


def why_pip_failed(errors: str) -> str:
    for signs, sentence in PIP_SAYS:
        if any(sign in errors for sign in signs):
            return sentence
    return "the packages could not be installed; the lines above, which are pip's, say why."


def make_environment(cut_short: Path) -> None:
    shutil.rmtree(VENV, ignore_errors=True)
    if not has_venv():
        install_venv_module()
    VENV.mkdir(exist_ok=True)
    cut_short.touch()
    try:
        call(sys.executable, "-m", "venv", VENV)
    except subprocess.CalledProcessError as error:
        raise why_it_failed(
            ROOT, "the virtual environment could not be made; the lines above say why."
        ) from error


def has_venv() -> bool:
    probe = [sys.executable, "-c", "import venv, ensurepip"]
    return subprocess.run(probe, capture_output=True, check=False).returncode == 0


def install_venv_module() -> None:
    """Debian keeps venv in its own package: install it when we may, else say the one line to type."""
    line = "apt-get install -y python3-venv"
    advice = f"Python's venv module is missing. Type this, then run again: sudo {line}"
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise Stop(advice)
    say("Installing Debian's python3-venv")
    try:
        # Asked to end and never killed: a package half unpacked is the whole machine's trouble.
        apt = {"quiet": True, "ending": signal.SIGTERM}
        call("apt-get", "update", "-qq", **apt)
        call(*line.split(), "-qq", env={"DEBIAN_FRONTEND": "noninteractive"}, **apt)
    except subprocess.CalledProcessError as error:
        raise why_it_failed(Path("/var"), advice) from error
    if not has_venv():
        raise Stop(f"{sys.executable} has no venv module, and Debian's python3-venv is not for it.")
