"""Browsers at a running demo council: Chromium, with script or without, phone or desk wide.

The council is loaded once and kept beside the migrated template, so that a second run starts at
once. Each test gets it as loaded: rows, private files, search index and a clock at the anchor day.
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings as django_settings
from django.db import connection
from playwright.sync_api import Browser, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from search.queries import backend
from tests.conftest import NOW, ROOT, migrated_template
from tests.factories.demo import load_small_demo
from tests.journeys.visitors import Visitors

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-prefers-reduced-motion",
]
#: Only a page that will never be so takes this long, however busy the machine is.
PATIENCE_MS = 60_000
DATABASE = "council.sqlite3"
PEOPLE = 12


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium. A missing one is an error, never a skip."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    assert path, "Chromium is not installed: apt-get install chromium"
    # The browser's loop runs in this thread, and the database is used from it one call at a time.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield running
        running.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def server(django_db_setup: None) -> Iterator[LiveServer]:
    """One server for all journeys. Each of its threads opens the database for itself."""
    running = LiveServer("localhost")
    yield running
    running.stop()


@pytest.fixture(scope="session")
def loaded(django_db_setup: None, django_db_blocker: Any) -> Path:
    """A folder with the small demo council as loaded: its database and its private files."""
    kept = Path(tempfile.gettempdir()) / f"handrail-council-{_digest()}"
    with Path(f"{kept}.lock").open("w") as lock, django_db_blocker.unblock():
        # Parallel runs wait here for the first one instead of loading it too.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            _load(kept)
    return kept


def _digest() -> str:
    """What the loaded council depends on: every line of ours, and the day that it is counted from."""
    digest = hashlib.sha256(f"{NOW} {PEOPLE}".encode())
    for package in ("marketplace", "payments", "search", "cms", "tests/factories"):
        for file in sorted((ROOT / package).rglob("*.py")):
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _load(kept: Path) -> None:
    """Into the test database, from there beside it, and the test database is as before."""
    with tempfile.TemporaryDirectory(dir=kept.parent) as room:
        blank, part = Path(room) / "blank.sqlite3", Path(room) / "council"
        part.mkdir()
        _copy_database(_database(), blank)
        # Tests that commit may have emptied it before us, the pages' root included.
        _copy_database(migrated_template(), _database())
        with time_machine.travel(NOW, tick=True):
            load_small_demo(NOW.date(), people=PEOPLE)
        _copy_database(_database(), part / DATABASE)
        _private().mkdir(parents=True, exist_ok=True)
        shutil.copytree(_private(), part / "private")
        _copy_database(blank, _database())
        part.rename(kept)


def _database() -> Path:
    return Path(str(connection.settings_dict["NAME"]))


def _private() -> Path:
    return Path(django_settings.STORAGES["private"]["OPTIONS"]["location"])


def _copy_database(source: Path, target: Path) -> None:
    """Page by page through SQLite, so that a connection of the server's threads may stay open."""
    connection.close()
    with (
        sqlite3.connect(source, timeout=20) as old,
        sqlite3.connect(target, timeout=20) as new,
    ):
        old.backup(new)
    old.close()
    new.close()


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """The anchor day, for the server's threads too; a journey that takes weeks shifts it."""
    with time_machine.travel(NOW, tick=True) as traveller:
        yield traveller


@pytest.fixture
def demo_council(
    loaded: Path,
    server: LiveServer,
    clock: time_machine.Traveller,
    settings: Any,
    django_db_blocker: Any,
    tmp_path: Path,
) -> Iterator[LiveServer]:
    """The demo council as loaded, served at that clock; afterwards nothing is left of it."""
    assert connection.vendor == "sqlite", "The journeys run on SQLite."
    # Mail goes where it goes in development: by a job, into a folder that /sent-mail/ shows.
    settings.EMAIL_BACKEND = "marketplace.core.mail.JobEmailBackend"
    settings.DELIVERY_EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    with django_db_blocker.unblock():
        _copy_database(_database(), tmp_path / "before.sqlite3")
        _copy_database(loaded / DATABASE, _database())
        _empty_the_files()
        shutil.copytree(loaded / "private", _private(), dirs_exist_ok=True)
        yield server
        connection.close()
        _copy_database(tmp_path / "before.sqlite3", _database())
        _empty_the_files()


def _empty_the_files() -> None:
    """The index in memory and on disk is of the database before: the next search reads anew."""
    backend.cache_clear()
    shutil.rmtree(django_settings.SEARCH_INDEX_DIR, ignore_errors=True)
    shutil.rmtree(_private(), ignore_errors=True)


@pytest.fixture
def visitors(browser: Browser, demo_council: LiveServer) -> Iterator[Visitors]:
    """Opens browser windows at the council, and looks at the end whether any page misbehaved."""
    opened = Visitors(browser, demo_council.url, PATIENCE_MS)
    yield opened
    opened.leave()


@pytest.fixture
def new_page(visitors: Visitors) -> Callable[..., Page]:
    """A clean window: new_page(script=False, width=320)."""
    return visitors.new_page
