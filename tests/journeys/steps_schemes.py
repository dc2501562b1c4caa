"""The commissioner changes what the council asks of personal assistants, before any of them applies."""

from playwright.sync_api import Page

from tests.journeys.visitors import choose, follow, go, press, says

SCHEME = "Fernshire Support with Confidence"
ASKED = "Have you learned first aid?"


def open_draft(page: Page) -> None:
    """From the settings to a draft of the next version, with one requirement more."""
    go(page, "Settings")
    follow(page, "Accreditation schemes")
    follow(page, SCHEME)
    says(page, "Version 1", "In use from")
    press(page, "Begin a draft")
    follow(page, "Add a requirement", exact=True)
    press(page, "Add requirement")
    says(page, "Enter the requirement, like Are you insured?")
    page.get_by_label("Requirement", exact=True).fill(ASKED)
    page.get_by_label("Months that you accept the evidence").fill("36")
    choose(page, "Training record", "No, it is optional", "Personal assistant")
    press(page, "Add requirement")
    says(page, "The requirement is added to the draft.", ASKED, "Changed since version 1")


def publish_draft(page: Page) -> None:
    """From today: what changes is read first, and the history says who did it."""
    follow(page, "Check and publish")
    says(page, ASKED, "A published version never changes.")
    press(page, "Publish version 2")
    says(page, f"Version 2 of {SCHEME} is published.", "Requirements published, version 2")
    says(page, "Cora West")


def is_asked(page: Page) -> None:
    """Anybody who thinks of applying reads it."""
    page.goto("/offer-support/")
    says(page, ASKED)
