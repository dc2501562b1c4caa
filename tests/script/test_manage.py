"""manage.py by its own name, with any Python: it finds the checkout's packages or says what to do."""

import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT

#: A Python outside any environment.
BARE = str(Path(sys.base_prefix) / "bin" / "python3")


def run(*words: str | Path, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(word) for word in words], cwd=cwd, capture_output=True, text=True, check=False
    )


def test_manage_when_run_by_a_bare_python_uses_the_checkouts_packages(checkout: Path) -> None:
    (checkout / ".venv" / "bin").mkdir(parents=True)
    ours = checkout / ".venv" / "bin" / "python"
    ours.write_text('#!/bin/sh\necho "ours: $@"\n')
    ours.chmod(0o755)
    done = run(BARE, checkout / "manage.py", "verify_ledger")
    assert done.stdout == f"ours: {checkout / 'manage.py'} verify_ledger\n"


def test_manage_when_there_are_no_packages_says_what_makes_them(checkout: Path) -> None:
    done = run(BARE, "-I", checkout / "manage.py", "check")
    assert done.returncode == 1
    assert done.stderr.startswith("Stopped: this Python has no Django")
    assert "script/run makes it" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_manage_when_run_by_its_name_asks_for_a_python_that_debian_has() -> None:
    assert (ROOT / "manage.py").read_text().splitlines()[0] == "#!/usr/bin/env python3"
