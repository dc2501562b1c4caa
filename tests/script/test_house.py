"""What the scripts share: the sentences they stop with, and when packages are installed again."""

import importlib.util
import socket
import subprocess
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

HOUSE = Path(__file__).resolve().parents[2] / "script" / "house.py"
LOCK = "base.txt"


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The module over a scratch checkout with a lock and plenty of disk."""
    spec = importlib.util.spec_from_file_location("house", HOUSE)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / LOCK).write_text("django==5.2.19\n")
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(module, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    free_disk(monkeypatch, module, 50_000_000_000)
    return module


class Machine:
    """Stands where the operating system's commands are; making a venv leaves its Python."""

    def __init__(self, python: Path) -> None:
        self.python = python
        self.calls: list[str] = []
        self.has_venv = True
        self.failing = ""

    def run(self, command: list[str], **options: object) -> SimpleNamespace:
        if command[1] == "-c":
            return SimpleNamespace(returncode=0 if self.has_venv else 1)
        tool = command[2] if command[1] == "-m" else " ".join(command[:2])
        self.calls.append(tool)
        if tool == self.failing:
            raise subprocess.CalledProcessError(1, command)
        if tool == "venv":
            self.python.parent.mkdir(parents=True)
            self.python.touch()
        self.has_venv = self.has_venv or tool == "apt-get install"
        return SimpleNamespace(returncode=0)


@pytest.fixture
def machine(house: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Machine:
    made = Machine(house.PYTHON)
    monkeypatch.setattr(house.subprocess, "run", made.run)
    return made


def free_disk(monkeypatch: pytest.MonkeyPatch, house: ModuleType, free: int) -> None:
    monkeypatch.setattr(house.shutil, "disk_usage", lambda _: SimpleNamespace(free=free))


def test_check_port_when_taken_names_it_and_offers_another(house: ModuleType) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(house.Stop, match=rf"port {port} .* is taken.*--port {port + 1}"):
            house.check_port(port)


def test_check_port_when_free_says_nothing(house: ModuleType) -> None:
    house.check_port(house.free_port())


def test_check_port_beyond_the_last_says_how_far_they_go(house: ModuleType) -> None:
    with pytest.raises(house.Stop, match="from 1 to 65535"):
        house.check_port(70_000)


def test_check_disk_when_short_says_what_is_free_and_what_is_needed(
    house: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    free_disk(monkeypatch, house, 30_000_000)
    with pytest.raises(house.Stop, match=r"only 30 MB .* about 150 MB\. Free some space"):
        house.check_disk(tmp_path, 150_000_000)


def test_why_it_failed_when_the_disk_is_full_says_so(
    house: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert str(house.why_it_failed(tmp_path, "the network")) == "the network"
    free_disk(monkeypatch, house, 0)
    assert "the disk is full" in str(house.why_it_failed(tmp_path, "the network"))


def test_check_python_when_too_old_says_which_is_needed(
    house: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(house.sys, "version_info", (3, 9, 2))
    with pytest.raises(house.Stop, match=r"needs Python 3\.11 or later"):
        house.check_python()


def test_missing_venv_module_when_not_root_gives_the_line_to_type(
    house: ModuleType, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine.has_venv = False
    monkeypatch.setattr(house.os, "geteuid", lambda: 1000)
    with pytest.raises(house.Stop, match="sudo apt-get install -y python3-venv"):
        house.ensure_environment(LOCK)
    assert machine.calls == []


def test_missing_venv_module_when_root_is_installed_first(
    house: ModuleType, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine.has_venv = False
    monkeypatch.setattr(house.os, "geteuid", lambda: 0)
    monkeypatch.setattr(house.shutil, "which", lambda name: f"/usr/bin/{name}")
    house.ensure_environment(LOCK)
    assert machine.calls == ["apt-get update", "apt-get install", "venv", "pip"]


def test_ensure_environment_when_installed_runs_nothing(
    house: ModuleType, machine: Machine
) -> None:
    house.ensure_environment(LOCK)
    assert machine.calls == ["venv", "pip"]
    house.ensure_environment(LOCK)
    assert machine.calls == ["venv", "pip"]


def test_ensure_environment_when_the_lock_changes_installs_into_what_is_there(
    house: ModuleType, machine: Machine
) -> None:
    house.ensure_environment(LOCK)
    (house.ROOT / "requirements" / LOCK).write_text("django==5.2.20\n")
    house.ensure_environment(LOCK)
    assert machine.calls == ["venv", "pip", "pip"]


def test_ensure_environment_after_one_cut_short_makes_it_anew(
    house: ModuleType, machine: Machine
) -> None:
    machine.failing = "pip"
    with pytest.raises(house.Stop, match="could not be installed"):
        house.ensure_environment(LOCK)
    machine.failing = ""
    house.ensure_environment(LOCK)
    assert machine.calls == ["venv", "pip", "venv", "pip"]


def test_ensure_environment_when_the_disk_is_short_leaves_nothing(
    house: ModuleType, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    free_disk(monkeypatch, house, 30_000_000)
    with pytest.raises(house.Stop, match="Free some space"):
        house.ensure_environment(LOCK)
    assert not house.VENV.exists()
