"""Whatever umask our programs are started with, what they make is their own account's alone."""

import os
import stat
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT


def test_database_when_made_by_our_command_line_is_our_own_accounts_alone(tmp_path: Path) -> None:
    place = tmp_path / "var"
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST", "DJANGO"))}
    inherited.pop("DATABASE_URL", None)
    done = subprocess.run(
        [sys.executable, "manage.py", "showmigrations", "core"],
        cwd=ROOT,
        env=inherited | {"HANDRAIL_VAR": str(place)},
        umask=0,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    made = [place, *place.glob("handrail.sqlite3*")]
    assert len(made) > 1
    others = stat.S_IRWXG | stat.S_IRWXO
    assert [path.name for path in made if path.stat().st_mode & others] == []
