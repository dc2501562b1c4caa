"""Browsers at a running council: Chromium, with script or without, phone or desk wide.

The council is loaded once and kept beside the migrated template, so that a second run starts at
once. Each test gets it as loaded: rows, private files, search index and a clock at the anchor day.
"""

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
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
from tests.conftest import NOW, ROOT
from tests.drills.demo_site import script_module
from tests.journeys import databases
from tests.journeys.council import make_council
from tests.journeys.places import places_of
from tests.journeys.visitors import Visitors
from tests.migrated import template_database

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
COUNCIL = "council"
PLACES = "places.json"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium. A missing one is an error, never a skip."""
    path = os.environ.get("CHROMIUM") or script_module("services").chromium()
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
def load_council() -> Callable[[], dict[str, list[str]]]:
    """Makes the council of the journeys; answers its pages by who may open them."""
    return lambda: places_of(make_council(NOW))


@pytest.fixture(scope="session")
def loaded(
    django_db_setup: None, django_db_blocker: Any, load_council: Callable[[], dict[str, list[str]]]
) -> Path:
    """A folder with the council as loaded: its private files, its pages, on SQLite its database."""
    kept = _kept_in() / f"handrail-{load_council.__module__}-{_digest()}"
    with Path(f"{kept}.lock").open("w") as lock, django_db_blocker.unblock():
        # Parallel runs wait here for the first one instead of loading it too.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            _load(kept, load_council)
    return kept


def _kept_in() -> Path:
    """A server's database does not outlive the run, so neither may what belongs to it."""
    if connection.vendor == "sqlite":
        return Path(tempfile.gettempdir())
    return Path(django_settings.TEST_DIR)


def _digest() -> str:
    """What the loaded council depends on: every line of ours, and the day that it is counted from."""
    digest = hashlib.sha256(f"{NOW}".encode())
    for package in (
        "marketplace",
        "payments",
        "search",
        "cms",
        "tests/factories",
        "tests/journeys",
    ):
        for file in sorted((ROOT / package).rglob("*.py")):
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _load(kept: Path, load_council: Callable[[], dict[str, list[str]]]) -> None:
    """Beside the database of the other tests, which does not see it."""
    with tempfile.TemporaryDirectory(dir=kept.parent) as room:
        part = Path(room) / "council"
        part.mkdir()
        database = databases.name_of(part, COUNCIL)
        databases.copy(template_database(), database)
        with databases.used(database), time_machine.travel(NOW, tick=True):
            places = load_council()
        (part / PLACES).write_text(json.dumps(places))
        _private().mkdir(parents=True, exist_ok=True)
        shutil.copytree(_private(), part / "private")
        part.rename(kept)


def _private() -> Path:
    return Path(django_settings.STORAGES["private"]["OPTIONS"]["location"])


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """The anchor day, for the server's threads too; a journey that takes weeks shifts it."""
    with time_machine.travel(NOW, tick=True) as traveller:
        yield traveller


@pytest.fixture(scope="session")
def places(loaded: Path) -> dict[str, list[str]]:
    """The addresses of its pages by sign-in; the empty one is anyone."""
    found: dict[str, list[str]] = json.loads((loaded / PLACES).read_text())
    return found


@pytest.fixture
def mail_by_worker(settings: Any, tmp_path: Path) -> None:
    """Mail goes where it goes in development: by a job, into a folder that /sent-mail/ shows."""
    settings.EMAIL_BACKEND = "marketplace.core.mail.JobEmailBackend"
    settings.DELIVERY_EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"


@pytest.fixture
def council(
    loaded: Path,
    server: LiveServer,
    clock: time_machine.Traveller,
    mail_by_worker: None,
    django_db_blocker: Any,
    tmp_path: Path,
) -> Iterator[LiveServer]:
    """The council as loaded, served at that clock; afterwards nothing is left of it."""
    with django_db_blocker.unblock(), _own(databases.name_of(loaded, COUNCIL), tmp_path):
        shutil.copytree(loaded / "private", _private(), dirs_exist_ok=True)
        yield server


@pytest.fixture
def empty_site(
    server: LiveServer,
    clock: time_machine.Traveller,
    mail_by_worker: None,
    django_db_blocker: Any,
    tmp_path: Path,
) -> Iterator[LiveServer]:
    """A site as it is installed: its database is migrated and holds nothing of anybody."""
    with django_db_blocker.unblock(), _own(template_database(), tmp_path):
        yield server


@contextlib.contextmanager
def _own(source: str, folder: Path) -> Iterator[None]:
    """A copy of this database for one test, with no files; afterwards both are gone."""
    own = databases.name_of(folder, "journey")
    databases.copy(source, own)
    with databases.used(own):
        _empty_the_files()
        yield
    databases.drop(own)
    _empty_the_files()


def _empty_the_files() -> None:
    """The index in memory and on disk is of the database before: the next search reads anew."""
    backend.cache_clear()
    shutil.rmtree(django_settings.SEARCH_INDEX_DIR, ignore_errors=True)
    shutil.rmtree(_private(), ignore_errors=True)


@pytest.fixture
def visitors(browser: Browser, council: LiveServer) -> Iterator[Visitors]:
    """Opens browser windows at the council, and looks at the end whether any page misbehaved."""
    opened = Visitors(browser, council.url, PATIENCE_MS)
    yield opened
    opened.leave()


@pytest.fixture
def new_page(visitors: Visitors) -> Callable[..., Page]:
    """A clean window: new_page(script=False, width=320)."""
    return visitors.new_page


@pytest.fixture
def comers(browser: Browser, empty_site: LiveServer) -> Iterator[Visitors]:
    """The same at a site where nobody is yet."""
    opened = Visitors(browser, empty_site.url, PATIENCE_MS)
    yield opened
    opened.leave()
