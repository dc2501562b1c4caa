"""The body of script/test: format, lint, types, contracts, migrations, templates, tests."""

import argparse
import os
import time

from house import (
    PYTHON,
    VENV,
    call,
    chromium,
    ensure_environment,
    main,
    postgres,
    say,
    seconds_since,
)

PACKAGES = ["marketplace", "payments", "search", "cms"]


def run(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="script/test", description="Check everything.")
    parser.add_argument("--all", action="store_true", help="add PostgreSQL and Chromium")
    options = parser.parse_args(arguments)
    start = time.monotonic()
    ensure_environment("dev.txt")
    for title, command in CHECKS:
        say(f"== {title}  ({seconds_since(start)})")
        call(*command, env={"DJANGO_SETTINGS_MODULE": "marketplace.settings.test"})
    if options.all:
        test_everything(start)
    else:
        say(f"== tests on SQLite  ({seconds_since(start)})")
        call(*pytest("not browser and not slow"))


def pytest(marks: str, *more: str) -> list[str]:
    workers = str(min(os.cpu_count() or 1, 4))
    return [str(VENV / "bin" / "pytest"), "-q", "-n", workers, "-m", marks, *more]


def test_everything(start: float) -> None:
    """Every test on SQLite with coverage and Chromium, then all but the browser's on PostgreSQL."""
    browser = {"CHROMIUM": chromium()}
    with postgres() as address:
        say(f"== tests on SQLite, with Chromium and coverage  ({seconds_since(start)})")
        call(*pytest("", "--cov", "--cov-report=term", "--cov-fail-under=95"), env=browser)
        say(f"== tests on PostgreSQL  ({seconds_since(start)})")
        call(*pytest("not browser"), env={"TEST_DATABASE_URL": address})


CHECKS: list[tuple[str, list[str]]] = [
    ("format", [str(VENV / "bin" / "ruff"), "format", "--check", "--quiet", "."]),
    ("lint", [str(VENV / "bin" / "ruff"), "check", "--quiet", "."]),
    ("types", [str(VENV / "bin" / "mypy"), *PACKAGES]),
    ("import contracts", [str(VENV / "bin" / "lint-imports"), "--no-cache"]),
    ("system check", [str(PYTHON), "manage.py", "check", "--fail-level", "WARNING"]),
    ("migrations", [str(PYTHON), "manage.py", "makemigrations", "--check", "--dry-run"]),
    ("template indents", [str(VENV / "bin" / "djhtml"), "-t", "2", "--check", "templates"]),
    ("templates", [str(PYTHON), "manage.py", "check_templates"]),
]

if __name__ == "__main__":
    main(run)
