"""A browser for the journeys: Chromium, with script or without, at phone and desk widths."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium. A missing one is an error, never a skip."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    assert path, "Chromium is not installed: apt-get install chromium"
    # The browser's loop runs in this thread, and the database is used from it one call at a time.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield running
        running.close()


def new_page(browser: Browser, *, script: bool = True, width: int = 1280) -> Page:
    """A clean browser window; it fails its test when the page asks anybody else for anything."""
    context = browser.new_context(
        java_script_enabled=script, viewport={"width": width, "height": 900}, locale="en-GB"
    )
    context.set_default_timeout(15_000)
    page = context.new_page()
    page.on("request", _refuse_third_parties)
    return page


def _refuse_third_parties(request: object) -> None:
    url = str(request.url)  # type: ignore[attr-defined]
    assert url.startswith(("http://localhost", "http://127.0.0.1", "data:")), url
