"""An account of one's own, whose address is proved by the mail that it gets."""

import re

from django.core.management import call_command
from playwright.sync_api import Page

from tests.journeys.visitors import press, says


def create_account(page: Page, name: str, email: str, password: str) -> None:
    """From the page that asks for the three facts; the worker sends the link."""
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password").fill(password)
    press(page, "Create an account")
    says(page, "Check your email")
    call_command("work", once=True)
    page.goto("/sent-mail/")
    link = re.search(r"http://\S+?(/account/confirm-email/\S+)", page.inner_text("main"))
    assert link, page.inner_text("main")
    page.goto(link[1])
    press(page, "Confirm this address")
