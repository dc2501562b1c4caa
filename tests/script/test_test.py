"""script/test: a room by its name, a sentence for one that is none, nothing left out silently."""

import socket
import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.script.conftest import SCRIPT, Load


def test_rooms_when_listed_have_code_and_tests_and_no_room_is_left_out(load: Load) -> None:
    rooms = load("test").rooms()
    assert {"brokerage", "payments/ledger", "search", "cms", "script"} <= set(rooms)
    assert all(folder.is_dir() for folders in rooms.values() for folder in folders)
    tested = {
        file.parent.relative_to(ROOT / "tests")
        for file in ROOT.glob("tests/*/*/test_*.py")
        if (ROOT / file.parent.relative_to(ROOT / "tests")).is_dir()
    }
    assert {str(folder).removeprefix("marketplace/") for folder in tested} <= set(rooms)


@pytest.mark.parametrize(
    "name", ["brokerage", "marketplace/brokerage", "tests/marketplace/brokerage/"]
)
def test_find_room_when_named_in_any_way_finds_its_code_and_tests(load: Load, name: str) -> None:
    code, tests = load("test").find_room(name)
    assert code == ROOT / "marketplace" / "brokerage"
    assert tests == ROOT / "tests" / "marketplace" / "brokerage"


def test_script_when_the_room_is_unknown_lists_the_rooms() -> None:
    done = subprocess.run(
        [str(SCRIPT / "test"), "kitchen"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stdout.startswith("\nStopped: there is no room named kitchen. The rooms are: ")
    assert "payments/ledger" in done.stdout


def test_script_when_a_room_and_all_are_asked_for_says_which_to_leave() -> None:
    done = subprocess.run(
        [str(SCRIPT / "test"), "search", "--all"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, "not both" in done.stdout) == (1, True)


def test_stages_when_one_fails_are_shown_with_their_seconds(
    load: Load, capsys: pytest.CaptureFixture[str]
) -> None:
    stages = load("test").Stages()
    stages.run("good", ["true"])
    with pytest.raises(subprocess.CalledProcessError):
        stages.run("bad", ["false"])
    stages.show()
    rows = [
        line.split(" s  ")[1] for line in capsys.readouterr().out.splitlines() if " s  " in line
    ]
    assert rows == ["good", "bad", "together"]


def test_everything_when_postgresql_is_missing_fails_before_any_stage(
    load: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    services, test = load("services"), load("test")
    monkeypatch.setattr(services.shutil, "which", lambda _: None)
    monkeypatch.setattr(Path, "glob", lambda *_: [])
    stages = test.Stages()
    with pytest.raises(load("house").Stop, match="sudo apt-get install postgresql"):
        test.test_everything(stages)
    assert stages.seconds == {}


@pytest.mark.parametrize(
    ("name", "package"),
    [("nginx", "nginx"), ("caddy", "caddy"), ("systemd-analyze", "systemd")],
)
def test_everything_when_a_program_is_missing_fails_before_any_stage(
    load: Load, monkeypatch: pytest.MonkeyPatch, name: str, package: str
) -> None:
    services, test = load("services"), load("test")
    found = services.shutil.which
    missing = lambda program, **where: None if program == name else found(program, **where)  # noqa: E731
    monkeypatch.setattr(services.shutil, "which", missing)
    stages = test.Stages()
    with pytest.raises(load("house").Stop, match=f"sudo apt-get install {package}$"):
        test.test_everything(stages)
    assert stages.seconds == {}


def test_chromium_when_missing_is_an_error_with_the_line_to_type(
    load: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = load("services")
    monkeypatch.setattr(services.shutil, "which", lambda _: None)
    with pytest.raises(load("house").Stop, match="sudo apt-get install chromium-headless-shell"):
        services.chromium()


def test_counting_when_it_fails_shows_what_it_wrote_and_fails(
    load: Load, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    test = load("test")
    monkeypatch.setattr(test, "pytest", lambda *_, **__: ["sh", "-c", "echo 94 percent; exit 3"])
    with pytest.raises(subprocess.CalledProcessError), test.counting(test.Stages()):
        print("a drill")  # noqa: T201
    told = capfd.readouterr().out
    assert told.index("a drill") < told.index("94 percent")


def test_counting_when_a_drill_fails_ends_with_it(
    load: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    test = load("test")
    monkeypatch.setattr(test, "pytest", lambda *_, **__: ["sleep", "infinity"])
    with pytest.raises(ZeroDivisionError), test.counting(test.Stages()):
        raise ZeroDivisionError


@pytest.mark.slow
def test_postgres_when_used_answers_and_leaves_nothing(load: Load) -> None:
    services = load("services")
    with services.postgres(services.postgres_bin()) as address:
        port = int(address.rpartition(":")[2].partition("/")[0])
        with socket.create_connection((services.HOST, port)):
            pass
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((services.HOST, port))
