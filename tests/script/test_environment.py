"""The virtual environment: when it is made, when packages are installed, and why that failed."""

from collections.abc import Callable
from pathlib import Path
from subprocess import CalledProcessError
from types import ModuleType, SimpleNamespace

import pytest

from tests.script.conftest import Load

LOCK = "base.txt"


class Machine:
    """In place of the operating system's commands; making a venv leaves its Python."""

    def __init__(self, python: Path) -> None:
        self.python = python
        self.calls: list[str] = []
        self.words: list[str] = []
        self.errors: list[str] = []
        self.has_venv = True
        self.failing = ""

    def run(self, command: list[str], **options: object) -> SimpleNamespace:
        return SimpleNamespace(returncode=0 if self.has_venv else 1)

    def call(self, *command: object, heard: list[str] | None = None, **options: object) -> None:
        words = [str(word) for word in command]
        if words[1] == "-m":
            tool = "check" if words[-1] == "check" else words[2]
        else:
            tool = " ".join(words[:2])
        self.calls.append(tool)
        self.words = words if tool == "pip" else self.words
        if heard is not None:
            heard += self.errors
        if tool == self.failing:
            raise CalledProcessError(1, words)
        if tool == "venv":
            self.python.parent.mkdir(parents=True)
            self.python.touch()
        self.has_venv = self.has_venv or tool == "apt-get install"


@pytest.fixture
def environment(
    load: Load,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    free_disk: Callable[[int], None],
) -> ModuleType:
    """The module over a scratch checkout with a lock and plenty of disk."""
    module = load("environment")
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / LOCK).write_text("django==5.2.19\n")
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(module, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    free_disk(50_000_000_000)
    return module


@pytest.fixture
def machine(environment: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Machine:
    made = Machine(environment.PYTHON)
    monkeypatch.setattr(environment.subprocess, "run", made.run)
    monkeypatch.setattr(environment, "call", made.call)
    return made


def test_missing_venv_module_when_not_root_gives_the_line_to_type(
    environment: ModuleType, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine.has_venv = False
    monkeypatch.setattr(environment.os, "geteuid", lambda: 1000)
    with pytest.raises(environment.Stop, match="sudo apt-get install -y python3-venv"):
        environment.ensure_environment(LOCK)
    assert machine.calls == []


def test_missing_venv_module_when_root_is_installed_first(
    environment: ModuleType, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine.has_venv = False
    monkeypatch.setattr(environment.os, "geteuid", lambda: 0)
    monkeypatch.setattr(environment.shutil, "which", lambda name: f"/usr/bin/{name}")
    environment.ensure_environment(LOCK)
    assert machine.calls == ["apt-get update", "apt-get install", "venv", "pip", "check"]


def test_ensure_environment_when_installed_runs_nothing(
    environment: ModuleType, machine: Machine
) -> None:
    environment.ensure_environment(LOCK)
    assert machine.calls == ["venv", "pip", "check"]
    environment.ensure_environment(LOCK)
    assert machine.calls == ["venv", "pip", "check"]


def test_ensure_environment_when_a_developers_lock_is_installed_adds_nothing_for_serving(
    environment: ModuleType, machine: Machine
) -> None:
    """A demo served from a developer's checkout must not begin an installation that may be cut short."""
    (environment.ROOT / "requirements" / "base.txt").write_text("django==5.2.19\n")
    (environment.ROOT / "requirements" / "dev.txt").write_text("django==5.2.19\npytest==9.2.0\n")
    environment.ensure_environment("dev.txt")
    environment.ensure_environment("base.txt")
    assert machine.calls == ["venv", "pip", "check"]


def test_ensure_environment_when_the_lock_changes_installs_into_what_is_there(
    environment: ModuleType, machine: Machine
) -> None:
    environment.ensure_environment(LOCK)
    (environment.ROOT / "requirements" / LOCK).write_text("django==5.2.20\n")
    environment.ensure_environment(LOCK)
    assert machine.calls == ["venv", "pip", "check", "pip", "check"]


def test_ensure_environment_after_one_cut_short_makes_it_anew(
    environment: ModuleType, machine: Machine
) -> None:
    machine.failing = "pip"
    with pytest.raises(environment.Stop, match="could not be installed"):
        environment.ensure_environment(LOCK)
    machine.failing = ""
    environment.ensure_environment(LOCK)
    assert machine.calls == ["venv", "pip", "venv", "pip", "check"]


def test_ensure_environment_when_the_disk_is_short_leaves_nothing(
    environment: ModuleType, machine: Machine, free_disk: Callable[[int], None]
) -> None:
    free_disk(30_000_000)
    with pytest.raises(environment.Stop, match="Free some space"):
        environment.ensure_environment(LOCK)
    assert not environment.VENV.exists()


def test_install_when_called_takes_the_lock_alone_and_has_the_set_checked(
    environment: ModuleType, machine: Machine
) -> None:
    environment.ensure_environment(LOCK)
    wanted = ["--no-deps", "--only-binary", ":all:", "--require-hashes"]
    assert machine.words[machine.words.index("install") + 1 : -2] == wanted
    assert machine.calls[-1] == "check"


@pytest.mark.parametrize(
    ("errors", "says"),
    [
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE", "its hash differs"),
        ("WARNING: Retrying (Retry(total=0)) after connection broken by 'SSLError'", "network"),
        ("WARNING: Connection timed out while downloading.", "network"),
        ("ERROR: No matching distribution found for numpy==2.4.6", "for this Python"),
        ("ERROR: [Errno 28] No space left on device", "the disk is full"),
        ("ERROR: [Errno 13] Permission denied: '/srv'", "could not be written"),
        ("ERROR: something new", "the lines above, which are pip's, say why"),
    ],
)
def test_install_when_pip_fails_says_which_kind_it_was(
    environment: ModuleType, machine: Machine, errors: str, says: str
) -> None:
    machine.failing, machine.errors = "pip", [errors]
    with pytest.raises(environment.Stop, match=says) as stop:
        environment.ensure_environment(LOCK)
    assert ("network" in str(stop.value)) == (says in ("network", "its hash differs"))


def test_install_when_the_set_is_broken_names_the_lock_and_trusts_nothing(
    environment: ModuleType, machine: Machine
) -> None:
    machine.failing = "check"
    with pytest.raises(environment.Stop, match=r"requirements/base\.txt do not fit together"):
        environment.ensure_environment(LOCK)
    assert (environment.VENV / "half-installed").exists()
