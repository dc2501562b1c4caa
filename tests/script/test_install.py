"""Installing on a day when newer releases are out: what the lock names comes, and nothing else.

A folder of made-up wheels is the index. Its pip is the one that a new environment brings.
"""

import hashlib
import subprocess
import sys
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

from tests.script.conftest import Load

pytestmark = pytest.mark.slow


def make_wheel(folder: Path, name: str, version: str, *asks: str) -> str:
    """A wheel with nothing in it but its metadata; the lock's line for it."""
    info = f"{name}-{version}.dist-info"
    file = folder / f"{name}-{version}-py3-none-any.whl"
    lines = ["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}"]
    lines += ["Provides-Extra: fast", *(f"Requires-Dist: {one}" for one in asks)]
    tags = "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    parts = {"METADATA": "\n".join(lines) + "\n", "WHEEL": tags, "RECORD": ""}
    with zipfile.ZipFile(file, "w") as wheel:
        for part, text in parts.items():
            wheel.writestr(f"{info}/{part}", text)
    return f"=={version} --hash=sha256:{hashlib.sha256(file.read_bytes()).hexdigest()}\n"


@pytest.fixture
def environment(load: Load, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The module over a fresh environment, with the folder `index` for an index and no network."""
    module = load("environment")
    monkeypatch.setattr(module, "PYTHON", tmp_path / "venv" / "bin" / "python")
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "venv"], check=True)
    (tmp_path / "index").mkdir()
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "index"))
    return module


def installed(environment: ModuleType) -> list[str]:
    words = [environment.PYTHON, "-m", "pip", "list", "--format=freeze"]
    done = subprocess.run([str(w) for w in words], check=True, capture_output=True, text=True)
    return [line for line in done.stdout.split() if line.startswith(("alpha", "beta", "gamma"))]


def test_install_when_newer_releases_are_out_takes_those_of_the_lock(
    environment: ModuleType, tmp_path: Path
) -> None:
    """An extra that is asked for within a range is what sent pip to look for a newer one."""
    index, lock = tmp_path / "index", tmp_path / "base.txt"
    lines = "alpha" + make_wheel(index, "alpha", "1.0", "beta[fast]<3,>=1")
    lines += "beta" + make_wheel(index, "beta", "1.0", 'gamma>=1; extra == "fast"')
    lines += "gamma" + make_wheel(index, "gamma", "1.0")
    for name in ("alpha", "beta", "gamma"):
        make_wheel(index, name, "2.0")
    lock.write_text(lines)
    environment.install(lock)
    assert installed(environment) == ["alpha==1.0", "beta==1.0", "gamma==1.0"]


def test_install_when_the_lock_lacks_a_package_says_the_set_does_not_fit(
    environment: ModuleType, tmp_path: Path
) -> None:
    lock = tmp_path / "base.txt"
    lock.write_text("alpha" + make_wheel(tmp_path / "index", "alpha", "1.0", "beta>=1"))
    with pytest.raises(environment.Stop, match="do not fit together"):
        environment.install(lock)


def test_install_when_a_file_is_not_the_locked_one_says_so_and_installs_nothing(
    environment: ModuleType, tmp_path: Path
) -> None:
    lock = tmp_path / "base.txt"
    lock.write_text("alpha" + make_wheel(tmp_path / "index", "alpha", "1.0"))
    make_wheel(tmp_path / "index", "alpha", "1.0", "beta>=1")
    with pytest.raises(environment.Stop, match="its hash differs"):
        environment.install(lock)
    assert installed(environment) == []


def test_install_when_the_index_has_no_such_file_does_not_blame_the_network(
    environment: ModuleType, tmp_path: Path
) -> None:
    lock = tmp_path / "base.txt"
    lock.write_text("alpha" + make_wheel(tmp_path, "alpha", "1.0"))
    with pytest.raises(environment.Stop, match="has no file of a locked package"):
        environment.install(lock)
