"""The scripts' own modules, loaded afresh, and scratch checkouts that real runs may break."""

import importlib
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from tests.conftest import ROOT

SCRIPT = ROOT / "script"
#: A user that owns nothing; the tests may run as root, whom no folder refuses.
NOBODY = 65_534

Load = Callable[[str], ModuleType]


@pytest.fixture
def load(monkeypatch: pytest.MonkeyPatch) -> Iterator[Load]:
    """A script's module by its name. Their names are plain words, so none is left behind."""
    names = [file.stem for file in SCRIPT.glob("*.py")]
    monkeypatch.syspath_prepend(SCRIPT)
    for name in names:
        monkeypatch.delitem(sys.modules, name, raising=False)
    yield importlib.import_module
    for name in names:
        sys.modules.pop(name, None)


@pytest.fixture
def free_disk(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Make the disk look as if so many bytes were free."""
    return lambda free: monkeypatch.setattr(
        shutil, "disk_usage", lambda _: SimpleNamespace(free=free)
    )


@pytest.fixture
def checkout() -> Iterator[Path]:
    """A copy of what script/run reads first, where any user may look, with our environment."""
    folder = Path(tempfile.mkdtemp(prefix="handrail-checkout-"))
    folder.chmod(0o755)
    ignore = shutil.ignore_patterns("__pycache__")
    for name in ("script", "requirements"):
        shutil.copytree(SCRIPT.parent / name, folder / name, ignore=ignore)
    shutil.copy(SCRIPT.parent / "manage.py", folder)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def as_nobody() -> dict[str, int]:
    """For subprocess: a user to whom a folder can say no."""
    if os.geteuid() != 0:
        return {}
    return {"user": NOBODY, "group": NOBODY}
