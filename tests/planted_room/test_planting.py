"""A room is added by its folder, a line of settings and a line of the import contract, and is walked.

The folder `loans` is put into a copy of the product, so that migrations, resolver, gates and walks are
real. No other file of the copy is touched.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.migrated import ROOT, migrated_template

HERE = Path(__file__).parent
COPIED = ("marketplace", "payments", "search", "cms", "templates", "static", "tests")
#: Beside the room's own folder: the file, what stands there, and what stands there afterwards.
LINES = (
    (
        "marketplace/settings/base.py",
        '    "marketplace.brokerage",\n',
        '    "marketplace.brokerage",\n    "marketplace.loans",\n',
    ),
    ("pyproject.toml", '  "brokerage",\n', '  "loans",\n  "brokerage",\n'),
    ("pyproject.toml", '"marketplace.records",\n]', '"marketplace.records", "marketplace.loans",\n]'),
)  # fmt: skip
MIGRATE = """
import shutil, sys
import django
django.setup()
from django.core.management import call_command
from django.db import connection
from tests.migrated import migrated_template
call_command("makemigrations", "loans")
connection.connection = None
connection.settings_dict["NAME"] = shutil.copyfile(sys.argv[1], migrated_template())
call_command("migrate", interactive=False)
"""
#: On SQLite in every run: the copy has a database of its own.
pytestmark = pytest.mark.sqlite
WALKS = ("loans", "access_matrix", "trail", "wrong_actors", "hostile_words", "copies")
GATES = (
    "floors",
    "rooms",
    "paths",
    "actions",
    "managers",
    "models",
    "states",
    "refusals",
    "retention",
)


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None) -> Iterator[Path]:
    """The product with the room in it."""
    root = tmp_path_factory.mktemp("planted")
    for name in COPIED:
        leave = shutil.ignore_patterns("__pycache__", "planted_room", "var")
        shutil.copytree(ROOT / name, root / name, ignore=leave)
    for name in ("pyproject.toml", "manage.py"):
        shutil.copy(ROOT / name, root / name)
    shutil.copytree(ROOT / "requirements", root / "requirements")
    shutil.copytree(HERE / "loans", root / "marketplace/loans")
    shutil.copy(HERE / "checks.py", root / "tests/walks/test_loans.py")
    for name, before, after in LINES:
        text = (root / name).read_text()
        assert text.count(before) == 1, f"{name} holds {before!r} {text.count(before)} times."
        (root / name).write_text(text.replace(before, after))
    yield root
    shutil.rmtree(root)


def run(root: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """A program of the copy, on SQLite, with temporary files of its own."""
    (root / "tmp").mkdir(exist_ok=True)
    inherited = {
        k: v for k, v in os.environ.items() if not k.startswith(("PYTEST", "TEST_DATABASE"))
    }
    env = inherited | {"TMPDIR": str(root / "tmp"), "HANDRAIL_VAR": str(root / "tmp/var")} | more
    return subprocess.run(words, cwd=root, env=env, capture_output=True, text=True, check=False)


def migrate_the_room(root: Path) -> None:
    """Make the room's migration, and run it on a copy of the tables that all tests share."""
    words = (sys.executable, "-c", MIGRATE, str(migrated_template()))
    done = run(root, *words, DJANGO_SETTINGS_MODULE="marketplace.settings.test")
    assert done.returncode == 0, done.stderr
    assert (root / "marketplace/loans/migrations/0001_initial.py").exists()


def test_room_when_planted_is_declared_everywhere_and_walked(planted: Path) -> None:
    migrate_the_room(planted)
    files = [f"tests/walks/test_{name}.py" for name in WALKS]
    words = (sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *files)
    done = run(planted, *words, WALKED_ROOMS="loans")
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-1000:]
    assert int(re.findall(r"(\d+) passed", done.stdout)[0]) >= 15


def test_room_when_planted_keeps_the_import_contract_and_the_gates(planted: Path) -> None:
    contract = run(planted, str(Path(sys.executable).parent / "lint-imports"), "--no-cache")
    assert contract.returncode == 0, contract.stdout[-3000:]
    files = [f"tests/gates/test_{name}.py" for name in GATES]
    words = (sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", "of_the_product")
    gates = run(planted, *words, *files)
    assert " passed" in gates.stdout, gates.stdout[-2000:] + gates.stderr[-1000:]
    found = [line for line in gates.stdout.splitlines() if "marketplace/loans" in line]
    assert found == [], "\n".join(found)
