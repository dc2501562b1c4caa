"""Somebody at a browser: opening a window, signing in and out, reading what a page says."""

import re
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Locator, Page, Request, Response, expect

from marketplace.accounts.validators import DEMO_PASSWORD

OURS = re.compile(r"^(http://(localhost|127\.0\.0\.1)[:/]|data:|blob:|about:)")


class Visitors:
    """The windows of one test. Misbehaviour of a page is kept until the test ends, then told."""

    def __init__(self, browser: Browser, address: str, patience_ms: int) -> None:
        self.browser = browser
        self.address = address
        self.patience_ms = patience_ms
        self._contexts: list[BrowserContext] = []
        self._complaints: list[str] = []

    def new_page(self, *, script: bool = True, width: int = 1280, height: int = 900) -> Page:
        """A window with no cookies. Its pages may ask nobody else for anything."""
        context = self.browser.new_context(
            java_script_enabled=script,
            viewport={"width": width, "height": height},
            locale="en-GB",
            timezone_id="Europe/London",
            base_url=self.address,
        )
        context.set_default_timeout(self.patience_ms)
        context.on("request", self._watch_request)
        context.on("weberror", lambda error: self._complaints.append(f"Script: {error.error}"))
        context.on("response", self._watch_response)
        context.on("console", self._watch_console)
        self._contexts.append(context)
        return context.new_page()

    def _watch_request(self, request: Request) -> None:
        if not OURS.match(request.url):
            self._complaints.append(f"Asked somebody else: {request.url}")

    def _watch_response(self, response: Response) -> None:
        """What answers a POST is at an address of its own: Back and Reload find it there."""
        asked = response.request
        drawn = asked.method == "POST" and asked.is_navigation_request() and response.status == 200
        # Where nobody is signed in yet, the browser keeps the page itself.
        if drawn and not urlsplit(asked.url).path.startswith("/account/"):
            self._complaints.append(f"Drawn on the POST: {asked.url}")

    def _watch_console(self, message: Any) -> None:
        if "Content Security Policy" in message.text:
            self._complaints.append(message.text)

    def leave(self) -> None:
        """Close every window. Raises AssertionError when a page misbehaved."""
        for context in self._contexts:
            context.close()
        assert self._complaints == [], self._complaints


def sign_in(page: Page, mailbox: str, password: str = DEMO_PASSWORD) -> None:
    """Through the sign-in page, as one of the council's people."""
    email = mailbox if "@" in mailbox else f"{mailbox}@fernshire.example"
    page.goto("/account/login/")
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in", exact=True)).to_be_visible()


def headed(page: Page, words: str | re.Pattern[str]) -> None:
    """The page has one h1, and it says this."""
    # A heading's name is its words as a screen reader puts them together, whatever lines they are written on.
    expect(page.locator("h1")).to_have_accessible_name(words)


def follow(page: Page, name: str | re.Pattern[str], *, exact: bool = False) -> None:
    """Press the one link of this name, when the page has the sizes that it keeps."""
    page.wait_for_load_state("load")
    page.get_by_role("link", name=name, exact=exact).click()


def go(page: Page, entry: str) -> None:
    """By the menu at the top."""
    page.get_by_role("navigation", name="Main").get_by_role("link", name=entry).click()


def press(page: Page, name: str | re.Pattern[str], *, exact: bool = False) -> None:
    """Press the one button of this name. Until the stylesheet is there, what it hides is seen too."""
    page.wait_for_load_state("load")
    page.get_by_role("button", name=name, exact=exact).click()


def choose(scope: Page | Locator, *names: str) -> None:
    """Tick boxes or radios by their exact words."""
    for name in names:
        radio = scope.get_by_role("radio", name=name, exact=True)
        tick(radio.or_(scope.get_by_role("checkbox", name=name, exact=True)))


def tick(box: Locator) -> None:
    """Press the label, as a person does: it lies over the box that it belongs to."""
    box.page.wait_for_load_state("load")
    own = box.get_attribute("id")
    label = box.page.locator(f"label[for='{own}']") if own else box.locator("xpath=ancestor::label")
    if not box.is_checked():
        label.click()
    expect(box).to_be_checked()


def type_date(page: Page, group: str, day: int, month: int, year: int) -> None:
    """Into the three boxes of a date."""
    boxes = page.get_by_role("group", name=group)
    for label, value in (("Day", day), ("Month", month), ("Year", year)):
        boxes.get_by_label(label).fill(str(value))


def says(page: Page, *words: str | re.Pattern[str]) -> None:
    """Every one of these stands in the main part of the page."""
    for text in words:
        expect(page.locator("main")).to_contain_text(text)


def says_not(page: Page, *words: str) -> None:
    for text in words:
        expect(page.locator("main")).not_to_contain_text(text)
