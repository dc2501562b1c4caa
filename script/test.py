"""The body of script/test: format, lint, types, contracts, migrations, templates, tests."""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from environment import ensure_environment
from house import PYTHON, ROOT, VENV, Stop, main, say
from processes import begin, call, end
from services import chromium, postgres, postgres_bin, program

PACKAGES = ["marketplace", "payments", "search", "cms"]
RUFF = VENV / "bin" / "ruff"
MOST_WORKERS = 4
COVERAGE = ["--cov", "--cov-report=term", "--cov-fail-under=95"]
OF_ROOMS = [f"tests/{package}" for package in PACKAGES]
#: Programs that the drills start, or whose word they take, with the package that has each.
DRILLS_NEED = {"nginx": "nginx", "caddy": "caddy", "systemd-analyze": "systemd"}
#: Walking migrations back and forth takes as long as a hundred other tests.
USUAL = "not browser and not slow and not migrates"
#: Properties are tried with as many examples as they say, and not a part of them (tests/examples.py).
MANY_EXAMPLES = {"MANY_EXAMPLES": "yes"}
SETTINGS = {"DJANGO_SETTINGS_MODULE": "marketplace.settings.test"}

Command = list[str]


def run(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="script/test", description="Check everything, or a room.")
    parser.add_argument("room", nargs="?", help="only this room, for example payments/ledger")
    parser.add_argument(
        "--all", action="store_true", help="add PostgreSQL, Chromium, proxies and drills"
    )
    options = parser.parse_args(arguments)
    if options.room and options.all:
        raise Stop("name a room or say --all, not both.")
    paths = find_room(options.room) if options.room else []
    # Some machines ask for this; then each of the hundred processes to come compiles everything anew.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    stages = Stages()
    try:
        if options.room:
            test_room(paths, stages)
        elif options.all:
            test_everything(stages)
        else:
            test_usual(stages)
    finally:
        stages.show()


class Stages:
    """How long each stage took, shown at the end however the run ended."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextlib.contextmanager
    def stage(self, title: str) -> Iterator[None]:
        say(f"== {title}")
        start = time.monotonic()
        try:
            yield
        finally:
            self.seconds[title] = time.monotonic() - start

    def run(self, title: str, command: Command, **env: str) -> None:
        """One command as one stage. Ctrl+C is passed on, so that pytest tidies up."""
        with self.stage(title):
            call(*command, env=env, ending=signal.SIGINT)

    def show(self) -> None:
        if not self.seconds:
            return
        rows = [*self.seconds.items(), ("together", sum(self.seconds.values()))]
        say("\n" + "\n".join(f"{seconds:8.1f} s  {title}" for title, seconds in rows))


def rooms() -> dict[str, list[Path]]:
    """Each room's name, with the folder of its code and of its tests."""
    found = {}
    for tests in sorted([*ROOT.glob("tests/*/"), *ROOT.glob("tests/*/*/")]):
        name = tests.relative_to(ROOT / "tests")
        if (ROOT / name).is_dir() and any(tests.rglob("test_*.py")):
            found[str(name).removeprefix("marketplace/")] = [ROOT / name, tests]
    return {name: paths for name, paths in found.items() if name != "marketplace"}


def find_room(name: str) -> list[Path]:
    known = rooms()
    wanted = name.strip("/").removeprefix("tests/").removeprefix("marketplace/")
    if wanted not in known:
        raise Stop(f"there is no room named {name}. The rooms are: {', '.join(known)}.")
    return known[wanted]


def test_room(paths: list[Path], stages: Stages) -> None:
    """Its format, its lint and its tests: what is worth waiting for between two edits."""
    ensure_environment("dev.txt")
    code, tests = map(str, paths)
    stages.run("format", [str(RUFF), "format", "--check", "--quiet", code, tests])
    stages.run("lint", [str(RUFF), "check", "--quiet", code, tests])
    stages.run("tests on SQLite", pytest(USUAL, tests))


def test_usual(stages: Stages) -> None:
    ensure_environment("dev.txt")
    check(stages)
    stages.run("tests on SQLite", pytest(USUAL))


def test_everything(stages: Stages) -> None:
    """Every test on SQLite, those of pages in Chromium, what PostgreSQL may change, then the drills."""
    # Before minutes are spent: without these it is not everything.
    programs = postgres_bin()
    for name, package in DRILLS_NEED.items():
        program(name, package)
    ensure_environment("dev.txt")
    browser = chromium()
    with postgres(programs) as address:
        on_postgres = {"TEST_DATABASE_URL": address}
        with migrating(stages, {}, on_postgres):
            check(stages)
        stages.run("tests on SQLite", pytest(USUAL))
        stages.run("tests in Chromium", pytest("browser and not slow"), CHROMIUM=browser)
        second = pytest(USUAL, "--second-database")
        stages.run("tests on PostgreSQL of what may differ there", second, **on_postgres)
        with counting(stages):
            walks = pytest("migrates")
            stages.run("migrations walked on PostgreSQL", walks, **on_postgres)
            command = pytest("slow or migrates")
            stages.run("drills (tests marked slow or migrates)", command, CHROMIUM=browser)


@contextlib.contextmanager
def migrating(stages: Stages, *databases: dict[str, str]) -> Iterator[None]:
    """Migrates the databases that all tests copy beside the block, which has a core to spare."""
    make = (PYTHON, "-m", "tests.migrated")
    begun = [begin(*make, env={**SETTINGS, **database}) for database in databases]
    try:
        yield
        with stages.stage("migrations, until they are done"):
            for child in begun:
                if child.wait():
                    raise Stop("the databases of the tests were not made; the lines above say why.")
    finally:
        for child in begun:
            end(child, signal.SIGINT)


@contextlib.contextmanager
def counting(stages: Stages) -> Iterator[None]:
    """Runs the tests of rooms once more beside the block, with many examples, and counts the lines that run.

    Counting makes half as much work again, and drills mostly wait. It gives way to them.
    """
    tests = pytest(USUAL, *COVERAGE, *OF_ROOMS)
    with tempfile.TemporaryFile("w+") as told:
        child = begin("nice", "-n", "19", *tests, env=MANY_EXAMPLES, output=told.fileno())
        try:
            yield
            with stages.stage("lines counted, until it is done"):
                status = child.wait()
                told.seek(0)
                say(told.read())
        finally:
            end(child, signal.SIGINT)
    if status:
        raise subprocess.CalledProcessError(status, tests)


def check(stages: Stages) -> None:
    for title, command in CHECKS:
        stages.run(title, command, **SETTINGS)


def pytest(marks: str, *more: str) -> Command:
    count = min(os.cpu_count() or 1, MOST_WORKERS)
    return [str(VENV / "bin" / "pytest"), "-q", "-n", str(count), "-m", marks, *more]


CHECKS: list[tuple[str, Command]] = [
    ("format", [str(RUFF), "format", "--check", "--quiet", "."]),
    ("lint", [str(RUFF), "check", "--quiet", "."]),
    ("types", [str(VENV / "bin" / "mypy"), *PACKAGES]),
    ("import contracts", [str(VENV / "bin" / "lint-imports"), "--no-cache"]),
    ("system check", [str(PYTHON), "manage.py", "check", "--fail-level", "WARNING"]),
    ("migrations", [str(PYTHON), "manage.py", "makemigrations", "--check", "--dry-run"]),
    ("template indents", [str(VENV / "bin" / "djhtml"), "-t", "2", "--check", "templates"]),
    ("templates", [str(PYTHON), "manage.py", "check_templates"]),
]

if __name__ == "__main__":
    main(run)
